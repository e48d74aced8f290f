/*
 * PerfectHashCreate: makes a table of a keys file. All that the programs have in common is in
 * program.h.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "PerfectHash.h"
#include "PerfectHashErrors.h"
#include "dep_file.h"
#include "exe/program/automation.h"
#include "exe/program/help.h"
#include "exe/program/job_watch.h"
#include "exe/program/program.h"
#include "exe/program/standard_input.h"
#include "exe/report/create_page.h"
#include "exe/report/create_report.h"
#include "jobs/pure/option_take.h"
#include "jobs/pure/table_options.h"
#include "jobs/table/runtime_options.h"
#include "jobs/text/command_line.h"
#include "jobs/text/guid_text.h"
#include "jobs/text/text.h"
#include "standard_output.h"
#include "table_look.h"

typedef struct CreateOptions {
    TableLook look;
    TableOptions checked; /* what the words say of a table that is made */
    BOOL mayBeTexts;      /* what --Lookup asks for */
    DepFile depFile;
    CreatePage page;
    RuntimeOptions runtime;
} CreateOptions;

#define LOOK_SWITCH(member) OptionSwitch, OPTION_FIELD(CreateOptions, look.member), .maximum = 1

static const Option ownOptions[] = {
    {{L"Lookup", L"KEY,...", L"look these keys up", SectionLook},
     OptionText,
     OPTION_FIELD(CreateOptions, look.lookup.keys),
     .maximum = 1},
    {{L"Info", NULL, L"tell what is in a table or a pack", SectionLook}, LOOK_SWITCH(info)},
    {{L"Verify", NULL, L"look up all keys of a table", SectionLook}, LOOK_SWITCH(verify)},
    {{L"ListKeys", NULL, L"print the keys of a table file", SectionLook}, LOOK_SWITCH(listKeys)},
    {{L"DepFile", L"FILE", L"a makefile's rule of outputs and keys", SectionOutputs},
     OptionText,
     OPTION_FIELD(CreateOptions, depFile.path),
     .maximum = 1},
    {{L"Report", L"FILE", L"a page of the table, to be looked at", SectionOutputs},
     OptionText,
     OPTION_FIELD(CreateOptions, page.path),
     .maximum = 1},
    {{L"Table", L"NAME", L"the one table of a pack", SectionLook},
     OptionText,
     OPTION_FIELD(CreateOptions, look.table),
     .maximum = 1},
};

static OptionGroup CreateMainOwnGroup(CreateOptions *own)
{
    const OptionGroup group = {ownOptions, ARRAYSIZE(ownOptions), own};
    return group;
}

static const ProgramHelp help = {
    .usage = L"PerfectHashCreate KEYS [OUTDIR [Chm01 [HASH [And [CONCURRENCY]]]]] [options]",
    .examples = tableHelpExamples,
    .column = 41,
    .notes = L"KEYS: packed integers, .txt, .gperf, or a .dll or .exe (functions' addresses);\n"
             L"      - is standard input\n"
             L"      or, with --Info, --Verify, --ListKeys or --Lookup, a table or a pack\n"
             L"Exit code: 0 done, 1 failed, 2 wrong usage, 3 PerfectHash.dll can't be used,\n"
             L"           4 a key of --Lookup is not in the set\n",
};

/* Each key is a number or a GUID with blanks around it; or a text, which is not empty. */
static HRESULT CheckLookup(const wchar_t *lookup, BOOL mayBeTexts, Failure *failure)
{
    static const Option key = {{L"Lookup", NULL, NULL, SectionNone}, OptionNumber, .maximum = UINT64_MAX};
    const OptionGroup group = {&key, 1, NULL};
    const wchar_t *const blanks = L" \t";
    wchar_t subject[FAILURE_SUBJECT_CHARS];
    uint64_t halves[2];
    wchar_t *keys = TextCopy(lookup);
    if (keys == NULL)
        return FailureMemory(failure, L"--Lookup", sizeof(wchar_t) * wcslen(lookup));
    swprintf(subject, ARRAYSIZE(subject), L"--Lookup=%.400ls", lookup);
    HRESULT code = S_OK;
    for (wchar_t *at = keys, *next = keys; next != NULL && SUCCEEDED(code); at = next) {
        next = wcschr(at, L',');
        if (next != NULL)
            *next++ = 0;
        if (mayBeTexts && *at != 0)
            continue;
        at += wcsspn(at, blanks);
        at[wcscspn(at, blanks)] = 0;
        if (GuidTextRead(at, wcslen(at), halves))
            continue;
        code = OptionStore(&group, L"Lookup", at, subject, failure);
    }
    TextFree(keys);
    return code;
}

