/* See create_command.h. */
#include "create_command.h"

#include <stddef.h>

#include "PerfectHashErrors.h"
#include "jobs/command_line.h"
#include "jobs/option.h"
#include "jobs/table_options.h"
#include "jobs/text.h"

#define FIELD(member) OPTION_FIELD(CreateCommand, member)
#define SWITCH(member) OptionSwitch, FIELD(member), .maximum = 1

static const Option ownOptions[] = {
    {{L"Lookup", L"KEY,...", L"look these keys up"}, OptionText, FIELD(lookup), .maximum = 1},
    {{L"Json", NULL, L"the result as one JSON object"}, SWITCH(json)},
    {{L"Quiet", NULL, L"print errors alone"}, SWITCH(quiet)},
    {{L"Silent", NULL, L"print nothing"}, SWITCH(silent)},
    {{L"version", NULL, L"print the version"}, SWITCH(version)},
    {{L"help", NULL, L"print this"}, SWITCH(help)},
};

enum { GroupOwn, GroupTable, GroupCount };

/* Sorts the words: own options are stored, all else is kept for the server. */
static HRESULT Sort(int argc, const wchar_t *const *argv, CreateCommand *command, const wchar_t **kept, int *keptCount, Failure *failure)
{
    TableOptions scratch;
    TableOptionsDefault(&scratch);
    const OptionGroup groups[GroupCount] = {{ownOptions, ARRAYSIZE(ownOptions), command}, TableOptionsGroup(&scratch)};
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
        } else if (command->keysPath == NULL) {
            command->keysPath = argv[first];
        }
        for (int i = first; group == GroupTable && i < at; ++i)
            kept[(*keptCount)++] = argv[i];
    }
    return S_OK;
}

HRESULT CreateCommandParse(int argc, const wchar_t *const *argv, CreateCommand *command, Failure *failure)
{
    memset(command, 0, sizeof(*command));
    const wchar_t **kept = HeapAlloc(GetProcessHeap(), 0, ((size_t)argc + 1) * sizeof(*kept));
    int keptCount = 0;
    if (kept == NULL)
        return FailureSet(failure, PERFECTHASH_E_OUT_OF_MEMORY, L"command line", NULL, (size_t)argc * sizeof(*kept), 0, 0);
    HRESULT code = Sort(argc, argv, command, kept, &keptCount, failure);
    if (SUCCEEDED(code) && !command->help && !command->version) {
        command->line = CommandLineJoin(keptCount, kept);
        if (command->line == NULL)
            code = FailureSet(failure, PERFECTHASH_E_OUT_OF_MEMORY, L"command line", NULL, (size_t)keptCount, 0, 0);
        else if (command->keysPath == NULL)
            code = FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"KeysPath", L"a keys file is wanted (--help tells more)", 0, 0, 0);
    }
    HeapFree(GetProcessHeap(), 0, (void *)kept);
    return code;
}

void CreateCommandFree(CreateCommand *command)
{
    TextFree(command->line);
    command->line = NULL;
}

static void PutOptionHelp(Output *output, const OptionHelp *help)
{
    const int column = 41;
    int width = 4 + (int)wcslen(help->name);
    OutputFormat(output, L"  --%ls", help->name);
    if (help->value != NULL) {
        OutputFormat(output, L"=%ls", help->value);
        width += 1 + (int)wcslen(help->value);
    }
    OutputFormat(output, L"%*ls%ls\n", column > width ? column - width : 1, L"", help->text);
}

/* Options whose help is no more than their names share lines of at most 79 characters. */
static void PutNamesAlone(Output *output)
{
    const size_t mostChars = 79;
    size_t used = mostChars;
    const wchar_t *lead = L" ";
    for (size_t i = 0; TableOptionsHelp(i) != NULL; ++i) {
        const OptionHelp *help = TableOptionsHelp(i);
        if (help->text != NULL)
            continue;
        const size_t chars = 3 + wcslen(help->name) + (help->value != NULL ? 1 + wcslen(help->value) : 0);
        if (used + chars > mostChars) {
            OutputPut(output, lead);
            lead = L"\n ";
            used = 1;
        }
        OutputFormat(output, help->value != NULL ? L" --%ls=%ls" : L" --%ls", help->name, help->value);
        used += chars;
    }
    OutputPut(output, L"\n");
}

/* 24 lines of at most 79 characters: a screen. */
void CreateCommandHelp(Output *output)
{
    OutputPut(output, L"PerfectHashCreate KEYS [OUTDIR [Chm01 [HASH [And [CONCURRENCY]]]]] [options]\n");
    for (size_t i = 0; TableOptionsHelp(i) != NULL; ++i)
        if (TableOptionsHelp(i)->text != NULL)
            PutOptionHelp(output, TableOptionsHelp(i));
    PutNamesAlone(output);
    PutOptionHelp(output, &ownOptions[0].help);
    OutputPut(output, L"  --Json  --Quiet  --Silent  --version   one JSON object, errors alone, nothing\n"
                      L"KEYS: packed integers, .txt, or a .dll or .exe (its functions' addresses)\n"
                      L"Exit code: 0 done, 1 failed, 2 wrong usage, 3 the server could not be used\n");
}
