/*
 * PerfectHashBulkCreate: makes a table of each keys file in a directory. All that the programs have
 * in common is in program.h.
 */
#include <stddef.h>

#include "PerfectHash.h"
#include "exe/program/automation.h"
#include "exe/program/help.h"
#include "exe/program/job_watch.h"
#include "exe/program/program.h"
#include "exe/report/bulk_report.h"
#include "jobs/bulk/bulk_options.h"
#include "jobs/table/runtime_options.h"

static void BulkMainHelp(Output *output)
{
    const int column = 41;
    OutputPut(output, L"PerfectHashBulkCreate KEYSDIR [OUTDIR [Chm01 [HASH [And [CONCURRENCY]]]]] ...\n");
    HelpPutOptions(output, BulkOptionsGroup(NULL), column);
    HelpPutOptions(output, TableOptionsGroup(NULL), column);
    HelpPutOptions(output, RuntimeOptionsGroup(NULL), column);
    ProgramHelpCommon(output, column);
    OutputPut(output, L"Exit code: 0 all made, 1 some failed, 2 wrong usage, 3 no PerfectHash.dll\n");
}

/* What the server would say. */
static HRESULT BulkMainCheck(const Command *command, void *context, Failure *failure)
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

static ExitCode BulkMainRun(const Command *command, void *object, void *context)
{
    IPerfectHashIocpContext *server = object;
    IPerfectHashJob *job = NULL;
    IPerfectHashTables *tables = NULL;
    const RuntimeOptions defaults = {0};
    HRESULT hr = AutomationPutOptions(server, RuntimeOptionsGroup(context), &defaults);
    if (SUCCEEDED(hr)) {
        BSTR line = SysAllocString(command->line);
        hr = line != NULL ? IPerfectHashIocpContext_BeginBulkCreateCommandLine(server, line, &job) : E_OUTOFMEMORY;
        SysFreeString(line);
    }
    ExitCode code = JobWatch(command, hr, job, &IID_IPerfectHashTables, (void **)&tables);
    if (tables != NULL) {
        hr = BulkReport(command, job, tables, &code);
        if (FAILED(hr))
            code = CommandFailed(command, hr);
        IPerfectHashTables_Release(tables);
    }
    if (job != NULL)
        IPerfectHashJob_Release(job);
    return code;
}

int wmain(int argc, wchar_t **argv)
{
    BulkOptions checked;
    RuntimeOptions runtime = {0};
    BulkOptionsDefault(&checked);
    const Program program = {
        .name = L"PerfectHashBulkCreate",
        .clsid = &CLSID_IocpContext,
        .iid = &IID_IPerfectHashIocpContext,
        .own = {RuntimeOptionsGroup(&runtime)},
        .passed = {BulkOptionsGroup(&checked), TableOptionsGroup(&checked.table)},
        .check = BulkMainCheck,
        .help = BulkMainHelp,
        .run = BulkMainRun,
        .context = &runtime,
    };
    return ProgramMain(&program, argc, argv);
}
