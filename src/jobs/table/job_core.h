/*
 * The common part of a table job and a bulk job, from the inside: a machine that takes one step
 * after another and ends once. A step starts what it needs, each part under a hold of the rundown.
 * Whoever gives back the last hold takes the next step, so no two steps of a job ever run at once,
 * and a step that starts nothing is followed by the next one right away. A step that fails sets
 * `failure`, and no step follows it: there is no second way to end.
 */
#ifndef JOBS_JOB_CORE_H
#define JOBS_JOB_CORE_H

#include "job.h"
#include "runtime/engine/identity.h"
#include "runtime/engine/runtime.h"
#include "runtime/pure/ref_count.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct JobCore JobCore;

typedef struct JobClass {
    const wchar_t *kind;            /* in events: "table" */
    size_t size;                    /* of a job, which begins with its JobCore */
    BOOL (*step)(JobCore *core);    /* takes a step. FALSE: it was the last one */
    void (*close)(JobCore *core);   /* the steps are over: closes what they left open */
    void (*done)(JobCore *core);    /* tells the owner; the state is final */
    void (*destroy)(JobCore *core); /* frees what the job has, except the core and itself */
} JobClass;

/*
 * `failure` has no lock. While a job runs, only the present step writes it, or the one part of the
 * step that fails later. That part has a hold of the rundown, and nobody else looks before that
 * hold is given back. (A bulk job's tables end on many workers at once; those write through
 * BulkJobEndRun, which takes the bulk job's lock.) Once the state is final nobody writes, and
 * everybody may read.
 */
struct JobCore {
    const JobClass *jobClass;
    Rundown rundown; /* of what the present step has started, and the step itself */
    RefCount references;
    Runtime *runtime;    /* held until the job is done */
    Identity *identity;  /* for whom the job acts, as its starter did; held. NULL: as the process */
    HANDLE event;        /* set when the job is done. NULL: nobody waits for it */
    volatile LONG state; /* JobState */
    /*
     * not 0: the job was cancelled as it took longer than that many seconds, which is its failure
     */
    volatile LONG allowedSeconds;
    BOOL over; /* no step follows */
    ULONGLONG startedMs;
    ULONGLONG elapsedMs;    /* once the state is final */
    const wchar_t *subject; /* what failures of the job as a whole are about */
    Failure failure;
};

/*
 * Makes a zeroed job that is not yet started and holds the runtime. It has two references: the
 * caller's, and its own until it is done. The rundown has the starter's hold. `subject` is the
 * caller's until the job has set its own.
 */
HRESULT JobCoreCreate(const JobClass *jobClass, Runtime *runtime, const wchar_t *subject, JobCore **out,
                      Failure *failure);
HRESULT JobCoreAddEvent(JobCore *core);
/* Destroys a job that could not be started; returns its failure's code. */
HRESULT JobCoreAbandon(JobCore *core, Failure *failure);
/* Gives back the starter's hold, so that the first step comes. An error fails the job instead. */
void JobCoreBegin(JobCore *core, DWORD error);
/*
 * For a step, before it starts anything: returns S_OK, or why the job ends. `cancelled` makes that
 * a cancel, unless the job has failed already.
 */
HRESULT JobCoreCheck(JobCore *core, BOOL cancelled);
/*
 * For a step that waits for a place: S_FALSE, and the job is held until the item's callback
 * releases its rundown; or why the job ends.
 */
HRESULT JobCoreAwait(JobCore *core, Admission *admission, WorkItem *item);
/*
 * Looks at a job that ends: `open` counts what it has started or owes, and must be zero, because
 * what came back later would come to memory that is gone. Debug builds trap; otherwise the job
 * fails.
 */
void JobCoreAccount(JobCore *core, LONGLONG open);

void JobCoreRelease(JobCore *core);
ULONGLONG JobCoreElapsedMs(const JobCore *core);
/* Once done: S_OK, or the failure. */
HRESULT JobCoreOutcome(const JobCore *core, Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
