/* See job_tally.h. */
#include "job_tally.h"

#include "event_sink.h"

enum { EventTableCreated = 2, EventCompleted = 4, TableCreatedArguments = 5 }; /* of _IPerfectHashJobEvents */

static SRWLOCK lock = SRWLOCK_INIT; /* guards the tally */
static JobTally tally;
static HANDLE heardLast; /* an event: the job has told that it has ended; NULL: nobody counts */
static DWORD cookie;

static void JobTallyAdd(const VARIANT *arguments)
{
    const VARIANT *keysPath = &arguments[4], *keys = &arguments[2], *microseconds = &arguments[1];
    const BOOL isOld = V_VT(&arguments[0]) == VT_BOOL && V_BOOL(&arguments[0]) != VARIANT_FALSE;
    if (V_VT(keysPath) != VT_BSTR || V_VT(keys) != VT_R8 || V_VT(microseconds) != VT_R8 || isOld)
        return;
    AcquireSRWLockExclusive(&lock);
    tally.tables++;
    tally.keys += V_R8(keys);
    if (V_R8(microseconds) > tally.slowestMicroseconds && V_BSTR(keysPath) != NULL) {
        tally.slowestMicroseconds = V_R8(microseconds);
        lstrcpynW(tally.slowest, V_BSTR(keysPath), JobTallyNameChars);
    }
    ReleaseSRWLockExclusive(&lock);
}

static void JobTallyHear(DISPID id, const DISPPARAMS *params)
{
    if (id == EventTableCreated && params->cArgs == TableCreatedArguments)
        JobTallyAdd(params->rgvarg);
    else if (id == EventCompleted)
        SetEvent(heardLast);
}

static EventSink sink = {.events = &DIID__IPerfectHashJobEvents, .hear = JobTallyHear};

void JobTallyBegin(IPerfectHashJob *job)
{
    heardLast = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (heardLast == NULL || SUCCEEDED(EventSinkConnect(&sink, (IUnknown *)job, &cookie)))
        return;
    CloseHandle(heardLast);
    heardLast = NULL;
}

void JobTallyTake(JobTally *out)
{
    AcquireSRWLockShared(&lock);
    *out = tally;
    ReleaseSRWLockShared(&lock);
}

void JobTallyEnd(IPerfectHashJob *job)
{
    VARIANT_BOOL hasEnded = VARIANT_FALSE;
    if (heardLast == NULL)
        return;
    if (SUCCEEDED(IPerfectHashJob_Wait(job, 0, &hasEnded)) && hasEnded)
        WaitForSingleObject(heardLast, INFINITE);
    EventSinkDisconnect(&sink, (IUnknown *)job, cookie);
}
