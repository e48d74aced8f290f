/* See server_job.h: what a list of jobs shows of one. */
#include <string.h>

#include "jobs/text/text.h"
#include "server_job.h"

BOOL ServerJobName(ServerJob *job, const wchar_t *input, const wchar_t *output)
{
    wchar_t *from = TextCopy(input), *to = output != NULL ? TextCopy(output) : NULL;
    const BOOL copied = from != NULL && (to != NULL || output == NULL);
    if (!copied) {
        TextFree(from);
        TextFree(to);
        return FALSE;
    }
    AcquireSRWLockExclusive(&job->lock);
    job->input = from;
    job->output = to;
    ReleaseSRWLockExclusive(&job->lock);
    return TRUE;
}

void ServerJobLook(ServerJob *job, JobProgress *out)
{
    memset(out, 0, sizeof *out);
    AcquireSRWLockShared(&job->lock);
    if (job->table != NULL)
        TableJobSnapshot(job->table, out);
    else if (job->bulk != NULL)
        BulkJobLook(job->bulk, out);
    else if (job->ended)
        out->step = JobStepEnding;
    if (out->step == JobStepWaiting)
        out->waits = JobWaitTurn;
    ReleaseSRWLockShared(&job->lock);
}

static JobEntryText ServerJobText(const wchar_t *text)
{
    const JobEntryText entry = {text, text != NULL ? (uint32_t)min(wcslen(text), (size_t)JobEntryTextChars) : 0};
    return entry;
}

size_t ServerJobList(ServerJob *job, const wchar_t *sid, const JobProgress *progress, uint32_t place, uint8_t *out,
                     size_t capacity)
{
    AcquireSRWLockShared(&job->lock);
    const JobEntry entry = {
        .id = job->id,
        .kind = (uint32_t)job->kind,
        .step = (uint32_t)progress->step,
        .waits = (uint32_t)progress->waits,
        .place = place,
        .fractionMillionths = (uint32_t)(progress->fraction * 1e6),
        .processId = job->sid != NULL ? job->processId : GetCurrentProcessId(),
        .ageMs = GetTickCount64() - job->begunMs,
        .memoryBytes = progress->memoryBytes,
        .total = progress->total,
        .completed = progress->completed,
        .failed = progress->failed,
        .user = ServerJobText(job->sid != NULL ? job->sid : sid),
        .input = ServerJobText(job->input),
        .output = ServerJobText(job->output),
    };
    const size_t bytes = JobEntryEncode(&entry, out, capacity);
    ReleaseSRWLockShared(&job->lock);
    return bytes;
}
