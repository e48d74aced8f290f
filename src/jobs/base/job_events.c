#include "job_events.h"

#include "runtime/base/provider_events.h"

void EventsJobStarted(const void *job, const wchar_t *kind, const wchar_t *subject)
{
    WriteEventJobStarted(job, kind, subject);
}

void EventsJobEnded(const void *job, HRESULT status, ULONGLONG milliseconds)
{
    WriteEventJobEnded(job, status, milliseconds);
}

void EventsTableStepStarted(const void *job, const wchar_t *step)
{
    WriteEventTableStepStarted(job, step);
}

void EventsTableSolved(const void *job, ULONGLONG keys, ULONGLONG attempts, ULONGLONG bytes, ULONGLONG microseconds)
{
    WriteEventTableSolved(job, keys, attempts, bytes, microseconds);
}

void EventsTableReused(const void *job)
{
    WriteEventTableReused(job);
}
