/* See bulk_options.h. As table_options.c: every option stands once, in the table below. */
#include "bulk_options.h"

#include <stddef.h>

#include "PerfectHashErrors.h"
#include "jobs/pure/option_take.h"
#include "jobs/text/command_line.h"
#include "jobs/text/glob.h"
#include "jobs/text/option_text.h"
#include "jobs/text/text.h"

#define FIELD(member) OPTION_FIELD(BulkOptions, member)
#define SWITCH(member) OptionSwitch, FIELD(member), .maximum = 1
#define STRING(member) OptionText, FIELD(member), .maximum = 1

/* clang-format off */
static const Option bulkOptions[] = {
    {{L"Recursive", NULL, L"folders in the directory too", SectionKeys}, SWITCH(recursive)},
    {{L"Include", L"GLOBS", L"separated by ; (keys, texts, programs)", SectionKeys}, STRING(include)},
    {{L"Exclude", L"GLOBS", L"leave these files and folders out", SectionKeys}, STRING(exclude)},
    {{L"MaximumConcurrency", L"N", L"tables in flight at once", SectionRun}, OptionNumber, FIELD(maximumConcurrency),
     .maximum = BULK_MAX_CONCURRENCY},
    {{L"Resume", NULL, L"skip tables that are there and current", SectionRun}, SWITCH(resume)},
    {{L"Pack", L"FILE", L"all tables in one file, not in folders", SectionOutputs}, STRING(pack)},
    {{L"Shard", L"i/n", L"the i-th of n parts of the files", SectionRun}, OptionPart, FIELD(shardIndex),
     .maximum = BULK_MAX_SHARDS, .countOffset = offsetof(BulkOptions, shardCount)},
    {{L"NoSummary", NULL, L"no CSV and JSON file", SectionOutputs}, SWITCH(noSummary)},
    {{L"Merge", L"OUTDIR", L"no run: join the results of its shards", SectionRun}, STRING(merge)},
};
/* clang-format on */

/* The options that the words of a command set after the two directories. */
static const wchar_t *const positionalOptions[] = {L"Algorithm", L"HashFunction", L"MaskFunction",
                                                   L"MaximumConcurrency"};

enum { GroupBulk, GroupTable, GroupCount };

void BulkOptionsDefault(BulkOptions *options)
{
    memset(options, 0, sizeof *options);
    TableOptionsDefault(&options->table);
}

OptionGroup BulkOptionsGroup(BulkOptions *options)
{
    const OptionGroup group = {bulkOptions, ARRAYSIZE(bulkOptions), options};
    return group;
}

HRESULT BulkOptionsCheck(const BulkOptions *options, Failure *failure)
{
    const wchar_t *subject = NULL,
                  *reason = NULL, *const modest = L"at most 64 patterns of 260 characters each are taken";
    const BOOL alone = options->shardCount == 0 && !options->resume && !options->noSummary && !options->recursive &&
                       options->include == NULL && options->exclude == NULL && !options->table.noFileIo;
    if (options->merge != NULL && *options->merge == 0) {
        subject = L"--Merge";
        reason = L"expected the directory with the results of the shards";
    } else if (options->merge != NULL && !alone) {
        subject = L"--Merge";
        reason = L"it makes no tables, so that it goes with --Pack alone";
    } else if (options->pack != NULL && *options->pack == 0) {
        subject = L"--Pack";
        reason = L"expected the name of a file";
    } else if (options->pack != NULL && options->table.noFileIo) {
        subject = L"--Pack";
        reason = L"--NoFileIo writes no file";
    } else if (options->pack != NULL && options->resume) {
        subject = L"--Resume";
        reason = L"a pack is made whole or not at all";
    } else if (options->shardCount != 0 && (options->shardIndex == 0 || options->shardIndex > options->shardCount)) {
        subject = L"--Shard";
        reason = L"expected i/n, i from 1 to n";
    } else if (options->include != NULL && *options->include == 0) {
        subject = L"--Include";
        reason = L"expected a pattern";
    } else if (options->include != NULL && !GlobIsModest(options->include)) {
        subject = L"--Include";
        reason = modest;
    } else if (options->exclude != NULL && !GlobIsModest(options->exclude)) {
        subject = L"--Exclude";
        reason = modest;
    } else if (options->table.values != NULL) {
        subject = L"--Values";
        reason = L"it is for one keys file; a bulk run takes the file beside each, with .values behind its name";
    } else if (TableOptionsNames(&options->table) != NULL) {
        subject = TableOptionsNames(&options->table);
        reason = L"it is for one keys file; the tables of a bulk run have the names of their files";
    } else if (options->table.gperf != NULL) {
        subject = L"--Gperf";
        reason = L"it is for one keys file; a bulk run takes what the declarations of each .gperf file say";
    } else if (options->table.byteKeys) {
        subject = L"--ByteKeys";
        reason = L"it is for an array of bytes, not for keys files";
    }
    if (subject != NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, reason, 0, 0, 0);
    return TableOptionsCheck(&options->table, failure);
}

