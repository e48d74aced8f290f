/* See server_command.h. */
#include "server_command.h"

#include <stddef.h>

#include "PerfectHash.h"
#include "PerfectHashErrors.h"
#include "exe/program/help.h"
#include "jobs/server/log_file.h"
#include "jobs/table/runtime_options.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "server_event_log.h"

#define FIELD(member) OPTION_FIELD(ServerCommandLine, member)
#define SWITCH(member) OptionSwitch, FIELD(member), .maximum = 1
#define STRING(member) OptionText, FIELD(member), .maximum = 1

enum { NameChars = 256 }; /* as long as the service manager allows */

/* clang-format off */
static const Option ownOptions[] = {
    {{L"Verbose", NULL, L"say on stderr what happens, or in the event log", SectionMessages}, SWITCH(verbose)},
    {{L"Log", L"FILE", L"what happens, in files of a bounded size", SectionMessages}, STRING(log)},
    {{L"LogBytes", L"N", L"of each file (10,485,760)", SectionMessages}, OptionNumber, FIELD(logBytes),
     .minimum = LogFileLeastBytes, .maximum = 1ull << 40},
    {{L"LogFiles", L"N", L"FILE, FILE.1 and so on, at most (5)", SectionMessages}, OptionNumber, FIELD(logFiles),
     .minimum = 1, .maximum = LogFileMostFiles},
    {{L"Install", NULL, L"as a Windows service with these options", SectionService}, SWITCH(install)},
    {{L"Uninstall", NULL, L"stop and remove the service", SectionService}, SWITCH(uninstall)},
    {{L"ServiceName", L"NAME", L"of the service (PerfectHashServer)", SectionService}, STRING(serviceName)},
    {{L"ServiceAccount", L"NAME", L"it runs as (LocalService)", SectionService}, STRING(serviceAccount)},
    {{L"Service", NULL, NULL, SectionNone}, SWITCH(service)},
};
/* clang-format on */

static OptionGroup ServerCommandOwnGroup(ServerCommandLine *line)
{
    const OptionGroup group = {ownOptions, ARRAYSIZE(ownOptions), line};
    return group;
}

const wchar_t *ServerServiceName(const ServerCommandLine *line)
{
    return line->serviceName != NULL ? line->serviceName : SERVER_DEFAULT_SERVICE;
}

static const ProgramHelp help = {
    .usage = L"PerfectHashServer [options]: makes tables for clients, until Ctrl+C",
    .examples = "Clients: --Endpoint=Tables --AllowedRoot=D:\\tables\n"
                "Limits: --MaxRequests=64 --MaxJobSeconds=600\n"
                "Threads: --NumaNodes=0 --MaxThreads=8\n"
                "Service: --Install --ServiceName=Tables\n"
                "Messages: --Verbose --Log=server.log\n",
    .column = 31,
    .notes = L"Exit code: 0 stopped, 1 failed, 2 wrong usage, 3 it could not be started\n",
};

/* A service starts elsewhere: what is relative here would mean another place there. */
static BOOL ServerCommandIsWhole(const wchar_t *path)
{
    wchar_t *full = PathFull(path);
    const BOOL whole = full != NULL && TextSame(full, path);
    TextFree(full);
    return whole;
}

static HRESULT CheckService(const ServerCommandLine *line, Failure *failure)
{
    const wchar_t *name = ServerServiceName(line), *reason = L"a service needs absolute paths";
    if (*name == 0 || wcslen(name) > NameChars || wcspbrk(name, L"\\/\"") != NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--ServiceName",
                          L"expected 1 to 256 characters without slashes and quotes", 0, 0, 0);
    if (!line->install)
        return S_OK;
    for (uint32_t i = 0; i < line->options.allowedRootCount; i++) {
        const wchar_t *roots = line->options.allowedRoots[i];
        if (wcschr(roots, L';') != NULL)
            return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--AllowedRoot",
                              L"with --Install, expected one directory for each option", 0, 0, 0);
        if (!ServerCommandIsWhole(roots))
            return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, roots, reason, 0, 0, 0);
    }
    if (line->log != NULL && !ServerCommandIsWhole(line->log))
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, line->log, reason, 0, 0, 0);
    if (line->options.baseOutputDirectory != NULL && !ServerCommandIsWhole(line->options.baseOutputDirectory))
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, line->options.baseOutputDirectory, reason, 0, 0, 0);
    return S_OK;
}

static HRESULT ServerCommandCheck(const Command *command, void *context, Failure *failure)
{
    const ServerCommandLine *line = context;
    if (command->subject != NULL)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, *command->subject != 0 ? command->subject : L"\"\"",
                          L"expected options alone; an option begins with --", 0, 0, 0);
    if (line->install + line->uninstall + line->service > 1)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, line->install ? L"--Install" : L"--Uninstall",
                          L"one thing at a time", 0, 0, 0);
    if (line->serviceAccount != NULL && !line->install)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--ServiceAccount", L"it goes with --Install", 0, 0, 0);
    if (line->service) { /* nobody reads its streams */
        EventLogOpen(ServerServiceName(line));
        ErrorSendTo(EventLogError);
    }
    return CheckService(line, failure);
}

int ServerCommandMain(const wchar_t *name, ExitCode (*run)(const Command *command, void *object, void *line), int argc,
                      wchar_t **argv)
{
    static ServerCommandLine line = {.logBytes = LogFileDefaultBytes, .logFiles = LogFileDefaultFiles};
    ServerOptionsDefault(&line.options);
    const Program program = {
        .name = name,
        .clsid = &CLSID_IocpServer,
        .iid = &IID_IPerfectHashIocpServer,
        .own = {ServerCommandOwnGroup(&line)},
        .passed = {ServerOptionsGroup(&line.options), RuntimeOptionsGroup(&line.options.runtime)},
        .check = ServerCommandCheck,
        .help = &help,
        .run = run,
        .context = &line,
    };
    return ProgramMain(&program, argc, argv);
}