/*
 * Returns whether the keys may be texts: the keys file alone shows that, unless an option says that
 * the keys are numbers, or is only for numbers.
 */
static BOOL KeysMayBeTexts(const TableOptions *options)
{
    return options->keyType != KeyTypeNumber && TableOptionsNotOfText(options) == NULL;
}

/* Checks the words as the server does, and fails as the server would. */
static HRESULT CreateMainCheck(const Command *command, void *context, Failure *failure)
{
    CreateOptions *own = context;
    TableOptions defaults;
    TableCommand parsed;
    own->look.lookup.ranges = own->checked.ranges;
    if (TableLookAsked(&own->look) && own->page.path != NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--Report", L"it goes with a table that is made", 0, 0,
                          0);
    if (TableLookAsked(&own->look))
        return TableLookCheck(command, &own->look, failure);
    TableOptionsDefault(&defaults);
    const HRESULT code = TableCommandParse(command->wordCount, command->words, &defaults, &parsed, failure);
    if (FAILED(code))
        return code;
    own->mayBeTexts = KeysMayBeTexts(&parsed.options);
    HRESULT taken = TableCommandCheckDirectory(&parsed, failure);
    if (SUCCEEDED(taken))
        taken = DepFileTake(&own->depFile, &parsed, failure);
    if (SUCCEEDED(taken))
        taken = CreatePageTake(&own->page, &parsed, own->depFile.path, failure);
    if (SUCCEEDED(taken) && parsed.options.printOutputs && parsed.options.outputFile != NULL &&
        wcscmp(parsed.options.outputFile, L"-") == 0)
        taken = FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--PrintOutputs", TABLE_OPTION_NO_OUTPUT, 0, 0, 0);
    TableCommandFree(&parsed);
    return taken;
}

/* Prints what is asked of a table that was made, or would be. */
static HRESULT CreateMainPrint(const Command *command, IPerfectHashTable *table, const CreateOptions *own,
                               ExitCode *code)
{
    if (!own->checked.printOutputs)
        return CreateReport(command, table, &own->look.lookup, code);
    *code = ExitDone;
    return CreateReportOutputs(command, table);
}

/* Prints the table and the lookups, whose keys are of its kind. */
static ExitCode CreateMainReport(const Command *command, IPerfectHashTable *table, const CreateOptions *own)
{
    BSTR keyType = NULL;
    Failure failure;
    ExitCode code;
    HRESULT hr = IPerfectHashTable_get_KeyType(table, &keyType);
    const BOOL isNumbers = SUCCEEDED(hr) && wcscmp(keyType, L"Text") != 0;
    SysFreeString(keyType);
    if (own->look.lookup.keys != NULL && isNumbers && FAILED(CheckLookup(own->look.lookup.keys, FALSE, &failure))) {
        ErrorPrintFailure(&command->style, &failure);
        return ExitUsage;
    }
    const BOOL isFailed =
        (own->depFile.path != NULL && SUCCEEDED(hr) && FAILED(DepFileWrite(&own->depFile, table, &failure))) ||
        (SUCCEEDED(hr) && FAILED(CreatePageWrite(&own->page, command, table, &failure)));
    if (isFailed) {
        ErrorPrintFailure(&command->style, &failure);
        return ErrorExitCode(failure.code);
    }
    if (SUCCEEDED(hr))
        hr = CreateMainPrint(command, table, own, &code);
    return SUCCEEDED(hr) ? code : CommandFailed(command, hr);
}

