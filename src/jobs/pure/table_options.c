/*
 * See table_options.h. Every option stands once, in the table below; the parser, the errors, the
 * hints and --help all come from it.
 */
#include "table_options.h"

#include <stddef.h>

#include "PerfectHashErrors.h"
#include "jobs/pure/option_take.h"
#include "jobs/pure/source_names.h"
#include "jobs/text/command_line.h"
#include "jobs/text/text.h"
#include "option_take.h"
#include "runtime/pure/path_text.h"

#define MAX_LANES 1024u
#define MAX_RESIZES 16u
#define MAX_SECONDS (UINT32_MAX / 1000u) /* timers count milliseconds in 32 bits */
#define DEFAULT_RESIZES 2u
#define DEFAULT_INCREASE_MS 100u

#define HASH_FUNCTION_WORD(number, name) {L"" #name, Hash##name},
/* clang-format off */
static const OptionWord hashFunctionWords[] = {
    FAMILY_LIST(HASH_FUNCTION_WORD)
    {NULL, 0},
};
static const OptionWord fallbackWords[] = {
    FAMILY_LIST(HASH_FUNCTION_WORD)
    {L"None", 0},
    {NULL, 0},
};
static const OptionWord rejectWords[] = {
    {L"None", RejectNone}, {L"Fingerprint8", RejectFingerprint8}, {L"Fingerprint16", RejectFingerprint16},
    {L"Keys", RejectKeys}, {NULL, 0},
};
/* clang-format on */
static const OptionWord algorithmWords[] = {{L"Chm01", 1}, {NULL, 0}};
static const OptionWord maskWords[] = {{L"And", 1}, {NULL, 0}};
static const OptionWord keySizeWords[] = {{L"1", 1}, {L"2", 2}, {L"4", 4}, {L"8", 8}, {L"16", 16}, {NULL, 0}};
static const OptionWord keyTypeWords[] = {
    {L"Auto", KeyTypeUnsaid}, {L"Number", KeyTypeNumber}, {L"Text", KeyTypeText}, {L"Gperf", KeyTypeGperf}, {NULL, 0}};
static const OptionWord valueBitsWords[] = {{L"8", 8}, {L"16", 16}, {L"32", 32}, {NULL, 0}};
static const OptionWord layoutWords[] = {{L"Auto", LayoutAuto},
                                         {L"Flat", LayoutFlat},
                                         {L"Partitioned", LayoutPartitioned},
                                         {L"Compact", LayoutCompact},
                                         {L"CompactPartitioned", LayoutCompactPartitioned},
                                         {NULL, 0}};
#define OUTPUT_WORD(name, bit) {L"" #name, bit},
/* clang-format off */
static const OptionWord outputWords[] = {OUTPUT_LIST(OUTPUT_WORD) {L"None", 0}, {NULL, 0}};
/* clang-format on */

/* The best graph's figures, by the names that users of perfecthash know. */
#define COVERAGE_WORDS(name, kind)                    \
    {L"Lowest" name, kind},                           \
    {                                                 \
        L"Highest" name, kind | BEST_COVERAGE_HIGHEST \
    }
static const OptionWord coverageWords[] = {
    COVERAGE_WORDS(L"NumberOfEmptyCacheLines", CoverageEmptyCacheLines),
    COVERAGE_WORDS(L"NumberOfUsedCacheLines", CoverageUsedCacheLines),
    COVERAGE_WORDS(L"NumberOfEmptyPages", CoverageEmptyPages),
    COVERAGE_WORDS(L"NumberOfUsedPages", CoverageUsedPages),
    COVERAGE_WORDS(L"NumberOfEmptyLargePages", CoverageEmptyLargePages),
    COVERAGE_WORDS(L"NumberOfUsedLargePages", CoverageUsedLargePages),
    COVERAGE_WORDS(L"MaxAssignedPerCacheLineCount", CoverageMostSlotsInCacheLine),
    {NULL, 0},
};

static const OptionWord styleWords[] = {
    {L"AsIs", SourceAsIs}, {L"Pascal", SourcePascal}, {L"snake", SourceSnake}, {L"camel", SourceCamel}, {NULL, 0}};

/* Which functions of a program are keys. */
static const OptionWord functionsWords[] = {
    {L"Both", ProgramBoth}, {L"Unwind", ProgramUnwind}, {L"Exports", ProgramExports}, {NULL, 0}};

#define FIELD(member) OPTION_FIELD(TableOptions, member)
#define SWITCH(member) OptionSwitch, FIELD(member), .maximum = 1
#define STRING(member) OptionText, FIELD(member), .maximum = 1

static bool TableNameAccepts(const wchar_t *value)
{
    return *value != 0;
}

