/* See command.h. */
#include "command.h"

#include <string.h>

#include "PerfectHashErrors.h"
#include "foreign_options.h"
#include "jobs/pure/dep_rule.h"
#include "jobs/text/option_help.h"
#include "jobs/text/text.h"
#include "jobs/text/utf8_text.h"
#include "runtime/pure/memory.h"

#define SWITCH(member) OptionSwitch, OPTION_FIELD(NativeCommand, is.member), .maximum = 1

static const Option ownOptions[] = {
    {{L"Json", NULL, L"print one JSON object", SectionMessages}, SWITCH(json)},
    {{L"DepFile", L"FILE", L"a makefile's rule of outputs and keys", SectionOutputs},
     OptionText,
     OPTION_FIELD(NativeCommand, depFile),
     .maximum = 1},
    {{L"ErrorFormat", L"msvc|gnu", L"errors as compilers print them", SectionMessages},
     OptionChoice,
     OPTION_FIELD(NativeCommand, is.format),
     .words = diagnosticFormats},
    {{L"Quiet", NULL, L"print errors alone", SectionMessages}, SWITCH(quiet)},
    {{L"Silent", NULL, L"print nothing", SectionMessages}, SWITCH(silent)},
    {{L"version", NULL, L"print the version", SectionMessages}, SWITCH(version)},
    {{L"help", NULL, L"print this", SectionMessages}, SWITCH(help)},
};

static OptionGroup OwnGroup(NativeCommand *command)
{
    const OptionGroup group = {ownOptions, sizeof ownOptions / sizeof *ownOptions, command};
    return group;
}

/* ---- words ---- */

static HRESULT WordNotUtf8(const char *word, Failure *failure)
{
    wchar_t *shown = TextFromUtf8(word);
    FailureSet(failure, PERFECTHASH_E_ARGUMENT, shown != NULL ? shown : L"?", L"this argument is not UTF-8", 0, 0, 0);
    TextFree(shown);
    return failure->code;
}

/*
 * Returns a word as UTF-16. A slash and a name, as programs of Windows write options, is a path
 * here: with two slashes it is that alone.
 */
static wchar_t *WordOf(const char *word, bool *sound)
{
    wchar_t *wide = Utf8ToWide(word, strlen(word), sound);
    if (wide == NULL || wide[0] != L'/' || wide[1] == 0 || !OptionLike(wide))
        return wide;
    const size_t chars = TextLength(wide) + 2;
    wchar_t *path = MemoryAllocate(chars * sizeof *path);
    if (path != NULL) {
        TextLine line = TextLineIn(path, chars);
        TextAdd(&line, L"/");
        TextAdd(&line, wide);
    }
    TextFree(wide);
    return path;
}

static HRESULT TakeWords(int argc, char *const *argv, NativeCommand *command, Failure *failure)
{
    command->words = MemoryAllocate(((size_t)argc + 1) * sizeof *command->words);
    if (command->words == NULL)
        return FailureMemory(failure, L"command line", (size_t)argc * sizeof *command->words);
    for (; command->wordCount < argc; command->wordCount++) {
        bool sound = true;
        wchar_t *word = WordOf(argv[command->wordCount], &sound);
        if (word == NULL)
            return sound ? FailureMemory(failure, L"command line", sizeof(wchar_t))
                         : WordNotUtf8(argv[command->wordCount], failure);
        command->words[command->wordCount] = word;
    }
    return S_OK;
}

/* ---- outputs ---- */

/* The last word of a command is a number of lanes, which is of the runtime. */
static HRESULT RefuseLanes(const NativeCommand *command, Failure *failure)
{
    return command->table.options.maxPerFileConcurrency == 0
               ? S_OK
               : FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"CONCURRENCY",
                            L"this argument is of the runtime, and perfecthash has none: it works in one thread", 0, 0,
                            0);
}

/* A list of files needs some, and so does a rule, which is none of them. */
static HRESULT CheckFiles(const NativeCommand *command, Failure *failure)
{
    const TableOptions *options = &command->table.options;
    if (options->printOutputs && !DepRuleHasTargets(&command->table))
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--PrintOutputs", TABLE_OPTION_NO_OUTPUT, 0, 0, 0);
    if (command->depFile == NULL)
        return S_OK;
    const wchar_t *const reason = DepRuleWrong(command->depFile, &command->table);
    return reason == NULL ? S_OK : FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"--DepFile", reason, 0, 0, 0);
}

