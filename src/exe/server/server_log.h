/*
 * A sink for a server's events: a line each on stderr, or elsewhere. Its lines come on a thread of
 * the server's.
 */
#ifndef EXE_SERVER_LOG_H
#define EXE_SERVER_LOG_H

#include <windows.h>
#include <unknwn.h>

/*
 * Connects the process' one sink to the server (put NULL: it prints on stderr); ServerLogClose
 * disconnects it, `stopped`: once the server has told its end, if that comes soon.
 */
HRESULT ServerLogOpen(IUnknown *server, void (*put)(const wchar_t *line), DWORD *cookie);
void ServerLogClose(IUnknown *server, DWORD cookie, BOOL stopped);

#endif
