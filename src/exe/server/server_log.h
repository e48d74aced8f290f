/*
 * A sink for a server's events: a line each on stderr. Its lines come on a thread of the server's.
 */
#ifndef EXE_SERVER_LOG_H
#define EXE_SERVER_LOG_H

#include <windows.h>
#include <unknwn.h>

/*
 * Connects the process' one sink to the server; ServerLogClose disconnects it, `stopped`: once it
 * has heard the last line, if that comes soon.
 */
HRESULT ServerLogOpen(IUnknown *server, DWORD *cookie);
void ServerLogClose(IUnknown *server, DWORD cookie, BOOL stopped);

#endif
