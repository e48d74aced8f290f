/* See client_command.h. */
#include "client_command.h"

#include <stddef.h>

#include "PerfectHashErrors.h"
#include "exe/program/help.h"

#define FIELD(member) OPTION_FIELD(ClientCommandLine, member)
#define SWITCH(member) OptionSwitch, FIELD(member), .maximum = 1
#define STRING(member) OptionText, FIELD(member), .maximum = 1
/* as many as a double holds exactly */
#define JOB_ID(member) OptionNumber, FIELD(member), .minimum = 1, .maximum = 1ull << 53

/* clang-format off */
static const Option ownOptions[] = {
    {{L"Ping", NULL, L"how long a round trip takes", SectionServer}, SWITCH(ping)},
    {{L"TableCreate", L"LINE", L"a table: the words of PerfectHashCreate", SectionCreate}, OptionCommand, FIELD(table),
     .maximum = 1},
    {{L"BulkCreate", L"LINE", L"a run: the words of PerfectHashBulkCreate", SectionCreate}, OptionCommand, FIELD(bulk),
     .maximum = 1},
    {{L"BulkCreateDirectory", L"DIR[;OUT]", L"a run; OUT: as the server says", SectionCreate}, STRING(directory)},
    {{L"Status", L"ID", L"how far that job is", SectionServer}, JOB_ID(status)},
    {{L"Cancel", L"ID", L"end that job", SectionServer}, JOB_ID(cancel)},
    {{L"Jobs", NULL, L"which jobs run or wait", SectionServer}, SWITCH(jobs)},
    {{L"Statistics", NULL, L"what the server has done", SectionServer}, SWITCH(statistics)},
    {{L"Metrics", NULL, L"what the server counts, as OpenMetrics", SectionServer}, SWITCH(metrics)},
    {{L"Rings", NULL, L"the last events of the server's workers", SectionServer}, SWITCH(rings)},
    {{L"Shutdown", NULL, L"let jobs end, then stop the server", SectionServer}, SWITCH(shutdown)},
    {{L"Endpoint", L"NAME", L"of the server's pipe (PerfectHash)", SectionConnection}, STRING(endpoint)},
    {{L"WaitForServer", NULL, L"until there is one", SectionConnection}, SWITCH(waitForServer)},
    {{L"ConnectTimeout", L"MS", L"how long to wait for it (5,000)", SectionConnection}, OptionNumber,
     FIELD(connectTimeoutMs), .maximum = INT32_MAX, .unit = L"milliseconds"},
    {{L"Detach", NULL, L"print the job's id, and let it go on alone", SectionCreate}, SWITCH(detach)},
};
/* clang-format on */

OptionGroup ClientOwnOptions(ClientCommandLine *line)
{
    const OptionGroup group = {ownOptions, ARRAYSIZE(ownOptions), line};
    return group;
}

const ProgramHelp clientHelp = {
    .usage = L"PerfectHashClient --ACTION [options]: asks a PerfectHashServer for one thing",
    .examples = "Tables: --TableCreate=\"codes.txt tables --Reject=Keys\"\n"
                "Server and jobs: --Jobs\n"
                "Connection: --Endpoint=Tables --WaitForServer --Ping\n"
                "Messages: --Statistics --Json\n",
    .column = 34,
    .notes = L"With what creates, the options of PerfectHashCreate or PerfectHashBulkCreate.\n"
             L"Exit code: 0 done, 1 some failed, 2 wrong usage, 3 no server could do it\n",
};

HRESULT ClientCommandCheck(const Command *command, void *context, Failure *failure)
{
    ClientCommandLine *line = context;
    const struct {
        BOOL given;
        const wchar_t *name;
        ClientAction action;
    } actions[] = {
        {line->ping, L"--Ping", ClientActionPing},
        {line->shutdown, L"--Shutdown", ClientActionShutdown},
        {line->table != NULL, L"--TableCreate", ClientActionTable},
        {line->bulk != NULL, L"--BulkCreate", ClientActionBulk},
        {line->directory != NULL, L"--BulkCreateDirectory", ClientActionDirectory},
        {line->cancel != 0, L"--Cancel", ClientActionCancel},
        {line->status != 0, L"--Status", ClientActionStatus},
        {line->statistics, L"--Statistics", ClientActionStatistics},
        {line->jobs, L"--Jobs", ClientActionJobs},
        {line->metrics, L"--Metrics", ClientActionMetrics},
        {line->rings, L"--Rings", ClientActionRings},
    };
    const wchar_t *name = L"--ACTION";
    size_t given = 0;
    for (size_t i = 0; i < ARRAYSIZE(actions); i++) {
        if (actions[i].given) {
            line->action = actions[i].action;
            name = actions[i].name;
            given++;
        }
    }
    const BOOL creates =
        line->action == ClientActionTable || line->action == ClientActionBulk || line->action == ClientActionDirectory;
    if (given != 1)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, name,
                          given == 0 ? L"missing argument; expected an action, such as --Ping; --help names them"
                                     : L"one action at a time",
                          0, 0, 0);
    if (command->subject != NULL)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, command->subject,
                          creates ? L"words belong into the option, in quotes, as in --TableCreate=\"Keys Out\""
                                  : L"no word goes with this action",
                          0, 0, 0);
    if (!creates && command->wordCount != 0)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, command->words[0], L"it goes with what creates tables", 0, 0,
                          0);
    if (line->detach && !creates)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"--Detach", L"it goes with what creates tables", 0, 0, 0);
    return S_OK;
}
