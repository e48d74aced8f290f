/*
 * PerfectHashCreate: makes a table of a keys file. All that the programs have in common is in
 * program.h.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "PerfectHash.h"
#include "dep_file.h"
#include "exe/program/automation.h"
#include "exe/program/help.h"
#include "exe/program/job_watch.h"
#include "exe/program/program.h"
#include "exe/program/standard_input.h"
#include "exe/report/create_report.h"
#include "jobs/pure/option_take.h"
#include "jobs/pure/table_options.h"
#include "jobs/table/runtime_options.h"
#include "jobs/text/guid_text.h"
#include "jobs/text/text.h"
#include "table_look.h"

typedef struct CreateOptions {
    TableLook look;
    TableOptions checked; /* what the words say of a table that is made */
    BOOL mayBeTexts;      /* what --Lookup asks for */
    DepFile depFile;
    RuntimeOptions runtime;
} CreateOptions;

#define LOOK_SWITCH(member) OptionSwitch, OPTION_FIELD(CreateOptions, look.member), .maximum = 1

static const Option ownOptions[] = {
    {{L"Lookup", L"KEY,...", L"look these keys up"},
     OptionText,
     OPTION_FIELD(CreateOptions, look.lookup.keys),
     .maximum = 1},
    {{L"Info", NULL, L"tell what is in a table or a pack"}, LOOK_SWITCH(info)},
    {{L"Verify", NULL, L"look up all keys of a table"}, LOOK_SWITCH(verify)},
    {{L"ListKeys", NULL, L"print the keys of a table file"}, LOOK_SWITCH(listKeys)},
    {{L"DepFile", L"FILE", L"a makefile's rule of outputs and keys"},
     OptionText,
     OPTION_FIELD(CreateOptions, depFile.path),
     .maximum = 1},
    {{L"Table", L"NAME", L"the one table of a pack"},
     OptionText,
     OPTION_FIELD(CreateOptions, look.table),
     .maximum = 1},
};

static OptionGroup CreateMainOwnGroup(CreateOptions *own)
{
    const OptionGroup group = {ownOptions, ARRAYSIZE(ownOptions), own};
    return group;
}

static void CreateMainHelp(Output *output)
{
    const int column = 41;
    OutputPut(output, L"PerfectHashCreate KEYS [OUTDIR [Chm01 [HASH [And [CONCURRENCY]]]]] [options]\n");
    HelpPutOptions(output, TableOptionsGroup(NULL), column);
    HelpPutOptions(output, CreateMainOwnGroup(NULL), column);
    HelpPutOptions(output, RuntimeOptionsGroup(NULL), column);
    ProgramHelpCommon(output, column);
    OutputPut(output, L"KEYS: packed integers, .txt, .gperf, or a .dll or .exe (functions' addresses);\n"
                      L"      - is standard input\n"
                      L"      or, with --Info, --Verify, --ListKeys or --Lookup, a table or a pack\n"
                      L"Exit code: 0 done, 1 failed, 2 wrong usage, 3 PerfectHash.dll can't be used,\n"
                      L"           4 a key of --Lookup is not in the set\n");
}

/* Each key is a number or a GUID with blanks around it; or a text, which is not empty. */
static HRESULT CheckLookup(const wchar_t *lookup, BOOL mayBeTexts, Failure *failure)
{
    static const Option key = {{L"Lookup", NULL, NULL}, OptionNumber, .maximum = UINT64_MAX};
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

/* What the keys are is known from their file alone, unless an option says it, or is for numbers. */
static BOOL KeysMayBeTexts(const TableOptions *options)
{
    return options->keyType != KeyTypeNumber && TableOptionsNotOfText(options) == NULL;
}

/* What the server would say. */
static HRESULT CreateMainCheck(const Command *command, void *context, Failure *failure)
{
    CreateOptions *own = context;
    TableOptions defaults;
    TableCommand parsed;
    own->look.lookup.ranges = own->checked.ranges;
    if (TableLookAsked(&own->look))
        return TableLookCheck(command, &own->look, failure);
    TableOptionsDefault(&defaults);
    const HRESULT code = TableCommandParse(command->wordCount, command->words, &defaults, &parsed, failure);
    if (FAILED(code))
        return code;
    own->mayBeTexts = KeysMayBeTexts(&parsed.options);
    const HRESULT taken = DepFileTake(&own->depFile, &parsed, failure);
    TableCommandFree(&parsed);
    return taken;
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
    if (own->depFile.path != NULL && SUCCEEDED(hr) && FAILED(DepFileWrite(&own->depFile, table, &failure))) {
        ErrorPrintFailure(&command->style, &failure);
        return ExitFailed;
    }
    if (SUCCEEDED(hr))
        hr = CreateReport(command, table, &own->look.lookup, &code);
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

/* What --Lookup asks is known to be numbers only where no table is there yet. */
static ExitCode CreateMainRun(const Command *command, void *object, void *context)
{
    CreateOptions *own = context;
    StandardInput input;
    ExitCode code;
    Failure failure;
    if (TableLookRun(command, object, &own->look, &code))
        return code;
    HRESULT hr = own->look.lookup.keys != NULL ? CheckLookup(own->look.lookup.keys, own->mayBeTexts, &failure) : S_OK;
    if (SUCCEEDED(hr))
        hr = StandardInputTake(&input, command->wordCount, command->words, FALSE, &failure);
    if (FAILED(hr)) {
        ErrorPrintFailure(&command->style, &failure);
        return ErrorExitCode(hr);
    }
    code = CreateMainMake(command, object, input.line != NULL ? input.line : command->line, own);
    StandardInputClose(&input);
    DepFileFree(&own->depFile);
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
        .help = CreateMainHelp,
        .run = CreateMainRun,
        .context = &own,
    };
    return ProgramMain(&program, argc, argv);
}
