/*
 * PerfectHashServer as a Windows service: how the service manager knows it, and how it serves when
 * that has started it.
 */
#ifndef EXE_SERVER_SERVICE_H
#define EXE_SERVER_SERVICE_H

#include "PerfectHash.h"
#include "server_command.h"

/* With the options of this command line. An installed service starts on demand. */
ExitCode ServerServiceInstall(const ErrorStyle *style, const Command *command, const ServerCommandLine *line);
ExitCode ServerServiceUninstall(const ErrorStyle *style, const ServerCommandLine *line);

/* Once a process: returns when the service has stopped. */
ExitCode ServerServiceRun(const ErrorStyle *style, const ServerCommandLine *line, IPerfectHashIocpServer *server);

#endif