/* clang-format off */
static const Option tableOptions[] = {
    {{L"Algorithm", L"Chm01", L"there is one", SectionTable}, OptionChoice, .words = algorithmWords},
    {{L"KeyType", L"Auto|Number|Text|Gperf", L"Text: a line is a key as it is", SectionKeys}, OptionChoice,
     FIELD(keyType), .words = keyTypeWords},
    {{L"KeyColumn", L"NAME", L"of records (CSV, JSON Lines): the key", SectionKeys}, STRING(keyColumn)},
    {{L"DropDuplicates", NULL, L"of records: rows that are there twice", SectionKeys}, SWITCH(dropDuplicates)},
    {{L"Columns", L"NAME[:TYPE],...", L"of records: the values (all others)", SectionKeys}, STRING(columns)},
    {{L"HashFunction", L"NAME", L"Quadx (default); =? names them all", SectionTable}, OptionChoice,
     FIELD(solve.hashFunction), .words = hashFunctionWords},
    {{L"FallbackHashFunction", L"NAME", L"goes on where the first fails", SectionTable},
     OptionChoice, FIELD(solve.fallbackHashFunction), .words = fallbackWords},
    {{L"MaskFunction", L"And", L"there is one", SectionTable}, OptionChoice, .words = maskWords},
    {{L"KeySizeInBytes", L"1|2|4|8|16", L"8: also by a name that ends in 64.keys", SectionKeys}, OptionChoice,
     FIELD(keySizeInBytes), .words = keySizeWords},
    {{L"RngSeed", L"N", L"another number, another table", SectionTable}, OptionNumber, FIELD(solve.rngSeed),
     .maximum = 1ull << 53},        /* as many as the double holds exactly that tells it again */
    {{L"Seeds", L"N,...", L"one attempt, with these seeds", SectionTable}, OptionNumbers, FIELD(solve.seeds[0]),
     .maximum = TABLE_MAX_SEEDS, .countOffset = offsetof(TableOptions, solve.seedCount)},
    {{L"Layout", L"NAME", L"Flat, Compact ...; =? names them all", SectionTable}, OptionChoice, FIELD(solve.layout),
     .words = layoutWords},
    {{L"MaxTableResizes", L"N", L"doublings of the table (2)", SectionSearch}, OptionNumber,
     FIELD(solve.maxTableResizes), .maximum = MAX_RESIZES},
    {{L"MaxAttempts", L"N", L"give up, or resize, after N", SectionSearch}, OptionNumber, FIELD(solve.maxAttempts),
     .maximum = UINT64_MAX},
    {{L"FixedAttempts", L"N", L"make N; the lowest that solves wins", SectionSearch}, OptionNumber,
     FIELD(solve.fixedAttempts), .maximum = UINT32_MAX},
    {{L"Functions", L"Unwind|Exports|Both", L"a program's, by which tables (Both)", SectionKeys}, OptionChoice,
     FIELD(functions), .words = functionsWords},
    {{L"FindBestGraph", NULL, L"of many tables the best by coverage", SectionSearch}, SWITCH(solve.findBestGraph)},
    {{L"BestCoverageType", L"TYPE", L"the best by what; =? names them all", SectionSearch},
     OptionChoice, FIELD(bestCoverageType), .words = coverageWords,
     .unit = L"Highest or Lowest before NumberOf[Empty|Used][CacheLines|Pages|LargePages] or "
             L"MaxAssignedPerCacheLineCount"},
    {{L"BestCoverageAttempts", L"N", L"attempts to choose from (1,000)", SectionSearch},
     OptionNumber, FIELD(solve.bestCoverageAttempts), .minimum = 1,
     .maximum = UINT32_MAX},
    {{L"KeysSubset", L"KEY,...", L"keys whose coverage counts (all)", SectionSearch},
     OptionNumbers, FIELD(keysSubset[0]), .maximum = KEYS_SUBSET_MAX,
     .countOffset = offsetof(TableOptions, keysSubsetCount)},
    {{L"MeasureCoverage", NULL, L"count the lines and pages in use", SectionSearch}, SWITCH(solve.measureCoverage)},
    {{L"MaxSolveTimeInSeconds", L"N", L"give up after so long", SectionSearch}, OptionNumber,
     FIELD(maxSolveTimeInSeconds), .maximum = MAX_SECONDS, .unit = L"seconds"},
    {{L"InitialPerFileConcurrency", L"N", L"solver lanes at the start", SectionThreads}, OptionNumber,
     FIELD(initialPerFileConcurrency), .maximum = MAX_LANES},
    {{L"MaxPerFileConcurrency", L"N", L"and at most", SectionThreads}, OptionNumber, FIELD(maxPerFileConcurrency),
     .maximum = MAX_LANES},
    {{L"IncreaseConcurrencyAfterMilliseconds", L"N", L"one more each N (100)", SectionThreads}, OptionNumber,
     FIELD(increaseConcurrencyAfterMs), .maximum = UINT32_MAX - 1, .unit = L"milliseconds"},
    {{L"Outputs", L"NAME,...", L"(Header,TableFile); =? names them all", SectionOutputs}, OptionFlags, FIELD(outputs),
     .words = outputWords},
    {{L"License", L"SPDX-ID", L"of the source code, in its first line", SectionOutputs}, STRING(license),
     .unit = L"an SPDX identifier, or several with OR, AND or WITH between", .accepts = LicenseIsSound},
    {{L"Namespace", L"A::B", L"where source code stands", SectionOutputs}, STRING(namespaceOf),
     .unit = L"one or several identifiers with :: or . between, none with a _ at an end or two in a row",
     .accepts = NamespaceIsSound},
    {{L"Prefix", L"TEXT", L"before each name in source code", SectionOutputs}, STRING(prefix),
     .unit = L"the beginning of an identifier, of at most 63 characters and without two _ in a row",
     .accepts = PrefixIsSound},
    {{L"NameStyle", L"Pascal|snake|camel", L"of names in source code (AsIs)", SectionOutputs}, OptionChoice,
     FIELD(nameStyle), .words = styleWords},
    {{L"IgnoreCase", NULL, L"of text keys: A to Z are a to z", SectionKeys}, SWITCH(ignoreCase)},
    {{L"Gperf", L"OPTIONS", L"of gperf, for a .gperf file", SectionKeys}, OptionCommand, FIELD(gperf), .maximum = 1},
    {{L"Contains", NULL, L"a <Name>Contains in the header", SectionTable}, SWITCH(contains)},
    {{L"Ranges", NULL, L"<Name>FindFloor; lookups of floors", SectionTable}, SWITCH(ranges)},
    {{L"HeaderWithoutData", NULL, L"the lookup alone, over the .pht", SectionOutputs}, SWITCH(headerWithoutData)},
    {{L"OmitKeys", NULL, L"leave the keys out of the table", SectionTable}, SWITCH(solve.omitKeys)},
    {{L"Reject", L"HOW", L"others: None, Fingerprint8|16, Keys", SectionTable}, OptionChoice, FIELD(reject),
     .words = rejectWords},
    {{L"ValueBits", L"8|16|32", L"the table gives values, not positions", SectionTable}, OptionChoice,
     FIELD(solve.valueBits), .words = valueBitsWords},
    {{L"Values", L"FILE", L"packed, one a key (KEYS.values)", SectionTable}, STRING(values)},
    {{L"Packed", NULL, L"slots of as few bits as can be", SectionTable}, SWITCH(solve.packed)},
    {{L"Positions", NULL, L"with values: positions too", SectionTable}, SWITCH(solve.positions)},
    {{L"ChainedEntries", NULL, L"a program's: pieces of functions too", SectionKeys}, SWITCH(chainedEntries)},
    {{L"OutputFile", L"FILE", L"(-o) one output there, not in OUTDIR", SectionOutputs}, STRING(outputFile),
     .unit = L"the path of a file, or - for standard output", .accepts = TableNameAccepts, .letter = L'o'},
    {{L"PrintOutputs", NULL, L"print the paths of outputs, write none", SectionOutputs}, SWITCH(printOutputs)},
    {{L"NoFileIo", NULL, L"solve and verify, write nothing", SectionOutputs}, SWITCH(noFileIo)},
    {{L"Durable", NULL, L"flush all that is written to the disk", SectionOutputs}, SWITCH(durable)},
    {{L"ByteKeys", NULL, L"an array of bytes: a key a byte", SectionKeys}, SWITCH(byteKeys)},
    {{L"Name", L"NAME", L"of the table (the keys file's)", SectionTable}, STRING(name),
     .unit = L"a name", .accepts = TableNameAccepts},
    {{L"KeysName", L"NAME", L"what errors call the keys file", SectionKeys}, STRING(keysName),
     .unit = L"a name", .accepts = TableNameAccepts},
};
/* clang-format on */