/* ---- texts ---- */

enum { BulkTexts = 9 };

/* Lists the texts, which are the caller's or a copy's. */
static void BulkOptionsTexts(BulkOptions *options, const wchar_t **texts[BulkTexts])
{
    const wchar_t **const all[BulkTexts] = {
        &options->include,       &options->exclude,       &options->pack,
        &options->merge,         &options->table.columns, &options->table.keyColumn,
        &options->table.license, &options->table.prefix,  &options->table.namespaceOf,
    };
    memcpy(texts, all, sizeof all);
}

BOOL BulkOptionsCopy(const BulkOptions *options, BulkOptions *out)
{
    const wchar_t **texts[BulkTexts];
    BOOL isWhole = TRUE;
    *out = *options;
    BulkOptionsTexts(out, texts);
    for (size_t i = 0; i < BulkTexts; i++) {
        const wchar_t *const text = *texts[i];
        *texts[i] = text != NULL ? TextCopy(text) : NULL;
        isWhole = isWhole && (text == NULL || *texts[i] != NULL);
    }
    return isWhole;
}

static void FreeText(const wchar_t *text)
{
    union {
        const wchar_t *read;
        void *owned;
    } own = {text}; /* made by BulkOptionsCopy */
    TextFree(own.owned);
}

void BulkOptionsRelease(BulkOptions *options)
{
    const wchar_t **texts[BulkTexts];
    BulkOptionsTexts(options, texts);
    for (size_t i = 0; i < BulkTexts; i++) {
        FreeText(*texts[i]);
        *texts[i] = NULL;
    }
}

static BOOL ChangesTables(const Option *option)
{
    static const wchar_t *const others[] = {L"MaximumConcurrency",
                                            L"Resume",
                                            L"Pack",
                                            L"Shard",
                                            L"NoSummary",
                                            L"Merge",
                                            L"InitialPerFileConcurrency",
                                            L"MaxPerFileConcurrency",
                                            L"IncreaseConcurrencyAfterMilliseconds"};
    for (size_t i = 0; i < ARRAYSIZE(others); i++) {
        if (TextSame(option->help.name, others[i]))
            return FALSE;
    }
    return TRUE;
}

/* Puts the group's options; returns how many have been put with the `put` before. */
static size_t PutGroup(const OptionGroup *group, const void *defaults, size_t put, Utf8Text *out)
{
    for (size_t i = 0; i < group->count; i++) {
        const Option *option = &group->options[i];
        if (!ChangesTables(option) || !OptionDiffers(option, group->target, defaults))
            continue;
        wchar_t *text = OptionWrite(option, group->target);
        Utf8Put(out, put++ != 0 ? ", " : "");
        if (text != NULL)
            Utf8PutJson(out, text);
        else
            out->failed = TRUE;
        TextFree(text);
    }
    return put;
}

void BulkOptionsPutJson(const BulkOptions *options, Utf8Text *out)
{
    BulkOptions defaults, asked = *options;
    BulkOptionsDefault(&defaults);
    const OptionGroup bulk = BulkOptionsGroup(&asked), table = TableOptionsGroup(&asked.table);
    Utf8Put(out, "[");
    PutGroup(&table, &defaults.table, PutGroup(&bulk, &defaults, 0, out), out);
    Utf8Put(out, "]");
}

