/*
 * A table job from the inside, and its steps. Each step starts what it needs under a hold of the
 * job's rundown and returns; a failure stands in job->failure, and its code is the answer. Steps
 * run one after another, on workers; only here and in table_job.c is a job's inside known.
 */
#ifndef JOBS_TABLE_JOB_STEPS_H
#define JOBS_TABLE_JOB_STEPS_H

#include "output_set.h"
#include "runtime/files/file.h"
#include "runtime/pure/ref_count.h"
#include "solve_run.h"
#include "table_job.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum JobStep { StepLoad, StepPlan, StepPrepare, StepSolve, StepEmit, StepTurn, StepCommit, StepDone } JobStep;

/* A file of a prior table. */
typedef struct PriorFile {
    FileRead read;
    Rundown *rundown;
    Buffer *buffer; /* what was read; NULL: nothing */
} PriorFile;

struct TableJob {
    Rundown rundown;
    RefCount references;
    Identity *identity;
    volatile LONG state;            /* JobState */
    volatile LONG ownCancelled;     /* TableJobCancel */
    const volatile LONG *cancelled; /* that, or the request's */
    volatile LONG progress;         /* thousandths */
    ULONGLONG startedMs, elapsedMs; /* the second once the state is final */
    Runtime *runtime;
    Node *node;
    HANDLE event;
    TableJobDone done;
    TableJobMoved moved;
    void *context;

    wchar_t *keysPath; /* as the user wrote it, or NULL */
    wchar_t *keysFullPath;
    wchar_t *name;
    wchar_t *outputDirectory; /* whole; NULL: nothing is written */
    const wchar_t *subject;   /* what errors about the keys name */
    TableOptions options;
    uint32_t keysSubset[KEYS_SUBSET_MAX]; /* positions of the options' subset */

    JobStep step;
    WorkItem begin;
    NodeRequest turn; /* a place on the node, from `begin` to the end */
    BOOL hasTurn;
    SRWLOCK cancelLock; /* of the next three: TableJobCancel comes at any time */
    BOOL waiting;       /* for its turn */
    BOOL reading;       /* `read` is under way and may be cancelled */
    BOOL readEnded;
    FileRead read;
    BOOL loads, resume;
    wchar_t *priorFolder; /* the table's folder, where a prior table is looked for; else NULL */
    PriorFile priorTable, priorHeader;
    Buffer *keysBuffer, *decodedBuffer, *headerBuffer;
    KeySet keys;
    SolvePlan plan;
    Solver *solver;
    void *solverMemory;
    void *image; /* until the result owns it */
    SolveRun run;
    LARGE_INTEGER solveStarted;
    NodeRequest filing; /* a place for the steps that make and rename files */
    WorkItem filingTurn;
    BOOL hasFilingPlace;
    OutputSet outputs;
    TableResult *result;
    Failure failure;
};

HRESULT TableJobLoad(TableJob *job); /* starts the read of the keys file, or of the table file that is to be loaded */
/* that table; or keys and plan, and starts the reads of a prior table, when the job resumes */
HRESULT TableJobPlan(TableJob *job);
/*
 * What TableJobPlan ends with. The keys are there by now, so the reads must not be parked. A
 * failure means that there is no prior table: one is made.
 */
void TableJobLoadPrior(TableJob *job);
HRESULT TableJobReuse(TableJob *job);   /* makes the prior table the result, if it is that of the plan */
HRESULT TableJobPrepare(TableJob *job); /* takes the prior table, or memory; starts the solver's first phase */
HRESULT TableJobSolve(TableJob *job, BOOL *again); /* ends a phase; *again: another one was started */
HRESULT TableJobEmit(TableJob *job);               /* starts the writes */
void TableJobTurn(TableJob *job);                  /* starts to wait for the turn at the folder */
HRESULT TableJobCommit(TableJob *job);             /* puts the files in place */

/* Frees what the solver and the keys took. More than once does no harm. */
void TableJobReleaseSolver(TableJob *job);

#ifdef __cplusplus
}
#endif
#endif
