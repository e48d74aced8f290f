/* PerfectHashCreate: makes a table of a keys file. All that the programs have in common is in program.h. */
#include <stddef.h>

#include "PerfectHash.h"
#include "create_report.h"
#include "help.h"
#include "job_watch.h"
#include "jobs/table_options.h"
#include "program.h"

typedef struct Own {
    const wchar_t *lookup;          /* keys parted by commas, or NULL */
} Own;

static const Option ownOptions[] = {
    {{L"Lookup", L"KEY,...", L"look these keys up"}, OptionText, OPTION_FIELD(Own, lookup), .maximum = 1},
};

static const OptionHelp *OwnHelp(size_t index)
{
    return index < ARRAYSIZE(ownOptions) ? &ownOptions[index].help : NULL;
}

static void Help(Output *output)
{
    const int column = 41;
    OutputPut(output, L"PerfectHashCreate KEYS [OUTDIR [Chm01 [HASH [And [CONCURRENCY]]]]] [options]\n");
    HelpPutOptions(output, TableOptionsHelp, column);
    HelpPutNames(output, TableOptionsHelp, FALSE);
    HelpPutOptions(output, OwnHelp, column);
    ProgramHelpCommon(output);
    OutputPut(output, L"KEYS: packed integers, .txt, or a .dll or .exe (its functions' addresses)\n"
                      L"Exit code: 0 done, 1 failed, 2 wrong usage, 3 the server could not be used\n");
}

/* What the server would say. */
static HRESULT Check(const Command *command, void *context, Failure *failure)
{
    TableOptions defaults;
    TableCommand parsed;
    (void)context;
    TableOptionsDefault(&defaults);
    const HRESULT code = TableCommandParse(command->wordCount, command->words, &defaults, &parsed, failure);
    if (SUCCEEDED(code))
        TableCommandFree(&parsed);
    return code;
}

static ExitCode Report(const Command *command, IPerfectHashTable *table, const wchar_t *lookup)
{
    Output output = {0};
    const HRESULT hr = CreateReport(table, lookup, command->style.json, &output);
    if (command->quiet || command->style.silent || FAILED(hr))
        output.length = 0;
    OutputFlush(&output, STD_OUTPUT_HANDLE);
    if (SUCCEEDED(hr))
        return ExitDone;
    ErrorPrintCom(&command->style, command->subject, hr);
    return ErrorExitCode(hr);
}

static ExitCode Run(const Command *command, void *object, void *context)
{
    const Own *own = context;
    IPerfectHashIocpContext *server = object;
    IPerfectHashJob *job = NULL;
    IPerfectHashTable *table = NULL;
    BSTR line = SysAllocString(command->line);
    const HRESULT begun = line != NULL ? IPerfectHashIocpContext_BeginTableCreateCommandLine(server, line, &job) : E_OUTOFMEMORY;
    SysFreeString(line);
    ExitCode code = JobWatch(command, begun, job, &IID_IPerfectHashTable, (void **)&table);
    if (table != NULL) {
        code = Report(command, table, own->lookup);
        IPerfectHashTable_Release(table);
    }
    if (job != NULL)
        IPerfectHashJob_Release(job);
    return code;
}

int wmain(int argc, wchar_t **argv);          /* no header declares it */

int wmain(int argc, wchar_t **argv)
{
    Own own = {0};
    TableOptions checked;
    TableOptionsDefault(&checked);
    const OptionGroup passed[] = {TableOptionsGroup(&checked)};
    const Program program = {
        .name = L"PerfectHashCreate",
        .clsid = &CLSID_IocpContext,
        .iid = &IID_IPerfectHashIocpContext,
        .own = {ownOptions, ARRAYSIZE(ownOptions), &own},
        .passed = passed,
        .passedCount = ARRAYSIZE(passed),
        .check = Check,
        .help = Help,
        .run = Run,
        .context = &own,
    };
    return (int)ProgramMain(&program, argc, argv);
}