/* ---- parsing ---- */

static HRESULT RefuseWord(void *context, size_t position, const wchar_t *word, Failure *failure)
{
    (void)context;
    (void)position;
    return FailureSet(failure, PERFECTHASH_E_OPTION_UNKNOWN, word, L"; an option begins with --.", 0, 0, 0);
}

HRESULT BulkOptionsParse(const wchar_t *text, BulkOptions *options, wchar_t ***words, Failure *failure)
{
    int count;
    wchar_t **split = CommandLineSplit(text, &count);
    if (split == NULL)
        return FailureMemoryText(failure, text);
    BulkOptions parsed = *options;
    const OptionGroup groups[GroupCount] = {BulkOptionsGroup(&parsed), TableOptionsGroup(&parsed.table)};
    HRESULT code = OptionTakeAll(groups, GroupCount, count, (const wchar_t *const *)split, RefuseWord, NULL, failure);
    if (SUCCEEDED(code))
        code = BulkOptionsCheck(&parsed, failure);
    if (SUCCEEDED(code)) {
        *options = parsed;
        *words = split;
    } else {
        CommandLineFree(split);
    }
    return code;
}

static HRESULT BulkOptionsTakeWord(void *context, size_t position, const wchar_t *word, Failure *failure)
{
    BulkCommand *command = context;
    const size_t paths = 2;
    if (position < paths) {
        wchar_t **path = position == 0 ? &command->keysDirectory : &command->outputDirectory;
        *path = TextCopy(word);
        return *path != NULL ? S_OK : FailureMemoryText(failure, word);
    }
    if (position - paths >= ARRAYSIZE(positionalOptions))
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, word, L"one argument too many", 0, 0, 0);
    const BOOL last = position - paths + 1 == ARRAYSIZE(positionalOptions);
    const OptionGroup group = last ? BulkOptionsGroup(&command->options) : TableOptionsGroup(&command->options.table);
    return TableCommandStoreWord(&group, positionalOptions, position - paths, word, failure);
}

HRESULT BulkCommandParse(int argc, const wchar_t *const *argv, const TableOptions *defaults, BulkCommand *out,
                         Failure *failure)
{
    BulkCommand command = {0};
    BulkOptionsDefault(&command.options);
    command.options.table = *defaults;
    wchar_t *line = CommandLineJoin(argc, argv);
    int count = 0;
    command.words = line != NULL ? CommandLineSplit(line, &count) : NULL;
    TextFree(line);
    if (command.words == NULL)
        return FailureMemoryText(failure, L"command line");
    const OptionGroup groups[GroupCount] = {BulkOptionsGroup(&command.options),
                                            TableOptionsGroup(&command.options.table)};
    HRESULT code = OptionTakeAll(groups, GroupCount, count, (const wchar_t *const *)command.words, BulkOptionsTakeWord,
                                 &command, failure);
    const BOOL merges = command.options.merge != NULL;
    if (SUCCEEDED(code) && merges && command.keysDirectory != NULL)
        code = FailureSet(failure, PERFECTHASH_E_ARGUMENT, command.keysDirectory, L"--Merge takes no other directory",
                          0, 0, 0);
    if (SUCCEEDED(code) && !merges && (command.keysDirectory == NULL || *command.keysDirectory == 0))
        code = FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"KEYSDIR",
                          L"missing argument; expected a directory of keys files", 0, 0, 0);
    if (SUCCEEDED(code) && command.outputDirectory == NULL) {
        command.outputDirectory = TextCopy(NULL);
        if (command.outputDirectory == NULL)
            code = FailureMemoryText(failure, command.keysDirectory);
    }
    if (SUCCEEDED(code))
        code = BulkOptionsCheck(&command.options, failure);
    if (SUCCEEDED(code))
        *out = command;
    else
        BulkCommandFree(&command);
    return code;
}

void BulkCommandFree(BulkCommand *command)
{
    TextFree(command->keysDirectory);
    TextFree(command->outputDirectory);
    CommandLineFree(command->words);
    memset(command, 0, sizeof *command);
}
