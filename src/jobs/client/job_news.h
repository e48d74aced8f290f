/*
 * The news of a job of any kind: the tables that ended, in their order, that its snapshot has
 * changed, and its end. The job notes it on workers and posts; whoever listens has a JobListener,
 * which remembers how much it was told. Every listener is told every table, the progress between
 * them at most ten times a second, and the end last. Nobody tells when something happens to a job
 * on a server: such a job is looked at ten times a second while somebody listens.
 *
 * The host counts a JobNews, locks it and wakes the listeners: any thread.
 */
#ifndef JOBS_JOB_NEWS_H
#define JOBS_JOB_NEWS_H

#include "annotations.h"
#include "any_job.h"
#include "jobs/server/server_slot.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct JobNews JobNews;

typedef struct JobNewsHost {
    void (*hold)(_Inout_ JobNews *news); /* a job holds its news until it has ended */
    void (*release)(_Inout_ JobNews *news);
    void (*post)(_Inout_ JobNews *news); /* under the lock: something is to be told */
} JobNewsHost;

struct JobNews { /* all zero, but the first two */
    const JobNewsHost *host;
    SRWLOCK *lock;          /* guards what follows, except the job */
    AnyJob job;             /* held, once it is given */
    const BulkRow **tables; /* that ended, in their order; NULL: the one of the job */
    size_t tableCount, tableRoom;
    ULONG changes; /* how often the snapshot may have changed */
    BOOL completed;
    JobProgress seen; /* of a job on a server: its snapshot at the latest look */
};

/* Starts a job with its news. news NULL: nobody will listen. *out is held. */
HRESULT JobNewsStartTable(_Inout_opt_ JobNews *news, _Inout_ Runtime *runtime, _In_ const TableRequest *request,
                          _Out_ AnyJob *out, _Inout_opt_ Failure *failure);
HRESULT JobNewsStartBulk(_Inout_opt_ JobNews *news, _Inout_ Runtime *runtime, _In_ const BulkRequest *request,
                         _Out_ AnyJob *out, _Inout_opt_ Failure *failure);
/* The server must run, else PERFECTHASH_E_SERVER_STATE; see ServerSubmit. */
HRESULT JobNewsStartServed(_Inout_ JobNews *news, _Inout_ ServerSlot *slot, _In_z_ const wchar_t *line,
                           _Out_ AnyJob *out, _Inout_opt_ Failure *failure);

/* Gives the news its job, once, before anybody listens; holds the job. */
void JobNewsOf(_Inout_ JobNews *news, _In_ const AnyJob *job);
/* Frees what the news holds; it was listened to by nobody any more. */
void JobNewsEnd(_Inout_ JobNews *news);

typedef enum JobNotice { JobNoticeNone, JobNoticeProgress, JobNoticeTable, JobNoticeCompleted } JobNotice;

/* How much a listener has been told. */
typedef struct JobListener {
    size_t toldTables;
    ULONG toldChanges;
    ULONGLONG toldProgressMs;
    BOOL toldCompleted;
    const BulkRow *row; /* of the table that JobNoticeTable announces */
} JobListener;

/* Begins a zeroed listener, under the lock: where the job stands comes first. */
void JobNewsListen(_In_ const JobNews *news, _Inout_ JobListener *listener);

/*
 * Returns what a listener is to be told next, under the lock. *againMs: when there may be more
 * without a post, if this is nothing; 0: not before a post.
 */
JobNotice JobNewsNext(_Inout_ JobNews *news, _Inout_ JobListener *listener, _Out_ ULONGLONG *againMs);

#ifdef __cplusplus
}
#endif
#endif
