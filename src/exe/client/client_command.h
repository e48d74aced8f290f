/*
 * The command line of PerfectHashClient: which server, and one thing that it is asked. Main thread.
 */
#ifndef EXE_CLIENT_COMMAND_H
#define EXE_CLIENT_COMMAND_H

#include "exe/program/program.h"

typedef enum ClientAction {
    ClientActionNone,
    ClientActionPing,
    ClientActionShutdown,
    ClientActionTable,
    ClientActionBulk,
    ClientActionDirectory,
    ClientActionCancel,
    ClientActionStatus,
    ClientActionStatistics,
    ClientActionJobs,
    ClientActionMetrics,
    ClientActionRings
} ClientAction;

typedef struct ClientCommandLine {
    const wchar_t *endpoint; /* NULL: the default */
    BOOL waitForServer, detach;
    DWORD connectTimeoutMs; /* CLIENT_DEFAULT_TIMEOUT: not given */
    BOOL ping, shutdown, statistics, jobs, metrics, rings;
    const wchar_t *table, *bulk, *directory;
    uint64_t cancel, status; /* ids of jobs; 0: not given */
    ClientAction action;     /* what of these was given */
} ClientCommandLine;

#define CLIENT_DEFAULT_TIMEOUT MAXDWORD

OptionGroup ClientOwnOptions(ClientCommandLine *line);
/* Sets the action. */
HRESULT ClientCommandCheck(const Command *command, void *line, Failure *failure);
extern const ProgramHelp clientHelp;

#endif