/* words: the command, for the server. */
static ExitCode CreateMainMake(const Command *command, IPerfectHashIocpContext *server, const wchar_t *words,
                               CreateOptions *own)
{
    IPerfectHashJob *job = NULL;
    IPerfectHashTable *table = NULL;
    const RuntimeOptions defaults = {0};
    HRESULT hr = AutomationPutOptions(server, RuntimeOptionsGroup(&own->runtime), &defaults);
    if (SUCCEEDED(hr)) {
        BSTR line = SysAllocString(words);
        hr = line != NULL ? IPerfectHashIocpContext_BeginTableCreateCommandLine(server, line, &job) : E_OUTOFMEMORY;
        SysFreeString(line);
    }
    ExitCode code = JobWatch(command, hr, job, &IID_IPerfectHashTable, (void **)&table);
    if (table != NULL) {
        code = CreateMainReport(command, table, own);
        IPerfectHashTable_Release(table);
    }
    if (job != NULL)
        IPerfectHashJob_Release(job);
    return code;
}

/* Makes the table, of standard input if the words ask for that. */
static ExitCode CreateMainMakeOf(const Command *command, IPerfectHashIocpContext *server, int count,
                                 const wchar_t *const *words, CreateOptions *own)
{
    StandardInput input;
    Failure failure;
    if (FAILED(StandardInputTake(&input, count, words, FALSE, &failure))) {
        ErrorPrintFailure(&command->style, &failure);
        return ErrorExitCode(failure.code);
    }
    wchar_t *const line = input.line == NULL ? CommandLineJoin(count, words) : NULL;
    const ExitCode code = CreateMainMake(command, server, input.line != NULL ? input.line : line, own);
    TextFree(line);
    StandardInputClose(&input);
    return code;
}

/* Makes the table, whose one output is printed, and nothing else is. */
static ExitCode CreateMainMakePrinted(const Command *command, IPerfectHashIocpContext *server, CreateOptions *own)
{
    StandardOutput output = {0};
    Command quiet = *command;
    Failure failure;
    ExitCode code = ExitDone;
    quiet.quiet = TRUE;
    HRESULT hr = StandardOutputTake(&output, command->wordCount, command->words, own->checked.outputFile, &failure);
    if (SUCCEEDED(hr))
        code = CreateMainMakeOf(&quiet, server, output.wordCount, output.words, own);
    if (SUCCEEDED(hr) && code == ExitDone)
        hr = StandardOutputCopy(&output, &failure);
    if (FAILED(hr)) {
        ErrorPrintFailure(&command->style, &failure);
        code = ErrorExitCode(hr);
    }
    StandardOutputClose(&output);
    return code;
}

/*
 * Runs the program. It can check that --Lookup asks for numbers only where there is no table yet.
 */
static ExitCode CreateMainRun(const Command *command, void *object, void *context)
{
    CreateOptions *own = context;
    ExitCode code;
    Failure failure;
    if (TableLookRun(command, object, &own->look, &code))
        return code;
    if ((own->look.lookup.keys != NULL && FAILED(CheckLookup(own->look.lookup.keys, own->mayBeTexts, &failure))) ||
        FAILED(CreatePageLook(&own->page, &failure))) {
        ErrorPrintFailure(&command->style, &failure);
        return ErrorExitCode(failure.code);
    }
    const wchar_t *const output = own->checked.outputFile;
    code = output != NULL && wcscmp(output, L"-") == 0
               ? CreateMainMakePrinted(command, object, own)
               : CreateMainMakeOf(command, object, command->wordCount, command->words, own);
    DepFileFree(&own->depFile);
    CreatePageFree(&own->page);
    return code;
}

int wmain(int argc, wchar_t **argv)
{
    CreateOptions own = {0};
    TableOptionsDefault(&own.checked);
    const Program program = {
        .name = L"PerfectHashCreate",
        .clsid = &CLSID_IocpContext,
        .iid = &IID_IPerfectHashIocpContext,
        .own = {CreateMainOwnGroup(&own), RuntimeOptionsGroup(&own.runtime)},
        .passed = {TableOptionsGroup(&own.checked)},
        .check = CreateMainCheck,
        .help = &help,
        .run = CreateMainRun,
        .context = &own,
    };
    return ProgramMain(&program, argc, argv);
}
