/*
 * The jobs of a server by their ids: those that run, and the record of the last that have ended. It
 * decides whether one more may run. Any thread.
 */
#ifndef JOBS_SERVER_REGISTRY_H
#define JOBS_SERVER_REGISTRY_H

#include "server_job.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { RegistryKeptJobs = 256, RegistryKeptMs = 10 * 60 * 1000 }; /* ended jobs that can still be asked about */

/* The most jobs that may run at once. */
typedef struct RegistryLimits {
    DWORD jobs;            /* of all, at least 1; the last quarter, at least one, is for the owner's */
    DWORD jobsPerUser;     /* of one user, unless he is the owner; 0: as many as of all */
    DWORD detachedPerUser; /* of these, detached ones; 0 likewise */
} RegistryLimits;

typedef struct ServerRegistry {
    SRWLOCK lock; /* guards what follows */
    RegistryLimits limits;
    BOOL refuses;                 /* no job begins any more */
    BOOL over;                    /* ... and none runs: somebody was told */
    ServerJob *running;           /* the newest first */
    ServerJob *ended, *endedLast; /* the oldest first */
    DWORD runningCount, endedCount;
    DWORD kept; /* see RegistryKeep */
    ULONGLONG endedTotal;
    uint64_t lastId;
} ServerRegistry;

void RegistryInit(ServerRegistry *registry, const RegistryLimits *limits);
void RegistryFree(ServerRegistry *registry); /* once nothing runs */

/*
 * Gives the job an id and holds it while it runs. PERFECTHASH_E_SERVER_BUSY,
 * PERFECTHASH_E_QUOTA, PERFECTHASH_E_SERVER_DRAINING; failures are about `subject`.
 */
HRESULT RegistryAdd(ServerRegistry *registry, ServerJob *job, const wchar_t *subject, Failure *failure);
/*
 * It has ended and is kept for a while; or, not `keep`, was never started. TRUE: it was the last
 * one of a registry that refuses.
 */
BOOL RegistryEnd(ServerRegistry *registry, ServerJob *job, BOOL keep);
/*
 * TRUE: nothing runs, and nothing will. Once, by one of RegistryEnd, RegistryRefuse and
 * RegistryLetGo.
 */
BOOL RegistryRefuse(ServerRegistry *registry);
/* As if something ran, until RegistryLetGo. */
void RegistryKeep(ServerRegistry *registry);
BOOL RegistryLetGo(ServerRegistry *registry);

/*
 * A held job that this client may know of: its user's own, or any for the server's owner. NULL:
 * there is none.
 */
ServerJob *RegistryFind(ServerRegistry *registry, uint64_t id, const PipeClient *client);

/* Calls `each` for every job that runs, under the lock. */
void RegistryEach(ServerRegistry *registry, void (*each)(ServerJob *job, void *context), void *context);
void RegistryCancelAll(ServerRegistry *registry);
/*
 * Ends the jobs that have run for that many seconds. Returns in how many milliseconds the next one
 * will have; 0: none runs.
 */
ULONGLONG RegistryExpire(ServerRegistry *registry, DWORD seconds, ULONGLONG nowMs);
/* The client of this connection has gone: its jobs end unless they are detached. */
void RegistryClientGone(ServerRegistry *registry, const PipeConnection *connection);

/* A job of a list. */
typedef struct RegistryListed {
    ServerJob *job; /* held */
    JobProgress progress;
    uint32_t place; /* how many that wait for the same were asked for before it, and 1; 0: it does not wait */
} RegistryListed;
/*
 * The jobs that run and that this client may know of (NULL: all), in the order of their ids, after
 * the job with that id. FALSE: out of memory. RegistryListFree releases them.
 */
BOOL RegistryList(ServerRegistry *registry, const PipeClient *client, uint64_t after, RegistryListed **out,
                  size_t *count);
void RegistryListFree(RegistryListed *list, size_t count);

void RegistryCount(ServerRegistry *registry, uint64_t *running, uint64_t *ended);

#ifdef __cplusplus
}
#endif
#endif
