/*
 * PerfectHashBulkCreate: makes a table of each keys file in a directory. All that the programs have
 * in common is in program.h.
 */
#include <stddef.h>

#include "PerfectHash.h"
#include "PerfectHashErrors.h"
#include "exe/program/automation.h"
#include "exe/program/help.h"
#include "exe/program/job_watch.h"
#include "exe/program/program.h"
#include "exe/report/bulk_page.h"
#include "exe/report/bulk_report.h"
#include "exe/report/page.h"
#include "jobs/bulk/bulk_options.h"
#include "jobs/table/runtime_options.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"

/* The options that the program does not pass on. */
typedef struct BulkOwn {
    const wchar_t *report; /* NULL: none */
    wchar_t *folder;       /* the one that the run makes and writes its results to */
    RuntimeOptions runtime;
} BulkOwn;

static const Option ownOptions[] = {
    {{L"Report", L"FILE", L"a page of the results, to be looked at", SectionOutputs},
     OptionText,
     OPTION_FIELD(BulkOwn, report),
     .maximum = 1},
};

static OptionGroup BulkMainOwnGroup(BulkOwn *own)
{
    const OptionGroup group = {ownOptions, ARRAYSIZE(ownOptions), own};
    return group;
}

static const ProgramHelp help = {
    .usage = L"PerfectHashBulkCreate KEYSDIR [OUTDIR [Chm01 [HASH [And [CONCURRENCY]]]]] ...",
    .examples = "Keys: keys tables --Recursive --Include=*.csv;*.txt\n"
                "Table: keys tables --Reject=Keys\n"
                "Search: keys tables --MaxSolveTimeInSeconds=60\n"
                "Outputs: keys --Pack=all.phpack --Outputs=None\n"
                "Run: keys tables --Resume\n"
                "Threads: keys tables --NumaNodes=0 --MaxThreads=8\n"
                "Messages: keys tables --Quiet\n",
    .column = 41,
    .notes = L"Exit code: 0 all made, 1 some failed, 2 wrong usage, 3 no PerfectHash.dll\n",
};

/* Keeps where the results will be, of which a page is made. */
static HRESULT BulkMainTakeReport(BulkOwn *own, const BulkCommand *parsed, Failure *failure)
{
    const BulkOptions *const options = &parsed->options;
    const wchar_t *const folder = options->merge != NULL ? options->merge : parsed->outputDirectory;
    const HRESULT code = own->report != NULL ? PageCheck(own->report, failure) : S_FALSE;
    if (code != S_OK)
        return code;
    if (folder == NULL || *folder == 0 || options->noSummary || options->table.noFileIo)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--Report",
                          L"it shows the results that a run writes: it goes with OUTDIR, and without --NoSummary "
                          L"and --NoFileIo",
                          0, 0, 0);
    if (PathIsSame(own->report, options->pack))
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--Report", L"the file is that of --Pack", 0, 0, 0);
    own->folder = TextCopy(folder);
    return own->folder != NULL ? S_OK : FailureMemoryText(failure, folder);
}

/* Checks the words as the server does, and fails as the server would. */
static HRESULT BulkMainCheck(const Command *command, void *context, Failure *failure)
{
    TableOptions defaults;
    BulkCommand parsed;
    TableOptionsDefault(&defaults);
    HRESULT code = BulkCommandParse(command->wordCount, command->words, &defaults, &parsed, failure);
    if (FAILED(code))
        return code;
    code = BulkMainTakeReport(context, &parsed, failure);
    BulkCommandFree(&parsed);
    return code;
}

/* Prints what the run gave, and writes the page of it. */
static ExitCode BulkMainReport(const Command *command, IPerfectHashIocpContext *server, IPerfectHashJob *job,
                               IPerfectHashTables *tables, const BulkOwn *own)
{
    Failure failure;
    ExitCode code;
    const HRESULT hr = BulkReport(command, server, job, tables, &code);
    if (FAILED(hr))
        return CommandFailed(command, hr);
    if (own->report == NULL || SUCCEEDED(BulkPageWrite(own->report, tables, &failure)))
        return code;
    ErrorPrintFailure(&command->style, &failure);
    return ErrorExitCode(failure.code);
}

static HRESULT BulkMainBegin(const Command *command, IPerfectHashIocpContext *server, BulkOwn *own,
                             IPerfectHashJob **job)
{
    const RuntimeOptions defaults = {0};
    HRESULT hr = AutomationPutOptions(server, RuntimeOptionsGroup(&own->runtime), &defaults);
    BSTR line = SUCCEEDED(hr) ? SysAllocString(command->line) : NULL;
    if (SUCCEEDED(hr))
        hr = line != NULL ? IPerfectHashIocpContext_BeginBulkCreateCommandLine(server, line, job) : E_OUTOFMEMORY;
    SysFreeString(line);
    return hr;
}

static ExitCode BulkMainMake(const Command *command, IPerfectHashIocpContext *server, BulkOwn *own)
{
    IPerfectHashJob *job = NULL;
    IPerfectHashTables *tables = NULL;
    const HRESULT hr = BulkMainBegin(command, server, own, &job);
    ExitCode code = JobWatchBulk(command, server, hr, job, &tables);
    if (tables != NULL) {
        code = BulkMainReport(command, server, job, tables, own);
        IPerfectHashTables_Release(tables);
    }
    if (job != NULL)
        IPerfectHashJob_Release(job);
    return code;
}

static ExitCode BulkMainRun(const Command *command, void *object, void *context)
{
    BulkOwn *own = context;
    Failure failure;
    ExitCode code;
    if (own->report == NULL || SUCCEEDED(PageLook(own->report, own->folder, &failure))) {
        code = BulkMainMake(command, object, own);
    } else {
        ErrorPrintFailure(&command->style, &failure);
        code = ErrorExitCode(failure.code);
    }
    TextFree(own->folder);
    return code;
}

int wmain(int argc, wchar_t **argv)
{
    BulkOptions checked;
    BulkOwn own = {0};
    BulkOptionsDefault(&checked);
    const Program program = {
        .name = L"PerfectHashBulkCreate",
        .clsid = &CLSID_IocpContext,
        .iid = &IID_IPerfectHashIocpContext,
        .own = {BulkMainOwnGroup(&own), RuntimeOptionsGroup(&own.runtime)},
        .passed = {BulkOptionsGroup(&checked), TableOptionsGroup(&checked.table)},
        .check = BulkMainCheck,
        .help = &help,
        .run = BulkMainRun,
        .context = &own,
    };
    return ProgramMain(&program, argc, argv);
}
