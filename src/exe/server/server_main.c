/*
 * PerfectHashServer: makes tables for other processes. All that the programs have in common is in
 * program.h.
 */
#include "PerfectHash.h"
#include "exe/program/interrupt.h"
#include "server_command.h"
#include "server_serve.h"
#include "server_service.h"

static ExitCode ServerMainRun(const Command *command, void *object, void *context)
{
    const ServerCommandLine *line = context;
    IPerfectHashIocpServer *server = object;
    const ServerWatch watch = {.stop = InterruptEvent()};
    if (line->install)
        return ServerServiceInstall(&command->style, command, line);
    if (line->uninstall)
        return ServerServiceUninstall(&command->style, line);
    return line->service ? ServerServiceRun(&command->style, line, server)
                         : ServerServe(&command->style, line, server, &watch);
}

int wmain(int argc, wchar_t **argv)
{
    return ServerCommandMain(L"PerfectHashServer", ServerMainRun, argc, argv);
}
