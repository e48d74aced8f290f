/*
 * See table_job_steps.h: a key that occurs twice. Of a text of numbers it is told by its lines and
 * as the text has it; nobody keeps the text for that, so it is read again.
 */
#include "jobs/pure/keys_failure.h"
#include "runtime/pure/atomic.h"
#include "table_job_steps.h"

enum { SeekSteps = 1 << 15 };

static HRESULT TellPositions(TableJob *job)
{
    const TableJobDuplicate *duplicate = &job->duplicate;
    return KeysPositionsTwice(&job->core.failure, job->core.subject, &duplicate->error,
                              duplicate->isWide ? &duplicate->key : NULL);
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

static HRESULT TellLines(TableJob *job)
{
    return KeysLinesTwice(&job->core.failure, job->core.subject, job->duplicate.seek.found);
}

HRESULT TableJobDuplicateTold(TableJob *job, HRESULT decoded)
{
    const ChmError *error = &job->duplicate.error;
    if (AtomicRead(job->cancelled) != 0)
        return JobCoreCheck(&job->core, TRUE);
    if (FAILED(decoded) || TableJobText(job) == NULL || !IsThere(job))
        return TellPositions(job);
    if (job->duplicate.isFound)
        return TellLines(job);
    job->duplicate.seek = KeysSeekOf(TableJobText(job), TableJobTextSize(job), error->numbers[1], error->numbers[2]);
    const HRESULT code = TableJobSlices(job, SeekSlice);
    return code == S_OK && job->duplicate.isFound ? TellLines(job) : code;
}
