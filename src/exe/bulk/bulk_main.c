/* PerfectHashBulkCreate: makes a table of each keys file in a directory. All that the programs have in common is in program.h. */
#include <stddef.h>

#include "PerfectHash.h"
#include "exe/report/bulk_report.h"
#include "exe/program/help.h"
#include "exe/program/job_watch.h"
#include "jobs/bulk/bulk_options.h"
#include "exe/program/program.h"

static void Help(Output *output)
{
    OutputPut(output, L"PerfectHashBulkCreate KEYSDIR [OUTDIR [Chm01 [HASH [And [CONCURRENCY]]]]] ...\n");
    HelpPutOptions(output, BulkOptionsHelp, 32);
    OutputPut(output, L"And those of PerfectHashCreate, whose --help explains them:\n");
    HelpPutNames(output, TableOptionsHelp, TRUE);
    ProgramHelpCommon(output);
    OutputPut(output, L"Exit code: 0 all made, 1 some failed, 2 wrong usage, 3 no PerfectHash.dll\n");
}

/* What the server would say. */
static HRESULT Check(const Command *command, void *context, Failure *failure)
{
    TableOptions defaults;
    BulkCommand parsed;
    (void)context;
    TableOptionsDefault(&defaults);
    const HRESULT code = BulkCommandParse(command->wordCount, command->words, &defaults, &parsed, failure);
    if (SUCCEEDED(code))
        BulkCommandFree(&parsed);
    return code;
}

static ExitCode Report(const Command *command, IPerfectHashJob *job, IPerfectHashTables *tables)
{
    Output results = {0}, errors = {0};
    LONG failed = 0;
    const HRESULT hr = BulkReport(job, tables, command->style.program, command->style.json, &results, &errors, &failed);
    if (command->style.silent)
        errors.length = 0;
    if (command->style.silent || command->quiet)
        results.length = 0;
    OutputFlush(&errors, STD_ERROR_HANDLE);
    OutputFlush(&results, STD_OUTPUT_HANDLE);
    if (SUCCEEDED(hr))
        return failed != 0 ? ExitFailed : ExitDone;
    ErrorPrintCom(&command->style, command->subject != NULL ? command->subject : command->style.program, hr);
    return ErrorExitCode(hr);
}

static ExitCode Run(const Command *command, void *object, void *context)
{
    IPerfectHashIocpContext *server = object;
    IPerfectHashJob *job = NULL;
    IPerfectHashTables *tables = NULL;
    BSTR line = SysAllocString(command->line);
    const HRESULT begun = line != NULL ? IPerfectHashIocpContext_BeginBulkCreateCommandLine(server, line, &job) : E_OUTOFMEMORY;
    (void)context;
    SysFreeString(line);
    ExitCode code = JobWatch(command, begun, job, &IID_IPerfectHashTables, (void **)&tables);
    if (tables != NULL) {
        code = Report(command, job, tables);
        IPerfectHashTables_Release(tables);
    }
    if (job != NULL)
        IPerfectHashJob_Release(job);
    return code;
}

int wmain(int argc, wchar_t **argv);          /* no header declares it */

int wmain(int argc, wchar_t **argv)
{
    BulkOptions checked;
    BulkOptionsDefault(&checked);
    const OptionGroup passed[] = {BulkOptionsGroup(&checked), TableOptionsGroup(&checked.table)};
    const Program program = {
        .name = L"PerfectHashBulkCreate",
        .clsid = &CLSID_IocpContext,
        .iid = &IID_IPerfectHashIocpContext,
        .passed = passed,
        .passedCount = ARRAYSIZE(passed),
        .check = Check,
        .help = Help,
        .run = Run,
    };
    return (int)ProgramMain(&program, argc, argv);
}
