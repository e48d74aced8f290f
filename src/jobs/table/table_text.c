/*
 * The parts of a table job's steps that are about text keys (see table_job_steps.h): their table is
 * made by one lane, in slices that take turns with those of searches, as a decoding's do.
 */
#include "PerfectHashErrors.h"
#include "jobs/base/block.h"
#include "jobs/pure/keys_failure.h"
#include "jobs/pure/keys_file.h"
#include "jobs/text/text.h"
#include "runtime/pure/atomic.h"
#include "table_job_steps.h"

const wchar_t *TableJobHashName(const TableJob *job)
{
    if (job->gperf.isGiven || job->outputName != NULL)
        return NULL;
    return job->texts.areKeys ? L"Text" : TableOptionsHashFunction(&job->options);
}

/* ---- given keys ---- */

static size_t PoolBytesOf(const TextKeys *texts)
{
    size_t bytes = 0;
    for (size_t i = 0; i < texts->count; i++)
        bytes = max(bytes, texts->starts[i] + (size_t)texts->lengths[i]);
    return bytes;
}

HRESULT TableJobCopyTexts(TableJob *job, const TextKeys *texts)
{
    const size_t startBytes = texts->count * sizeof *texts->starts, poolBytes = PoolBytesOf(texts);
    const size_t bytes = max(startBytes + texts->count * sizeof *texts->lengths, sizeof(uint64_t));
    const HRESULT code = TableJobCopyGiven(job, texts->pool, poolBytes, OwnKeys);
    if (FAILED(code) || FAILED(TableJobOwn(job, OwnDecoded, bytes)))
        return job->core.failure.code;
    BYTE *starts = job->own[OwnDecoded].bytes, *lengths = starts + startBytes;
    memcpy(starts, texts->starts, startBytes);
    memcpy(lengths, texts->lengths, texts->count * sizeof *texts->lengths);
    job->texts.keys = (TextKeys){job->own[OwnKeys].bytes, (const uint32_t *)(const void *)starts,
                                 (const uint16_t *)(const void *)lengths, texts->count};
    job->texts.areKeys = TRUE;
    return S_OK;
}

/* ---- plan ---- */

HRESULT TableJobPlanText(TableJob *job)
{
    if (FAILED(KeysRefuseOptionOfNumbers(&job->core.failure, job->core.subject, &job->options)))
        return job->core.failure.code;
    if (job->outputDirectory != NULL &&
        FAILED(KeysLimitHeader(&job->core.failure, job->core.subject, job->texts.keys.count, &job->options)))
        return job->core.failure.code;
    TextToUtf8(job->name, job->plan.name, sizeof job->plan.name);
    job->plan.optionsDigest = TextOptionsDigest(&job->options);
    job->plan.solverBytes = TextTableBoundOf(&job->texts.traits, job->options.ignoreCase);
    job->plan.imageBytes = TextImageBound(&job->texts.traits, job->options.ignoreCase);
    TableJobLoadPrior(job);
    return S_OK;
}

/* ---- prepare and solve ---- */

/* That many steps take about half a millisecond. */
enum { BuildSteps = 1 << 14 };

static BOOL BuildSlice(TableJob *job)
{
    TableJobTexts *texts = &job->texts;
    Work work = {BuildSteps};
    texts->status = TextTableOn(texts->build, &work, &texts->error);
    texts->timedOut = texts->status == ChmContinue && texts->deadlineMs != 0 && GetTickCount64() >= texts->deadlineMs;
    return texts->status == ChmContinue && !texts->timedOut;
}

static void SetDeadline(TableJob *job)
{
    const DWORD seconds = job->options.maxSolveTimeInSeconds;
    job->texts.deadlineMs = seconds != 0 ? GetTickCount64() + (ULONGLONG)seconds * 1000 : 0;
}