/* The options that the words of a command set after the two paths. */
static const wchar_t *const positionalOptions[] = {L"Algorithm", L"HashFunction", L"MaskFunction",
                                                   L"MaxPerFileConcurrency"};

void TableOptionsDefault(TableOptions *options)
{
    const TableOptions defaults = {
        .solve = {.hashFunction = HashQuadx, .maxTableResizes = DEFAULT_RESIZES},
        .outputs = OutputDefault,
        .increaseConcurrencyAfterMs = DEFAULT_INCREASE_MS,
    };
    *options = defaults;
}

OptionGroup TableOptionsGroup(TableOptions *options)
{
    const OptionGroup group = {tableOptions, sizeof tableOptions / sizeof *tableOptions, options};
    return group;
}

/* Returns whether the options ask for what a partitioned table can't give. */
static bool WantFlat(const TableOptions *options)
{
    const SolveOptions *solve = &options->solve;
    return SolverWantsFlat(solve) != NULL || options->keysSubsetCount != 0 ||
           (solve->fallbackHashFunction != 0 && solve->fallbackHashFunction != HashQuadx);
}

/* Returns what is wrong with the options of a table of values; NULL: nothing. */
static const wchar_t *CheckValueOptions(const TableOptions *options, const wchar_t **subject)
{
    const HashFunctionId hash = options->solve.hashFunction, fallback = options->solve.fallbackHashFunction;
    *subject = L"--Values";
    if (options->values != NULL && options->solve.valueBits == 0)
        return L"it goes with --ValueBits";
    if (options->values != NULL && *options->values == 0)
        return L"missing argument; expected the path of a values file";
    *subject = L"--ValueBits";
    if (options->solve.valueBits == 0 || options->solve.positions)
        return NULL;
    if ((hash != 0 && hash != HashQuadx) || (fallback != 0 && fallback != HashQuadx))
        return L"a table of values is for Quadx alone, without another --FallbackHashFunction";
    return options->contains ? L"a table of values gives no position, so that --Contains has nothing to compare; "
                               L"--Positions adds positions"
                             : NULL;
}

