/*
 * A sink for a server's events: a line each on stderr or elsewhere, and in a log file. Its lines
 * come on a thread of the server's, one at a time.
 */
#ifndef EXE_SERVER_LOG_H
#define EXE_SERVER_LOG_H

#include <windows.h>
#include <unknwn.h>

#include "jobs/server/log_file.h"

typedef struct ServerLogTargets {
    BOOL tells; /* on stderr, or to `put` */
    /*
     * Gets the line without its date, also without `tells` when it is of a callback that hangs,
     * whose events it does not get; NULL: stderr gets each line, with it
     */
    void (*put)(const wchar_t *line);
    LogFile *file; /* gets it with its date; NULL: none */
} ServerLogTargets;

/*
 * Connects the process' one sink to the server; ServerLogClose disconnects it, `stopped`: once the
 * server has told its end, if that comes soon. The targets are not used any more then.
 */
HRESULT ServerLogOpen(IUnknown *server, const ServerLogTargets *targets, DWORD *cookie);
void ServerLogClose(IUnknown *server, DWORD cookie, BOOL stopped);

#endif