HRESULT TableJobPrepareText(TableJob *job)
{
    TableJobTexts *texts = &job->texts;
    const TextTableOptions options = {.ignoreCase = job->options.ignoreCase, .rngSeed = job->options.solve.rngSeed};
    job->solverMemory = BlockAllocate(job->plan.solverBytes);
    if (job->solverMemory == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, job->plan.solverBytes);
    QueryPerformanceCounter(&job->solveStarted);
    SetDeadline(job);
    texts->status = TextTableBeginOf(&texts->keys, &texts->traits, &options, job->solverMemory, job->plan.solverBytes,
                                     &texts->table, &texts->build, &texts->error);
    if (texts->status != ChmOk)
        return S_OK; /* which the next step tells */
    const HRESULT code = TableJobSlices(job, BuildSlice);
    return FAILED(code) ? code : S_OK; /* the next step comes when all slices have ended */
}

/* Returns the line, from 1, of a key of a file. */
static uint64_t KeyLine(const TableJob *job, size_t position)
{
    return job->gperf.isGiven ? job->gperf.file.lines[position] : TextKeysLine(&job->texts.keys, position);
}

/* Names a key that occurs twice by its text, and where: by lines, or positions of given keys. */
static HRESULT DuplicateFound(TableJob *job)
{
    const TextKeys *keys = &job->texts.keys;
    const size_t first = (size_t)job->texts.error.numbers[1], second = (size_t)job->texts.error.numbers[2];
    const BOOL ofFile = job->keysPath != NULL;
    const TextTwice twice = {TextKeysAt(keys, first),
                             keys->lengths[first],
                             job->options.ignoreCase,
                             ofFile,
                             ofFile ? KeyLine(job, first) : first,
                             ofFile ? KeyLine(job, second) : second};
    return KeysTextTwice(&job->core.failure, job->core.subject, &twice);
}

/*
 * Gives the memory of a large table back as it is copied, so that a table and its image are never
 * there at once. Pages that two slices share stay.
 */
static void GiveCopiedBack(TableJob *job)
{
    TableJobTexts *const texts = &job->texts;
    const size_t least = 4 * 1024 * 1024;
    if (texts->writing.copied != texts->givenPart)
        texts->given = 0;
    texts->givenPart = texts->writing.copied;
    if (texts->givenPart == NULL || texts->writing.copiedBytes - texts->given < least)
        return;
    BlockGiveBack(job->solverMemory, texts->givenPart + texts->given, texts->writing.copiedBytes - texts->given);
    texts->given = texts->writing.copiedBytes;
}

static BOOL WriteSlice(TableJob *job)
{
    Work work = {BuildSteps};
    const BOOL over = TextImageWriteOn(&job->texts.writing, &work);
    GiveCopiedBack(job);
    return !over;
}

/* Begins to write the image. S_FALSE: slices of it are under way, and the step comes again. */
static HRESULT ImageBegin(TableJob *job)
{
    const TextImageDescription description = {job->plan.name, job->options.solve.rngSeed, job->plan.optionsDigest};
    const size_t tableBytes = job->texts.table.tableBytes;
    job->plan.imageBytes = TextImageBytes(&job->texts.table);
    BlockGiveBack(job->solverMemory, (const uint8_t *)job->solverMemory + tableBytes,
                  job->plan.solverBytes - tableBytes);
    job->image = BlockAllocate(job->plan.imageBytes);
    if (job->image == NULL)
        return FailureMemory(&job->core.failure, job->core.subject, job->plan.imageBytes);
    TextImageWriteBegin(&job->texts.table, &description, job->image, &job->texts.writing);
    return TableJobSlices(job, WriteSlice);
}

HRESULT TableJobSolveText(TableJob *job)
{
    TableJobTexts *texts = &job->texts;
    if (texts->status == ChmDuplicateKey)
        return DuplicateFound(job);
    if (texts->timedOut)
        return FailureSet(&job->core.failure, PERFECTHASH_E_TIMED_OUT, job->core.subject, NULL,
                          job->options.maxSolveTimeInSeconds, 0, 0);
    if (texts->status != ChmOk)
        return FailureChm(&job->core.failure, job->core.subject, &texts->error);
    HRESULT code = job->image == NULL ? ImageBegin(job) : S_OK;
    if (code == S_OK)
        code = JobCoreCheck(&job->core, AtomicRead(job->cancelled) != 0);
    return code == S_OK ? TableJobTakeResult(job, job->plan.imageBytes) : code;
}
