/*
 * The command line of PerfectHashServer: what it does, and the settings of the server, in options
 * alone.
 */
#ifndef EXE_SERVER_COMMAND_H
#define EXE_SERVER_COMMAND_H

#include "exe/program/program.h"
#include "jobs/server/server.h"
#include "runtime/pipe/pipe_service.h"

#define SERVER_DEFAULT_SERVICE PIPE_DEFAULT_SERVICE /* whose process clients trust */

typedef struct ServerCommandLine {
    BOOL verbose;            /* what happens, on stderr */
    BOOL install, uninstall; /* the Windows service of that name */
    BOOL service;            /* started by the service manager */
    const wchar_t *log;      /* the file of what happens; NULL: none */
    ULONGLONG logBytes;      /* see log_file.h */
    DWORD logFiles;
    const wchar_t *serviceName;    /* NULL: SERVER_DEFAULT_SERVICE */
    const wchar_t *serviceAccount; /* NULL: LocalService */
    ServerOptions options;
} ServerCommandLine;

/*
 * ProgramMain for a program that takes this command line. run: as in Program, with a
 * ServerCommandLine.
 */
int ServerCommandMain(const wchar_t *name, ExitCode (*run)(const Command *command, void *object, void *line), int argc,
                      wchar_t **argv);

const wchar_t *ServerServiceName(const ServerCommandLine *line);

#endif