/* The option as a command line has it. */
static const wchar_t *LayoutArgument(TableLayout layout)
{
    return layout == LayoutPartitioned ? L"--Layout=Partitioned"
           : layout == LayoutCompact   ? L"--Layout=Compact"
                                       : L"--Layout=CompactPartitioned";
}

static bool HasFingerprints(const TableOptions *options)
{
    return options->reject == RejectFingerprint8 || options->reject == RejectFingerprint16;
}

/* Returns what contradicts --Reject; NULL: nothing. */
static const wchar_t *CheckReject(const TableOptions *options)
{
    const HashFunctionId hash = options->solve.hashFunction, fallback = options->solve.fallbackHashFunction;
    if (options->reject == RejectUnsaid)
        return NULL;
    if (options->contains && options->reject != RejectKeys)
        return L"--Contains is another name of --Reject=Keys, and contradicts it";
    if (options->solve.omitKeys && options->reject != RejectNone)
        return L"--OmitKeys is another name of --Reject=None, and contradicts it";
    const bool onlyValues = options->solve.valueBits != 0 && !options->solve.positions;
    if (options->reject == RejectKeys && onlyValues)
        return L"a table of values gives no position, so that it has no keys to compare; --Positions adds positions";
    if (!HasFingerprints(options))
        return NULL;
    if ((hash != 0 && hash != HashQuadx) || (fallback != 0 && fallback != HashQuadx))
        return L"fingerprints are for Quadx alone, without another --FallbackHashFunction";
    return onlyValues && options->solve.valueBits == 32 ? L"a value of 32 bits leaves no room for a fingerprint" : NULL;
}

/* Returns what contradicts --Packed; NULL: nothing. */
static const wchar_t *CheckPackedOption(const TableOptions *options)
{
    const TableLayout layout = options->solve.layout;
    if (!options->solve.packed)
        return NULL;
    if (layout != LayoutAuto && !LayoutIsCompact(layout))
        return L"it is for the layouts Compact and CompactPartitioned";
    return WantFlat(options)
               ? L"it is for Quadx alone, without --Seeds, --FixedAttempts, --FindBestGraph and --KeysSubset"
               : NULL;
}

/* Returns what contradicts --KeyType; NULL: nothing. */
static const wchar_t *CheckKeyType(const TableOptions *options, const wchar_t **subject)
{
    *subject = L"--IgnoreCase";
    if (options->ignoreCase && options->keyType == KeyTypeNumber)
        return L"it is for text keys";
    *subject = L"--Gperf";
    if (options->gperf != NULL && options->keyType != KeyTypeUnsaid && options->keyType != KeyTypeGperf)
        return L"--KeyType says that the keys are others";
    if (options->keyType == KeyTypeUnsaid || options->keyType == KeyTypeNumber)
        return NULL;
    *subject = TableOptionsNotOfText(options);
    return *subject != NULL ? TABLE_OPTION_NOT_OF_TEXT : NULL;
}

