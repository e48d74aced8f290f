/*
 * The events of the jobs for a session of Event Tracing for Windows that listens; each function is
 * an event of idl/PerfectHashEvents.man. A job's pointer only tells it apart. Any thread.
 */
#ifndef JOBS_JOB_EVENTS_H
#define JOBS_JOB_EVENTS_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

void EventsJobStarted(const void *job, _In_z_ const wchar_t *kind, _In_opt_z_ const wchar_t *subject);
void EventsJobEnded(const void *job, HRESULT status, ULONGLONG milliseconds);
void EventsTableStepStarted(const void *job, _In_z_ const wchar_t *step);
void EventsTableSolved(const void *job, ULONGLONG keys, ULONGLONG attempts, ULONGLONG bytes, ULONGLONG microseconds);
void EventsTableReused(const void *job);

#ifdef __cplusplus
}
#endif
#endif
