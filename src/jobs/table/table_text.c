/*
 * The parts of a table job's steps that are about text keys (see table_job_steps.h): their table is
 * made by one lane, in slices that take turns with those of searches, as a decoding's do.
 */
#include <stdio.h>

#include "PerfectHashErrors.h"
#include "chm01/hash/hash64.h"
#include "jobs/base/block.h"
#include "jobs/text/text.h"
#include "table_job_steps.h"

/* A header of more keys is of no use to a compiler. */
#define TEXT_HEADER_KEYS ((size_t)1 << 20)

const wchar_t *TableJobHashName(const TableJob *job)
{
    if (job->gperf.isGiven)
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

static uint64_t TextDigest(const TableOptions *options)
{
    enum { TextRevision = 1 };
    const uint64_t words[] = {LayoutText, options->ignoreCase != FALSE, options->solve.rngSeed};
    const uint64_t digest = Hash64(words, sizeof words, TextRevision);
    return digest != 0 ? digest : 1;
}

static HRESULT RefuseOption(TableJob *job, const wchar_t *option)
{
    wchar_t reason[160];
    swprintf(reason, ARRAYSIZE(reason), L"%ls: %ls", option, TABLE_OPTION_NOT_OF_TEXT);
    return FailureSet(&job->core.failure, PERFECTHASH_E_OPTION_VALUE, job->core.subject, reason, 0, 0, 0);
}

/* Leaves the header of a large table out, unless it is all that is wanted. */
static HRESULT LimitHeader(TableJob *job)
{
    if (job->texts.keys.count <= TEXT_HEADER_KEYS || job->outputDirectory == NULL)
        return S_OK;
    job->options.outputs &= ~(DWORD)OutputHeader;
    if (job->options.outputs != 0)
        return S_OK;
    return FailureSet(&job->core.failure, PERFECTHASH_E_OPTION_VALUE, job->core.subject,
                      L"--Outputs=Header: a header is for at most 1,048,576 text keys", 0, 0, 0);
}

HRESULT TableJobPlanText(TableJob *job)
{
    const wchar_t *option = TableOptionsNotOfText(&job->options);
    if (option != NULL)
        return RefuseOption(job, option);
    if (FAILED(LimitHeader(job)))
        return job->core.failure.code;
    TextToUtf8(job->name, job->plan.name, sizeof job->plan.name);
    job->plan.optionsDigest = TextDigest(&job->options);
    job->plan.solverBytes = TextTableBoundOf(&job->texts.traits, job->options.ignoreCase);
    job->plan.imageBytes = TextImageBound(&job->texts.traits, job->options.ignoreCase);
    TableJobLoadPrior(job);
    return S_OK;
}

/* ---- prepare and solve ---- */

/* So many steps take half a millisecond or so. */
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

enum { QuotedKeyBytes = 120 };

void TableJobQuote(const uint8_t *from, size_t length, size_t most, wchar_t out[QuotedKeyChars])
{
    char utf8[QuotedKeyBytes + 1];
    size_t taken = min(length, min(most, (size_t)QuotedKeyBytes));
    while (taken != 0 && taken < length && (from[taken] & 0xC0) == 0x80)
        taken--; /* not amid a character */
    for (size_t i = 0; i < taken; i++)
        utf8[i] = from[i] >= ' ' ? (char)from[i] : '?';
    utf8[taken] = 0;
    wchar_t *text = TextFromUtf8(utf8);
    swprintf(out, QuotedKeyChars, taken < length ? L"\"%.120ls...\"" : L"\"%.120ls\"", text != NULL ? text : L"?");
    TextFree(text);
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
    wchar_t keyText[QuotedKeyChars], text[FAILURE_SUBJECT_CHARS];
    TableJobQuote(TextKeysAt(keys, first), keys->lengths[first], QuotedKeyBytes, keyText);
    swprintf(text, ARRAYSIZE(text), L"%.240ls: the key %.140ls occurs twice%ls, %ls %llu and %llu.", job->core.subject,
             keyText, job->options.ignoreCase ? L" (case is ignored)" : L"", ofFile ? L"on lines" : L"at positions",
             (unsigned long long)(ofFile ? KeyLine(job, first) : first),
             (unsigned long long)(ofFile ? KeyLine(job, second) : second));
    return FailureTold(&job->core.failure, PERFECTHASH_E_KEYS_DUPLICATE, text);
}

static BOOL WriteSlice(TableJob *job)
{
    Work work = {BuildSteps};
    return !TextImageWriteOn(&job->texts.writing, &work);
}

/* Begins to write the image. S_FALSE: slices of it are under way, and the step comes again. */
static HRESULT ImageBegin(TableJob *job)
{
    const TextImageDescription description = {job->plan.name, job->options.solve.rngSeed, job->plan.optionsDigest};
    job->plan.imageBytes = TextImageBytes(&job->texts.table);
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
        code = JobCoreCheck(&job->core, *job->cancelled != 0);
    return code == S_OK ? TableJobTakeResult(job, job->plan.imageBytes) : code;
}