static bool KeepsKeys(const TableOptions *options)
{
    const bool onlyValues = options->solve.valueBits != 0 && !options->solve.positions;
    const bool others = options->reject != RejectUnsaid && options->reject != RejectKeys;
    return !onlyValues && !others && !options->solve.omitKeys;
}

#define OUTPUT_FILE(name, suffix, languages, writer) {Output##name, suffix},
/* clang-format off */
static const struct {
    uint32_t output;
    const char *suffix;
} files[] = {OUTPUT_FORM_LIST(OUTPUT_FILE)};
/* clang-format on */

/* Outputs that are of no use without one of others. */
static const struct {
    uint32_t outputs, oneOf;
    const wchar_t *text;
} needs[] = {
    {OutputTest | OutputBenchmark, OutputHeader | OutputCSource, L"Test and Benchmark need Header or CSource"},
    {OutputCMake, OutputHeader | OutputCSource, L"CMake needs Header or CSource"},
    {OutputVisualStudio, OutputTest, L"VisualStudio needs Test"},
    {OutputCargo, OutputRust, L"Cargo needs Rust"},
};

/* Do two outputs that are both wanted have a file of one name? */
static bool AreOneName(uint32_t outputs, size_t i, size_t j)
{
    const uint32_t both = files[i].output | files[j].output;
    return i != j && (outputs & both) == both && files[i].output != files[j].output &&
           strcmp(files[i].suffix, files[j].suffix) == 0;
}

/* Returns the reason when two outputs have a file of one name; NULL: no two have. */
static const wchar_t *CheckOneName(uint32_t outputs, wchar_t *reason)
{
    for (size_t i = 0; i < OutputForms; i++)
        for (size_t j = 0; j < i; j++) {
            TextLine line = TextLineIn(reason, FAILURE_REASON_CHARS);
            if (!AreOneName(outputs, i, j))
                continue;
            wchar_t *const first = OutputsText(files[j].output), *const second = OutputsText(files[i].output);
            TextAdd(&line, first != NULL ? first : L"");
            TextAdd(&line, L" and ");
            TextAdd(&line, second != NULL ? second : L"");
            TextAdd(&line, L" have a file of one name, NAME");
            TextAddAscii(&line, files[i].suffix);
            TextFree(first);
            TextFree(second);
            return reason;
        }
    return NULL;
}

/* Returns what contradicts itself among the outputs, maybe in `reason`; NULL: nothing. */
static const wchar_t *CheckOutputs(const TableOptions *options, wchar_t *reason)
{
    const uint32_t outputs = options->outputs;
    if (CheckOneName(outputs, reason) != NULL)
        return reason;
    if (options->outputFile == NULL && (outputs & OutputTypeScript) != 0 && (outputs & OutputJavaScript) == 0)
        return L"TypeScript is the types of a module; JavaScript, which is that module, has to be beside it";
    for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++)
        if ((outputs & needs[i].outputs) != 0 && (outputs & needs[i].oneOf) == 0)
            return needs[i].text;
    return NULL;
}

/* Does the file's name say that it holds that form? One of CSource's two files says nothing. */
static bool IsNamedAs(const TableOptions *options, size_t form)
{
    wchar_t suffix[16];
    TextLine line = TextLineIn(suffix, sizeof suffix / sizeof *suffix);
    TextAddAscii(&line, files[form].suffix);
    return files[form].output != OutputCSource && TextEndsWith(options->outputFile, suffix);
}

void TableOptionsTakeOutput(TableOptions *options)
{
    if (options->outputFile == NULL || options->outputs != OutputDefault)
        return;
    options->outputs = OutputHeader;
    options->isOutputGuessed = true;
    for (size_t i = 0; i < OutputForms; i++)
        if (IsNamedAs(options, i))
            options->outputs = files[i].output;
}

/* Has the file's name an extension that stands for no output? */
static bool IsNamedAsNone(const TableOptions *options)
{
    const wchar_t *name = PathNameOf(options->outputFile);
    for (size_t i = 0; i < OutputForms; i++)
        if (IsNamedAs(options, i))
            return false;
    while (*name == L'.') /* which no extension follows */
        name++;
    while (*name != 0 && *name != L'.')
        name++;
    return *name != 0;
}

