/* See generation.h: the table of keys, in one lane, whose bytes are those of many. */
#include "PerfectHashErrors.h"
#include "block.h"
#include "chm01/keys/keys_subset.h"
#include "chm01/solver/options_digest.h"
#include "generation.h"
#include "jobs/pure/keys_file.h"

/* ---- keys that are numbers ---- */

typedef struct Search {
    SolvePlan plan;
    Solver *solver;
    void *memory, *arena; /* blocks */
    uint64_t began;
    bool timedOut;
} Search;

/* The image and the arena of the plan, which has grown or is the first. */
static HRESULT SearchRoom(Generation *generation, Search *search)
{
    if (FAILED(GenerationBlock(generation, &generation->image, search->plan.imageBytes)))
        return generation->failure->code;
    return GenerationBlock(generation, &search->arena, search->plan.arenaBytes);
}

/* Runs the present phase to its end, or until the time has passed. */
static void SearchPhase(const Generation *generation, Search *search)
{
    while (SolverRun(search->solver, search->arena, SolverSliceUnits(search->solver)) == SolverMore) {
        if (GenerationIsLate(generation, search->began)) {
            search->timedOut = true;
            SolverCancel(search->solver);
        }
    }
}

/* Names a key that occurs twice, by the lines of a text. */
static HRESULT TellTwice(Generation *generation, const ChmError *error)
{
    const bool isWide = KeySetIsWide(&generation->keys);
    const size_t first = (size_t)error->numbers[1];
    KeysSeek seek = KeysSeekOf(generation->text.text, generation->text.size, error->numbers[1], error->numbers[2]);
    Work work = WorkAll();
    if (KeysFormatIsText(generation->found) && KeysSeekOn(&seek, &work) && seek.found[1].line != 0)
        return KeysLinesTwice(generation->failure, generation->subject, seek.found);
    const WideKey wide = isWide ? KeySetWideAt(&generation->keys, first) : (WideKey){0, 0};
    return KeysPositionsTwice(generation->failure, generation->subject, error, isWide ? &wide : NULL);
}

static HRESULT SearchFailed(Generation *generation, const Search *search, ChmStatus status, const ChmError *error)
{
    if (status == ChmCancelled && search->timedOut)
        return FailureSet(generation->failure, PERFECTHASH_E_TIMED_OUT, generation->subject, NULL,
                          generation->options.maxSolveTimeInSeconds, 0, 0);
    return status == ChmDuplicateKey ? TellTwice(generation, error)
                                     : FailureChm(generation->failure, generation->subject, error);
}

static HRESULT SearchRun(Generation *generation, Search *search)
{
    for (;;) {
        ChmError error = {ChmOk, NULL, {0}};
        SearchPhase(generation, search);
        const ChmStatus status = SolverAdvance(search->solver, &error);
        if (status == ChmOk)
            return S_OK;
        if (status != ChmContinue)
            return SearchFailed(generation, search, status, &error);
        if (!SolverGrown(search->solver, &search->plan))
            continue;
        if (FAILED(SearchRoom(generation, search)))
            return generation->failure->code;
        SolverSetImage(search->solver, generation->image);
    }
}

static HRESULT SearchBegin(Generation *generation, Search *search)
{
    ChmError error = {ChmOk, NULL, {0}};
    if (FAILED(SearchRoom(generation, search)) ||
        FAILED(GenerationBlock(generation, &search->memory, search->plan.solverBytes)))
        return generation->failure->code;
    search->began = SystemNanoseconds();
    search->solver = SolverBegin(&search->plan, search->memory, generation->image);
    if (FAILED(SearchRun(generation, search)))
        return generation->failure->code;
    generation->solveNanoseconds = SystemNanoseconds() - search->began;
    generation->imageBytes = SolverImageBytes(search->solver);
    return TableOpenSealed(generation->image, generation->imageBytes, &generation->view, &error) == ChmOk
               ? S_OK
               : FailureChm(generation->failure, generation->subject, &error);
}

