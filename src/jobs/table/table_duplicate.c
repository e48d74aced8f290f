/*
 * See table_job_steps.h: a key that occurs twice. Of a text of numbers it is told by its lines and
 * as the text has it; nobody keeps the text for that, so it is read again.
 */
#include <stdio.h>

#include "PerfectHashErrors.h"
#include "jobs/text/guid_text.h"
#include "table_job_steps.h"

enum { SeekSteps = 1 << 15 };

/* A key of 128 bits is named as a GUID. */
static HRESULT TellPositions(TableJob *job)
{
    const ChmError *error = &job->duplicate.error;
    wchar_t guid[GUID_TEXT_CHARS], text[FAILURE_SUBJECT_CHARS];
    if (!job->duplicate.isWide)
        return FailureChm(&job->core.failure, job->core.subject, error);
    const uint64_t halves[2] = {job->duplicate.key.low, job->duplicate.key.high};
    GuidTextWrite(halves, guid);
    swprintf(text, ARRAYSIZE(text), L"%.300ls: the key %ls occurs twice, at positions %llu and %llu.",
             job->core.subject, guid, (unsigned long long)error->numbers[1], (unsigned long long)error->numbers[2]);
    return FailureTold(&job->core.failure, PERFECTHASH_E_KEYS_DUPLICATE, text);
}

static WideKey KeyOfJob(const TableJob *job, uint64_t position)
{
    if (KeySetIsWide(&job->keys))
        return KeySetWideAt(&job->keys, (size_t)position);
    const WideKey key = {KeySetAt(&job->keys, (size_t)position), 0};
    return key;
}

/* ---- back to the text ---- */

static BOOL KeysAreOfText(const TableJob *job)
{
    return job->keysPath != NULL && (job->decoding.format == KeysText || job->decoding.format == KeysTextWide);
}

HRESULT TableJobDuplicateFound(TableJob *job, const ChmError *error)
{
    const TextUtf16 none = {0};
    const KeySet noKeys = {NULL, 0, 0};
    job->duplicate.error = *error;
    job->duplicate.isWide = KeySetIsWide(&job->keys);
    job->duplicate.key = KeyOfJob(job, error->numbers[1]);
    if (!KeysAreOfText(job))
        return TellPositions(job);
    TableJobReleaseSolver(job);
    TableJobGiveBack(job, 0);
    AdmissionLeave(&job->large);
    job->keysRead = FALSE;
    job->decodePhase = DecodeNothing;
    job->texts.utf16 = none;
    job->keys = noKeys; /* which have gone; the text may be one of text keys by now */
    job->duplicate.isSought = TRUE;
    job->step = TableStepLoad;
    return S_FALSE;
}

/* ---- the lines ---- */

/* Is the text that was read again the one that was read? */
static BOOL IsThere(const TableJob *job)
{
    const uint64_t first = job->duplicate.error.numbers[1], second = job->duplicate.error.numbers[2];
    return second < job->keys.count && WideKeysEqual(KeyOfJob(job, first), job->duplicate.key) &&
           WideKeysEqual(KeyOfJob(job, second), job->duplicate.key);
}

static BOOL SeekSlice(TableJob *job)
{
    Work work = {SeekSteps};
    job->duplicate.isFound = KeysSeekOn(&job->duplicate.seek, &work);
    return !job->duplicate.isFound;
}

/* As the line has it; what is longer than any number or GUID is cut. */
static void LineText(const KeysLine *line, wchar_t *out, size_t chars)
{
    const size_t length = min((size_t)(line->to - line->from), chars - 1);
    for (size_t i = 0; i < length; i++)
        out[i] = line->from[i];
    out[length] = 0;
}

static HRESULT TellLines(TableJob *job)
{
    enum { NumberChars = 80 };
    const KeysLine *found = job->duplicate.seek.found;
    wchar_t first[NumberChars], second[NumberChars], text[FAILURE_SUBJECT_CHARS];
    LineText(&found[0], first, ARRAYSIZE(first));
    LineText(&found[1], second, ARRAYSIZE(second));
    swprintf(text, ARRAYSIZE(text),
             wcscmp(first, second) == 0 ? L"%.250ls: the key %ls occurs twice, on lines %llu and %llu."
                                        : L"%.250ls: the key %ls occurs twice, on lines %llu and %llu (there as %ls).",
             job->core.subject, first, (unsigned long long)found[0].line, (unsigned long long)found[1].line, second);
    return FailureTold(&job->core.failure, PERFECTHASH_E_KEYS_DUPLICATE, text);
}

HRESULT TableJobDuplicateTold(TableJob *job, HRESULT decoded)
{
    const ChmError *error = &job->duplicate.error;
    if (*job->cancelled != 0)
        return JobCoreCheck(&job->core, TRUE);
    if (FAILED(decoded) || TableJobText(job) == NULL || !IsThere(job))
        return TellPositions(job);
    if (job->duplicate.isFound)
        return TellLines(job);
    job->duplicate.seek = KeysSeekOf(TableJobText(job), TableJobTextSize(job), error->numbers[1], error->numbers[2]);
    const HRESULT code = TableJobSlices(job, SeekSlice);
    return code == S_OK && job->duplicate.isFound ? TellLines(job) : code;
}