HRESULT TableOptionsCheckExtension(const TableOptions *options, const wchar_t *keysPath, Failure *failure)
{
    const bool isSaid = options->outputs != OutputDefault && !options->isOutputGuessed;
    wchar_t reason[FAILURE_REASON_CHARS];
    TextLine line = TextLineIn(reason, FAILURE_REASON_CHARS);
    if (options->outputFile == NULL || isSaid || TableGperfIsMeant(options, keysPath) || !IsNamedAsNone(options))
        return S_OK;
    TextAdd(&line, L"its extension stands for no output; name one by --Outputs or by");
    for (size_t i = 0; i < OutputForms; i++)
        if (files[i].output != OutputCSource && files[i].output < OutputTest) {
            TextAdd(&line, L" ");
            TextAddAscii(&line, files[i].suffix);
        }
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"-o", reason, 0, 0, 0);
}

/* Returns what contradicts --OutputFile; NULL: nothing. */
static const wchar_t *CheckOutputFile(const TableOptions *options)
{
    const wchar_t *const name = PathNameOf(options->outputFile);
    if (*name == 0 || TextEqual(name, L".") || TextEqual(name, L".."))
        return L"the path names a folder; expected the path of a file";
    if (options->outputs == 0 || options->noFileIo)
        return L"it needs one output, and nothing is to be written";
    if ((options->outputs & (options->outputs - 1)) != 0)
        return L"it needs one output, and --Outputs names several";
    return (options->outputs & OutputCSource) != 0 ? L"it needs one output, and CSource is two files" : NULL;
}

void TableOptionsSettle(TableOptions *options)
{
    if (options->reject == RejectUnsaid)
        return;
    options->contains = options->reject == RejectKeys;
    options->solve.omitKeys = options->reject != RejectKeys;
    options->solve.fingerprintBits = HasFingerprints(options) ? options->reject : 0;
    options->reject = RejectUnsaid;
}

HRESULT TableOptionsCheck(const TableOptions *options, Failure *failure)
{
    wchar_t text[FAILURE_REASON_CHARS];
    const wchar_t *subject = NULL, *reason = CheckKeyType(options, &subject);
    if (reason == NULL)
        reason = CheckValueOptions(options, &subject);
    if (reason == NULL && options->outputFile != NULL && (reason = CheckOutputFile(options)) != NULL)
        subject = L"-o";
    if (reason == NULL && (reason = CheckReject(options)) != NULL)
        subject = L"--Reject";
    if (reason == NULL && (reason = CheckPackedOption(options)) != NULL)
        subject = L"--Packed";
    if (reason != NULL)
        return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, reason, 0, 0, 0);
    subject = NULL;
    if (options->ranges && !KeepsKeys(options)) {
        subject = L"--Ranges";
        reason = L"it needs the keys in the table";
    } else if (options->contains && options->solve.omitKeys) {
        subject = L"--Contains";
        reason = L"it needs the keys, which --OmitKeys leaves out";
    } else if (options->solve.seedCount != 0 && options->solve.fixedAttempts != 0) {
        subject = L"--FixedAttempts";
        reason = L"--Seeds allows one attempt alone";
    } else if (options->solve.findBestGraph && options->solve.fixedAttempts != 0) {
        subject = L"--FixedAttempts";
        reason = L"--FindBestGraph has a number of attempts of its own";
    } else if (options->solve.layout > LayoutFlat && WantFlat(options)) {
        subject = LayoutArgument(options->solve.layout);
        reason = L"it is for Quadx alone, without --Seeds, --FixedAttempts, --FindBestGraph and --KeysSubset";
    } else if (options->solve.fallbackHashFunction != 0 &&
               (options->solve.seedCount != 0 || options->solve.fixedAttempts != 0)) {
        subject = L"--FallbackHashFunction";
        reason = L"--Seeds and --FixedAttempts are for one hash function alone";
    } else if ((reason = CheckOutputs(options, text)) != NULL) {
        subject = L"--Outputs";
    } else if (options->headerWithoutData && (options->outputs & (OutputHeader | OutputCSource)) == 0) {
        subject = L"--HeaderWithoutData";
        reason = L"it needs the header, which --Outputs leaves out";
    } else if (options->headerWithoutData && (options->outputs & OutputTableFile) == 0) {
        subject = L"--HeaderWithoutData";
        reason = L"its header looks up in the table file, which --Outputs leaves out";
    } else if (!options->solve.findBestGraph &&
               (options->bestCoverageType != 0 || options->solve.bestCoverageAttempts != 0)) {
        subject = options->bestCoverageType != 0 ? L"--BestCoverageType" : L"--BestCoverageAttempts";
        reason = L"it goes with --FindBestGraph";
    } else if (options->keysSubsetCount != 0 && !options->solve.findBestGraph && !options->solve.measureCoverage) {
        subject = L"--KeysSubset";
        reason = L"it goes with --FindBestGraph or --MeasureCoverage";
    } else if (options->maxPerFileConcurrency != 0 &&
               options->initialPerFileConcurrency > options->maxPerFileConcurrency) {
        subject = L"--InitialPerFileConcurrency";
        reason = L"it is above --MaxPerFileConcurrency";
    }
    return subject == NULL ? S_OK : FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, reason, 0, 0, 0);
}