HRESULT GenerationSolve(Generation *generation)
{
    TableOptions *options = &generation->options;
    Search search = {.timedOut = false};
    ChmError error = {ChmOk, NULL, {0}};
    if (generation->areTexts)
        return GenerationSolveText(generation);
    if (options->keysSubsetCount != 0)
        KeysSubsetFind(&generation->keys, options->keysSubset, options->keysSubsetCount, generation->subset);
    if (FAILED(KeysPrepareCoverage(generation->failure, options, generation->subset)))
        return generation->failure->code;
    if (options->ranges && KeySetIsWide(&generation->keys))
        return FailureSet(generation->failure, PERFECTHASH_E_OPTION_VALUE, generation->subject, KEYS_RANGES_WIDE, 0, 0,
                          0);
    if (SolverMakePlan(&generation->keys, generation->nameUtf8, &options->solve, &search.plan, &error) != ChmOk)
        return KeysPlanFailed(generation->failure, generation->subject, &options->solve, &error);
    search.plan.optionsDigest = OptionsDigest(&options->solve, generation->keys.count);
    const HRESULT code = SearchBegin(generation, &search);
    NativeBlockFree(search.arena);
    NativeBlockFree(search.memory);
    return code;
}

/* ---- text keys ---- */

static uint64_t GenerationKeyLine(const Generation *generation, size_t position)
{
    return generation->gperf.isGiven ? generation->gperf.file.lines[position]
                                     : TextKeysLine(&generation->texts, position);
}

static HRESULT TellTextTwice(Generation *generation, const ChmError *error)
{
    const TextKeys *keys = &generation->texts;
    const size_t first = (size_t)error->numbers[1], second = (size_t)error->numbers[2];
    const TextTwice twice = {.key = TextKeysAt(keys, first),
                             .length = keys->lengths[first],
                             .ignoreCase = generation->options.ignoreCase,
                             .ofFile = true,
                             .first = GenerationKeyLine(generation, first),
                             .second = GenerationKeyLine(generation, second)};
    return KeysTextTwice(generation->failure, generation->subject, &twice);
}

/* Makes the table in the memory, and looks at the clock between slices. */
static HRESULT TextBuildRun(Generation *generation, void *memory, size_t bytes, TextTable *table)
{
    enum { Steps = 1 << 16 };
    const TextTableOptions options = {.ignoreCase = generation->options.ignoreCase,
                                      .rngSeed = generation->options.solve.rngSeed};
    const uint64_t began = SystemNanoseconds();
    ChmError error = {ChmOk, NULL, {0}};
    TextBuild *build;
    ChmStatus status =
        TextTableBeginOf(&generation->texts, &generation->traits, &options, memory, bytes, table, &build, &error);
    for (status = status == ChmOk ? ChmContinue : status; status == ChmContinue;) {
        Work work = {Steps};
        status = TextTableOn(build, &work, &error);
        if (status == ChmContinue && GenerationIsLate(generation, began))
            return FailureSet(generation->failure, PERFECTHASH_E_TIMED_OUT, generation->subject, NULL,
                              generation->options.maxSolveTimeInSeconds, 0, 0);
    }
    generation->solveNanoseconds = SystemNanoseconds() - began;
    if (status == ChmDuplicateKey)
        return TellTextTwice(generation, &error);
    return status == ChmOk ? S_OK : FailureChm(generation->failure, generation->subject, &error);
}

static HRESULT TextImageOf(Generation *generation, const TextTable *table)
{
    const TextImageDescription description = {generation->nameUtf8, generation->options.solve.rngSeed,
                                              TextOptionsDigest(&generation->options)};
    ChmError error = {ChmOk, NULL, {0}};
    generation->imageBytes = TextImageBytes(table);
    if (FAILED(GenerationBlock(generation, &generation->image, generation->imageBytes)))
        return generation->failure->code;
    TextImageWrite(table, &description, generation->image);
    return TextImageOpenSealed(generation->image, generation->imageBytes, &generation->textView, &error) == ChmOk
               ? S_OK
               : FailureChm(generation->failure, generation->subject, &error);
}

HRESULT GenerationSolveText(Generation *generation)
{
    TableOptions *options = &generation->options;
    const size_t bytes = TextTableBoundOf(&generation->traits, options->ignoreCase);
    TextTable table;
    void *memory = NULL;
    if (FAILED(KeysRefuseOptionOfNumbers(generation->failure, generation->subject, options)) ||
        FAILED(KeysLimitHeader(generation->failure, generation->subject, generation->texts.count, options)) ||
        FAILED(GenerationBlock(generation, &memory, bytes)))
        return generation->failure->code;
    HRESULT code = TextBuildRun(generation, memory, bytes, &table);
    if (SUCCEEDED(code))
        code = TextImageOf(generation, &table);
    NativeBlockFree(memory);
    return code;
}
