/* See bulk_command.h. */
#include "bulk_command.h"

#include <stddef.h>

#include "PerfectHashErrors.h"
#include "jobs/bulk_options.h"
#include "jobs/command_line.h"
#include "jobs/text.h"

#define SWITCH(member) OptionSwitch, OPTION_FIELD(BulkProgramCommand, member), .maximum = 1

static const Option ownOptions[] = {
    {{L"Json", NULL, L"the outcome as one JSON object"}, SWITCH(json)},
    {{L"Quiet", NULL, L"print errors alone"}, SWITCH(quiet)},
    {{L"Silent", NULL, L"print nothing"}, SWITCH(silent)},
    {{L"version", NULL, L"print the version"}, SWITCH(version)},
    {{L"help", NULL, L"print this"}, SWITCH(help)},
};

enum { GroupOwn, GroupBulk, GroupTable, GroupCount };

/* Sorts the words: own options are stored, all else is kept for the server. */
static HRESULT Sort(int argc, const wchar_t *const *argv, BulkProgramCommand *command, const wchar_t **kept, int *keptCount, Failure *failure)
{
    BulkOptions scratch;
    BulkOptionsDefault(&scratch);
    const OptionGroup groups[GroupCount] = {{ownOptions, ARRAYSIZE(ownOptions), command}, BulkOptionsGroup(&scratch),
                                            TableOptionsGroup(&scratch.table)};
    BOOL ended = FALSE;
    for (int at = 0; at < argc;) {
        const int first = at++;
        size_t group = GroupTable;
        if (!ended && OptionLike(argv[first])) {
            at = first;
            const HRESULT code = OptionTake(groups, GroupCount, argc, argv, &at, &group, failure);
            if (FAILED(code))
                return code;
        } else if (!ended && wcscmp(argv[first], L"--") == 0) {
            ended = TRUE;
        }
        for (int i = first; group != GroupOwn && i < at; ++i)
            kept[(*keptCount)++] = argv[i];
    }
    return S_OK;
}

/* What the server would say, before it is started. */
static HRESULT Check(int count, const wchar_t *const *words, Failure *failure)
{
    TableOptions defaults;
    BulkCommand parsed;
    TableOptionsDefault(&defaults);
    const HRESULT code = BulkCommandParse(count, words, &defaults, &parsed, failure);
    if (SUCCEEDED(code))
        BulkCommandFree(&parsed);
    return code;
}

HRESULT BulkProgramCommandParse(int argc, const wchar_t *const *argv, BulkProgramCommand *command, Failure *failure)
{
    memset(command, 0, sizeof(*command));
    const wchar_t **kept = HeapAlloc(GetProcessHeap(), 0, ((size_t)argc + 1) * sizeof(*kept));
    int keptCount = 0;
    if (kept == NULL)
        return FailureSet(failure, PERFECTHASH_E_OUT_OF_MEMORY, L"command line", NULL, (size_t)argc * sizeof(*kept), 0, 0);
    HRESULT code = Sort(argc, argv, command, kept, &keptCount, failure);
    if (SUCCEEDED(code) && !command->help && !command->version) {
        code = Check(keptCount, kept, failure);
        command->line = SUCCEEDED(code) ? CommandLineJoin(keptCount, kept) : NULL;
        if (SUCCEEDED(code) && command->line == NULL)
            code = FailureSet(failure, PERFECTHASH_E_OUT_OF_MEMORY, L"command line", NULL, (size_t)keptCount, 0, 0);
    }
    HeapFree(GetProcessHeap(), 0, (void *)kept);
    return code;
}

void BulkProgramCommandFree(BulkProgramCommand *command)
{
    TextFree(command->line);
    command->line = NULL;
}

static void PutOptionHelp(Output *output, const OptionHelp *help)
{
    const int column = 32;
    int width = 4 + (int)wcslen(help->name);
    OutputFormat(output, L"  --%ls", help->name);
    if (help->value != NULL) {
        OutputFormat(output, L"=%ls", help->value);
        width += 1 + (int)wcslen(help->value);
    }
    OutputFormat(output, L"%*ls%ls\n", column > width ? column - width : 1, L"", help->text);
}

/* The options of the tables by name alone, in lines of at most 79 characters: PerfectHashCreate --help explains them. */
static void PutTableOptions(Output *output)
{
    const size_t mostChars = 79;
    size_t used = mostChars;
    OutputPut(output, L"And those of PerfectHashCreate, whose --help explains them:");
    for (size_t i = 0; TableOptionsHelp(i) != NULL; ++i) {
        const wchar_t *name = TableOptionsHelp(i)->name;
        const size_t chars = 3 + wcslen(name);
        if (used + chars > mostChars) {
            OutputPut(output, L"\n ");
            used = 1;
        }
        OutputFormat(output, L" --%ls", name);
        used += chars;
    }
    OutputPut(output, L"\n");
}

void BulkProgramHelp(Output *output)
{
    OutputPut(output, L"PerfectHashBulkCreate KEYSDIR [OUTDIR [Chm01 [HASH [And [CONCURRENCY]]]]] ...\n");
    for (size_t i = 0; BulkOptionsHelp(i) != NULL; ++i)
        PutOptionHelp(output, BulkOptionsHelp(i));
    PutTableOptions(output);
    OutputPut(output, L"  --Json  --Quiet  --Silent  --version   one JSON object, errors alone, nothing\n"
                      L"Exit code: 0 all made, 1 some failed, 2 wrong usage, 3 the server can't be used\n");
}