bool TableGperfIsMeant(const TableOptions *options, const wchar_t *keysPath)
{
    return options->keyType == KeyTypeGperf || options->gperf != NULL ||
           (options->keyType == KeyTypeUnsaid && TextEndsWith(keysPath, L".gperf"));
}

HRESULT TableOptionsParse(const wchar_t *text, TableOptions *options, wchar_t ***words, Failure *failure)
{
    TableOptions parsed = *options;
    const OptionGroup group = TableOptionsGroup(&parsed);
    int count;
    wchar_t **split = CommandLineSplit(text, &count);
    HRESULT code = split != NULL ? S_OK : FailureMemoryText(failure, text);
    for (int at = 0; SUCCEEDED(code) && at < count;)
        code = OptionTake(&group, 1, count, (const wchar_t *const *)split, &at, NULL, failure);
    TableOptionsTakeOutput(&parsed);
    if (SUCCEEDED(code))
        code = TableOptionsCheck(&parsed, failure);
    if (FAILED(code)) {
        CommandLineFree(split); /* NULL is allowed */
        return code;
    }
    *options = parsed;
    *words = split;
    return S_OK;
}

/* The characters of a name and of a value that an error shows. */
enum { NameCharsShown = 60, ValueCharsShown = 400 };

HRESULT TableOptionsSet(TableOptions *options, const wchar_t *name, const wchar_t *value, Failure *failure)
{
    const OptionGroup group = TableOptionsGroup(options);
    wchar_t subject[FAILURE_SUBJECT_CHARS];
    TextLine line = TextLineIn(subject, FAILURE_SUBJECT_CHARS);
    TextAddMost(&line, name, NameCharsShown);
    TextAdd(&line, L"=");
    TextAddMost(&line, value, ValueCharsShown);
    return OptionStore(&group, name, value, subject, failure);
}

wchar_t *OutputsText(uint32_t outputs)
{
    wchar_t text[256];
    TextLine line = TextLineIn(text, sizeof text / sizeof *text);
    for (const OptionWord *word = outputWords; word->name != NULL; word++) {
        if (word->value != 0 ? (outputs & word->value) == word->value : outputs == 0) {
            if (*text != 0)
                TextAdd(&line, L",");
            TextAdd(&line, word->name);
        }
    }
    return TextCopy(text);
}

HRESULT OutputRefused(uint32_t output, const char *why, Failure *failure)
{
    wchar_t subject[FAILURE_SUBJECT_CHARS], reason[FAILURE_REASON_CHARS];
    wchar_t *const name = OutputsText(output);
    if (name == NULL)
        return FailureMemory(failure, L"--Outputs", sizeof subject);
    TextLine line = TextLineIn(subject, FAILURE_SUBJECT_CHARS);
    TextAdd(&line, L"--Outputs=");
    TextAdd(&line, name);
    TextFree(name);
    line = TextLineIn(reason, FAILURE_REASON_CHARS);
    TextAdd(&line, L"it can't have ");
    TextAddAscii(&line, why);
    return FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, subject, reason, 0, 0, 0);
}

HRESULT TableCommandStoreWord(const OptionGroup *group, const wchar_t *const *options, size_t i, const wchar_t *word,
                              Failure *failure)
{
    const HRESULT code = OptionStore(group, options[i], word, word, failure);
    return SUCCEEDED(code) || i != 0
               ? code
               : FailureSet(failure, code, *word != 0 ? word : L"\"\"",
                            L"the third argument is the algorithm, Chm01; no more than two paths stand before it", 0, 0,
                            0);
}

static HRESULT TableOptionsTakeWord(void *context, size_t position, const wchar_t *word, Failure *failure)
{
    TableCommand *command = context;
    const size_t paths = 2;
    if (position < paths) {
        wchar_t *copy = TextCopy(word);
        if (copy == NULL)
            return FailureMemoryText(failure, word);
        if (position == 0)
            command->keysPath = copy;
        else
            command->outputDirectory = copy;
        command->hasDirectory = position == 1;
        return S_OK;
    }
    if (position - paths >= sizeof positionalOptions / sizeof *positionalOptions)
        return FailureSet(failure, PERFECTHASH_E_ARGUMENT, word, L"one argument too many", 0, 0, 0);
    const OptionGroup group = TableOptionsGroup(&command->options);
    return TableCommandStoreWord(&group, positionalOptions, position - paths, word, failure);
}

