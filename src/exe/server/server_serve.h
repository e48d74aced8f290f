/*
 * Serving: a server object from its settings to its end. On the thread that calls; another one
 * waits for what is to stop it.
 */
#ifndef EXE_SERVER_SERVE_H
#define EXE_SERVER_SERVE_H

#include "PerfectHash.h"
#include "server_command.h"

/* The caller's part in a server that serves; NULL: it has none. */
typedef struct ServerWatch {
    HANDLE stop;                    /* set: the server drains and stops */
    void (*serving)(void *context); /* it is listening */
    void *context;
    void (*log)(const wchar_t *line); /* gets what --Verbose tells, and which callback hangs; NULL: stderr does */
} ServerWatch;

/* Until a client or watch->stop stops it. Errors are printed in the program's style. */
ExitCode ServerServe(const ErrorStyle *style, const ServerCommandLine *line, IPerfectHashIocpServer *server,
                     const ServerWatch *watch);

#endif