/* ---- the whole ---- */

/* Is one of the words asking for help or the version? Then nothing else counts. */
static bool AsksForItself(NativeCommand *command)
{
    for (int i = 0; i < command->wordCount && !TextEqual(command->words[i], L"--"); i++) {
        const wchar_t *word = command->words[i];
        command->is.help =
            command->is.help || TextSame(word, L"--help") || TextSame(word, L"-h") || TextEqual(word, L"-?");
        command->is.version = command->is.version || TextSame(word, L"--version");
    }
    return command->is.help || command->is.version;
}

/* Takes what says how an error is printed, which may be one of the command line itself. */
static void TakeStyle(NativeCommand *command)
{
    const OptionGroup own = OwnGroup(command);
    const wchar_t *const *words = (const wchar_t *const *)command->words;
    OptionError error;
    for (int i = 0; i < command->wordCount && !TextEqual(words[i], L"--"); i++) {
        int at = i;
        if (OptionLike(words[i]))
            (void)OptionRead(&own, 1, command->wordCount, words, &at, NULL, &error);
    }
}

/* Takes one of two slashes away, as WordOf puts them. */
static void UndoubleSlash(wchar_t *text)
{
    if (text != NULL && text[0] == L'/' && text[1] == L'/')
        memmove(text, text + 1, TextLength(text) * sizeof *text);
}

static HRESULT ParseWords(NativeCommand *out, Failure *failure)
{
    TableOptions defaults;
    const wchar_t *const *words = (const wchar_t *const *)out->words;
    if (FAILED(ForeignOptionsRefuse(out->wordCount, words, failure)))
        return failure->code;
    const OptionGroup own = OwnGroup(out);
    TableOptionsDefault(&defaults);
    const HRESULT code = TableCommandParseWith(&own, 1, out->wordCount, words, &defaults, &out->table, failure);
    if (FAILED(code) || FAILED(RefuseLanes(out, failure)) || FAILED(TableCommandCheckDirectory(&out->table, failure)))
        return failure->code;
    return CheckFiles(out, failure);
}

HRESULT NativeCommandParse(int argc, char *const *argv, NativeCommand *out, Failure *failure)
{
    memset(out, 0, sizeof *out);
    if (FAILED(TakeWords(argc, argv, out, failure)))
        return failure->code;
    if (AsksForItself(out))
        return S_OK;
    TakeStyle(out);
    const HRESULT code = ParseWords(out, failure);
    for (int i = 0; i < out->wordCount; i++)
        if (out->words[i] == out->table.options.outputFile)
            UndoubleSlash(out->words[i]);
    UndoubleSlash(out->table.keysPath);
    UndoubleSlash(out->table.outputDirectory);
    if (FAILED(code))
        UndoubleSlash(failure->subject);
    return code;
}

void NativeCommandFree(NativeCommand *command)
{
    TableCommandFree(&command->table);
    for (int i = 0; i < command->wordCount; i++)
        TextFree(command->words[i]);
    MemoryFree(command->words);
    memset(command, 0, sizeof *command);
}

/* ---- help ---- */

enum { HelpColumn = 41 };

void NativeCommandHelp(Utf8Text *out)
{
    const OptionGroup groups[] = {TableOptionsGroup(NULL), OwnGroup(NULL)};
    const HelpPage page = {L"perfecthash", tableHelpExamples, groups, sizeof groups / sizeof *groups,
                           HelpColumn,     ForeignOptionIs};
    Utf8Put(out, "perfecthash KEYS [OUTDIR [Chm01 [HASH [And]]]] [options]\n"
                 "  without OUTDIR the table is made and verified, and nothing is written\n"
                 "perfecthash KEYS -o FILE [options]\n"
                 "  -o FILE                                write one output there; - is standard output\n");
    HelpPutSections(out, &page);
    Utf8Put(out, "KEYS: packed integers, .txt, .csv, .tsv, .jsonl, .gperf, or a .dll or .exe (functions'\n"
                 "      addresses); - is standard input\n"
                 "Exit code: 0 done, 1 failed, 2 wrong usage\n");
}