/* Takes the words and the options of a command, and refuses what is missing. */
static HRESULT TakeCommand(const OptionGroup *groups, size_t count, int argc, const wchar_t *const *argv,
                           TableCommand *command, Failure *failure)
{
    HRESULT code = OptionTakeAll(groups, count, argc, argv, TableOptionsTakeWord, command, failure);
    if (SUCCEEDED(code) && (command->keysPath == NULL || *command->keysPath == 0))
        code = FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"KEYS", L"missing argument; expected a keys file", 0, 0, 0);
    if (SUCCEEDED(code) && command->outputDirectory == NULL) {
        command->outputDirectory = TextCopy(NULL);
        if (command->outputDirectory == NULL)
            code = FailureMemory(failure, command->keysPath, sizeof(wchar_t));
    }
    if (SUCCEEDED(code) && command->options.outputFile != NULL && *command->outputDirectory != 0)
        code = FailureSet(failure, PERFECTHASH_E_OPTION_VALUE, L"-o",
                          L"it can't be used together with an output directory", 0, 0, 0);
    if (SUCCEEDED(code))
        code = TableOptionsCheckExtension(&command->options, command->keysPath, failure);
    TableOptionsTakeOutput(&command->options);
    return SUCCEEDED(code) ? TableOptionsCheck(&command->options, failure) : code;
}

HRESULT TableCommandParseWith(const OptionGroup *own, size_t ownCount, int argc, const wchar_t *const *argv,
                              const TableOptions *defaults, TableCommand *out, Failure *failure)
{
    enum { MostGroups = 4 };
    TableCommand command = {.options = *defaults};
    OptionGroup groups[MostGroups] = {TableOptionsGroup(&command.options)};
    size_t count = 1;
    for (size_t i = 0; i < ownCount && count < MostGroups; i++)
        groups[count++] = own[i];
    const HRESULT code = TakeCommand(groups, count, argc, argv, &command, failure);
    if (SUCCEEDED(code))
        *out = command;
    else
        TableCommandFree(&command);
    return code;
}

HRESULT TableCommandParse(int argc, const wchar_t *const *argv, const TableOptions *defaults, TableCommand *out,
                          Failure *failure)
{
    return TableCommandParseWith(NULL, 0, argc, argv, defaults, out, failure);
}

HRESULT TableCommandCheckDirectory(const TableCommand *command, Failure *failure)
{
    return !command->hasDirectory || *command->outputDirectory != 0
               ? S_OK
               : FailureSet(failure, PERFECTHASH_E_ARGUMENT, L"OUTDIR", L"the argument is empty", 0, 0, 0);
}

void TableCommandFree(TableCommand *command)
{
    TextFree(command->keysPath);
    TextFree(command->outputDirectory);
    command->keysPath = NULL;
    command->outputDirectory = NULL;
}

const wchar_t *HashFunctionName(HashFunctionId id)
{
    for (const OptionWord *word = hashFunctionWords; word->name != NULL; word++) {
        if (word->value == (uint32_t)id)
            return word->name;
    }
    return NULL;
}

const wchar_t *TableOptionsHashFunction(const TableOptions *options)
{
    return HashFunctionName(options->solve.hashFunction != 0 ? options->solve.hashFunction : HashQuadx);
}

const wchar_t *TableOptionsNames(const TableOptions *options)
{
    return options->name != NULL         ? L"--Name"
           : options->keysName != NULL   ? L"--KeysName"
           : options->outputFile != NULL ? L"-o"
           : options->printOutputs       ? L"--PrintOutputs"
                                         : NULL;
}

SourceOptions TableOptionsSource(const TableOptions *options)
{
    const uint32_t outputs = options->outputs;
    const SourceOptions source = {.contains = options->contains,
                                  .imageOnly = options->headerWithoutData,
                                  .beside = ((outputs & OutputHeader) != 0 ? SourceBesideHeader : 0u) |
                                            ((outputs & OutputCSource) != 0 ? SourceBesidePair : 0u) |
                                            ((outputs & OutputTest) != 0 ? SourceBesideTest : 0u) |
                                            ((outputs & OutputBenchmark) != 0 ? SourceBesideBenchmark : 0u)};
    return source;
}

SourceNames TableOptionsSourceNames(const TableOptions *options)
{
    return SourceNamesRead(options->license, options->namespaceOf, options->prefix, (SourceStyle)options->nameStyle);
}

HashFunctionId HashFunctionOfName(const wchar_t *name)
{
    for (const OptionWord *word = hashFunctionWords; name != NULL && word->name != NULL; word++) {
        if (TextSame(word->name, name))
            return (HashFunctionId)word->value;
    }
    return (HashFunctionId)0;
}
