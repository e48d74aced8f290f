/*
 * See server_registry.h. The registry's lock may be held when a job's is taken, never the other way
 * round.
 */
#include "server_registry.h"

#include "PerfectHashErrors.h"
#include "runtime/base/win32_calls.h"

/*
 * Returns the first id. Ids go on from the time, in microseconds since 2026. So the ids of a server
 * that was started again are none that the server before it gave: no server begins a million jobs a
 * second.
 */
static uint64_t FirstId(void)
{
    const uint64_t yearTicks = 134116992000000000u, ticksPerMicrosecond = 10; /* yearTicks: of 2026, since 1601 */
    FILETIME now;
    GetSystemTimePreciseAsFileTime(&now);
    const uint64_t ticks = (uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime;
    return ticks > yearTicks ? (ticks - yearTicks) / ticksPerMicrosecond : 0;
}

void RegistryInit(ServerRegistry *registry, const RegistryLimits *limits)
{
    memset(registry, 0, sizeof *registry);
    InitializeSRWLock(&registry->lock);
    registry->limits = *limits;
    registry->lastId = FirstId();
}

/* ---- lists, under the lock ---- */

static void AddRunning(ServerRegistry *registry, ServerJob *job)
{
    job->previous = NULL;
    job->next = registry->running;
    if (job->next != NULL)
        job->next->previous = job;
    registry->running = job;
    registry->runningCount++;
}

static void RemoveRunning(ServerRegistry *registry, ServerJob *job)
{
    if (job->previous != NULL)
        job->previous->next = job->next;
    else
        registry->running = job->next;
    if (job->next != NULL)
        job->next->previous = job->previous;
    job->next = job->previous = NULL;
    registry->runningCount--;
}

static void AddEnded(ServerRegistry *registry, ServerJob *job)
{
    if (registry->endedLast != NULL)
        registry->endedLast->next = job;
    else
        registry->ended = job;
    registry->endedLast = job;
    registry->endedCount++;
}

/* Takes those off the list that nobody can ask about any more. */
static ServerJob *TakeOld(ServerRegistry *registry, ULONGLONG nowMs)
{
    ServerJob *old = NULL;
    while (registry->ended != NULL &&
           (registry->endedCount > RegistryKeptJobs || nowMs - registry->ended->endedMs > (ULONGLONG)RegistryKeptMs)) {
        ServerJob *job = registry->ended;
        registry->ended = job->next;
        if (registry->ended == NULL)
            registry->endedLast = NULL;
        registry->endedCount--;
        job->next = old;
        old = job;
    }
    return old;
}

static void ReleaseList(ServerJob *list)
{
    while (list != NULL) {
        ServerJob *job = list;
        list = job->next;
        ServerJobRelease(job);
    }
}

void RegistryFree(ServerRegistry *registry)
{
    ReleaseList(registry->ended);
    registry->ended = registry->endedLast = NULL;
}

/* ---- begin and end ---- */

/* Under the lock. TRUE once: the caller ends what the registry is part of. */
static BOOL IsOver(ServerRegistry *registry)
{
    const BOOL over = registry->refuses && registry->runningCount == 0 && registry->kept == 0 && !registry->over;
    if (over)
        registry->over = TRUE;
    return over;
}

/* Is it the other one's user who asks for this job too? Under the lock, as the next two. */
static BOOL OfSameUser(const ServerJob *job, const ServerJob *other)
{
    return job->sid != NULL && other->sid != NULL && wcscmp(job->sid, other->sid) == 0;
}

/* S_OK, or that its user has as many jobs as one may. */
static HRESULT CheckQuota(const ServerRegistry *registry, const ServerJob *job, const wchar_t *subject,
                          Failure *failure)
{
    const RegistryLimits *limits = &registry->limits;
    DWORD jobs = 0, detached = 0;
    if (!job->guest)
        return S_OK;
    for (const ServerJob *other = registry->running; other != NULL; other = other->next) {
        if (!other->guest || !OfSameUser(job, other)) /* his own may have others, of more rights */
            continue;
        jobs++;
        if (other->detached)
            detached++;
    }
    if (limits->jobsPerUser != 0 && jobs >= limits->jobsPerUser)
        return FailureSet(failure, PERFECTHASH_E_QUOTA, subject, L"jobs", jobs, 0, 0);
    if (job->detached && limits->detachedPerUser != 0 && detached >= limits->detachedPerUser)
        return FailureSet(failure, PERFECTHASH_E_QUOTA, subject, L"detached jobs", detached, 0, 0);
    return S_OK;
}

static HRESULT MayRun(const ServerRegistry *registry, const ServerJob *job, const wchar_t *subject, Failure *failure)
{
    const DWORD all = registry->limits.jobs, most = all - (job->guest ? max(all / 4, 1u) : 0);
    if (registry->refuses)
        return FailureSet(failure, PERFECTHASH_E_SERVER_DRAINING, subject, NULL, 0, 0, 0);
    if (registry->runningCount >= most)
        return FailureSet(failure, PERFECTHASH_E_SERVER_BUSY, subject, NULL, registry->runningCount, 0, 0);
    return CheckQuota(registry, job, subject, failure);
}

HRESULT RegistryAdd(ServerRegistry *registry, ServerJob *job, const wchar_t *subject, Failure *failure)
{
    AcquireSRWLockExclusive(&registry->lock);
    const HRESULT code = MayRun(registry, job, subject, failure);
    if (SUCCEEDED(code)) {
        job->id = job->values.jobId = ++registry->lastId;
        job->startedMs = GetTickCount64();
        ServerJobHold(job);
        AddRunning(registry, job);
    }
    ReleaseSRWLockExclusive(&registry->lock);
    return code;
}

BOOL RegistryEnd(ServerRegistry *registry, ServerJob *job, BOOL keep)
{
    AcquireSRWLockExclusive(&registry->lock);
    RemoveRunning(registry, job);
    if (keep) {
        job->endedMs = GetTickCount64();
        AddEnded(registry, job);
        registry->endedTotal++;
    }
    ServerJob *old = TakeOld(registry, GetTickCount64());
    const BOOL last = IsOver(registry);
    ReleaseSRWLockExclusive(&registry->lock);
    ReleaseList(old);
    if (!keep)
        ServerJobRelease(job);
    return last;
}

BOOL RegistryRefuse(ServerRegistry *registry)
{
    AcquireSRWLockExclusive(&registry->lock);
    registry->refuses = TRUE;
    const BOOL last = IsOver(registry);
    ReleaseSRWLockExclusive(&registry->lock);
    return last;
}

void RegistryKeep(ServerRegistry *registry)
{
    AcquireSRWLockExclusive(&registry->lock);
    registry->kept++;
    ReleaseSRWLockExclusive(&registry->lock);
}

BOOL RegistryLetGo(ServerRegistry *registry)
{
    AcquireSRWLockExclusive(&registry->lock);
    registry->kept--;
    const BOOL last = IsOver(registry);
    ReleaseSRWLockExclusive(&registry->lock);
    return last;
}

/* ---- look-ups ---- */

static BOOL MayKnow(const ServerJob *job, const PipeClient *client)
{
    return client->owner || (job->sid != NULL && wcscmp(job->sid, client->sid) == 0);
}

static ServerJob *FindIn(ServerJob *list, uint64_t id)
{
    while (list != NULL && list->id != id)
        list = list->next;
    return list;
}

ServerJob *RegistryFind(ServerRegistry *registry, uint64_t id, const PipeClient *client)
{
    AcquireSRWLockExclusive(&registry->lock);
    ServerJob *old = TakeOld(registry, GetTickCount64());
    ServerJob *job = FindIn(registry->running, id);
    if (job == NULL)
        job = FindIn(registry->ended, id);
    if (job != NULL && !MayKnow(job, client))
        job = NULL;
    if (job != NULL)
        ServerJobHold(job);
    ReleaseSRWLockExclusive(&registry->lock);
    ReleaseList(old);
    return job;
}

/* Returns the oldest of a list whose newest is the first. */
static ServerJob *OldestOf(ServerJob *list)
{
    while (list != NULL && list->next != NULL)
        list = list->next;
    return list;
}

BOOL RegistryList(ServerRegistry *registry, const PipeClient *client, uint64_t after, RegistryListed **out,
                  size_t *count)
{
    uint32_t waiting[JobWaitCount] = {0};
    *count = 0;
    AcquireSRWLockShared(&registry->lock);
    RegistryListed *list = Win32Allocate(((size_t)registry->runningCount + 1) * sizeof *list);
    for (ServerJob *job = list != NULL ? OldestOf(registry->running) : NULL; job != NULL; job = job->previous) {
        RegistryListed *listed = &list[*count];
        ServerJobLook(job, &listed->progress);
        const JobWait waits = listed->progress.waits;
        listed->place = waits != JobWaitNothing ? ++waiting[waits] : 0;
        if (job->id <= after || (client != NULL && !MayKnow(job, client)))
            continue;
        ServerJobHold(job);
        listed->job = job;
        ++*count;
    }
    ReleaseSRWLockShared(&registry->lock);
    *out = list;
    return list != NULL;
}

void RegistryListFree(RegistryListed *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ServerJobRelease(list[i].job);
    Win32Free(list);
}

void RegistryEach(ServerRegistry *registry, void (*each)(ServerJob *job, void *context), void *context)
{
    AcquireSRWLockShared(&registry->lock);
    for (ServerJob *job = registry->running; job != NULL; job = job->next)
        each(job, context);
    ReleaseSRWLockShared(&registry->lock);
}

static void ServerRegistryCancel(ServerJob *job, void *context)
{
    (void)context;
    ServerJobCancel(job);
}

void RegistryCancelAll(ServerRegistry *registry)
{
    RegistryEach(registry, ServerRegistryCancel, NULL);
}

ULONGLONG RegistryExpire(ServerRegistry *registry, DWORD seconds, ULONGLONG nowMs)
{
    const ULONGLONG allowedMs = (ULONGLONG)seconds * 1000;
    ULONGLONG nextMs = 0;
    AcquireSRWLockShared(&registry->lock);
    for (ServerJob *job = registry->running; job != NULL; job = job->next) {
        const ULONGLONG ranMs = nowMs - min(job->startedMs, nowMs);
        if (ranMs >= allowedMs)
            ServerJobExpire(job, seconds);
        else if (nextMs == 0 || allowedMs - ranMs < nextMs)
            nextMs = allowedMs - ranMs;
    }
    ReleaseSRWLockShared(&registry->lock);
    return nextMs;
}

void RegistryClientGone(ServerRegistry *registry, const PipeConnection *connection)
{
    AcquireSRWLockShared(&registry->lock);
    for (ServerJob *job = registry->running; job != NULL; job = job->next) {
        if (job->connection == connection && !job->detached)
            ServerJobCancel(job);
    }
    ReleaseSRWLockShared(&registry->lock);
}

void RegistryCount(ServerRegistry *registry, uint64_t *running, uint64_t *ended)
{
    AcquireSRWLockShared(&registry->lock);
    *running = registry->runningCount;
    *ended = registry->endedTotal;
    ReleaseSRWLockShared(&registry->lock);
}
