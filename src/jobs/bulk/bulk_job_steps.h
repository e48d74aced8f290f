/*
 * A bulk job from the inside, and its steps (job_core.h): walk -> select -> open -> tables -> pack
 * -> summary -> finish -> undo. A step returns S_OK, or the code of the failure that it has set,
 * which is one of the run as a whole. Only the bulk_*.c files look here.
 */
#ifndef JOBS_BULK_JOB_STEPS_H
#define JOBS_BULK_JOB_STEPS_H

#include "bulk_job.h"
#include "bulk_pack.h"
#include "bulk_result.h"
#include "bulk_summary.h"
#include "bulk_walk.h"
#include "jobs/base/store.h"
#include "jobs/table/blocking_step.h"
#include "jobs/table/job_core.h"
#include "jobs/table/slice_step.h"
#include "name_table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum BulkStep {
    BulkStepWalk,
    BulkStepSelect,
    BulkStepOpen,
    BulkStepTables,
    BulkStepFlush,
    BulkStepPack,
    BulkStepCommit,
    BulkStepSummary,
    BulkStepLock,
    BulkStepFinish,
    BulkStepUndo, /* of what is not in place */
    BulkStepDone
} BulkStep;

/*
 * One table at a time is made in a slot, one after the other until no row is left. The
 * slot's node admits the slot. The slot stays admitted from table to table while nobody else waits
 * and no table solves for long.
 */
typedef struct BulkSlot {
    WorkItem item;
    BulkJob *job;
    Admission *admission; /* its node's, as the next */
    Admission *large;
    BOOL admitted; /* a table that solves for long gives that back */
    size_t row;
    BOOL hasRow;              /* row is to be made next */
    volatile LONG ends;       /* of the row's start and of its table or image: whoever comes last goes on */
    struct MergeImage *image; /* of a merge; NULL: none was read yet */
    volatile BOOL waitsTurn;  /* to be admitted */
    SRWLOCK tableLock;        /* of the next two, at which others look */
    struct TableJob *table;   /* that is under way; NULL: none */
    BOOL tableEnded;
    struct BulkSlot *nextParked;
} BulkSlot;

/* How far the rows are made of what the walk found. */
typedef struct BulkSelect {
    NameTable folders;     /* where tables go, each with the first file that has it */
    Store texts;           /* of the folders */
    size_t counted, next;  /* files that have been looked at for the number of rows, and for the rows */
    size_t rowCount;       /* of those counted */
    BOOL reserved, unique; /* the rows have room; no two tables may go to one place */
} BulkSelect;

struct BulkJob {
    JobCore core;            /* its subject: keysDirectory */
    volatile LONG cancelled; /* the run is to end: by BulkJobCancel, or because it has failed as a whole */
    BulkJobDone done;
    BulkJobTable table;
    void *context;

    BulkOptions options;             /* the texts are the job's own */
    BOOL noLinks, packInside, guest; /* as in BulkRequest, and so are the next two */
    BulkLinkRule linkRule;
    MemoryQuota *quota;
    wchar_t *keysDirectory; /* as the user wrote it */
    wchar_t *keysRoot;      /* whole, \\?\ */
    wchar_t *outputRoot;    /* whole, \\?\; NULL: nothing is written */

    BulkStep step;           /* the next one */
    volatile BulkStep under; /* whose work is under way */
    WorkItem begin;          /* and what brings a step again that has left some for later */
    BlockingStep blocking;
    SliceStep slice;    /* brings a step again that has used its slice */
    DWORD outputMade;   /* how many folders of its path were made for the output directory */
    size_t flushedRows; /* whose folders are on the disk */
    size_t counted;     /* rows whose outcomes are */
    BulkWalk walk;
    BulkSelect select;
    /*
     * filled by the steps, handed out once done; its rows live as long as the job, also of a run
     * that failed
     */
    BulkResult *result;
    size_t filesFound;       /* by the walk, of all shards */
    struct BulkMerge *merge; /* NULL: tables are made */
    volatile size_t total;   /* rows to come, as far as is known */
    volatile LONG64 nextRow, ended, failed;
    volatile LONG64 memory; /* of the tables that are being made */
    Admission *admissions;  /* one a node, and behind them one a node for large tables */
    BulkSlot *slots;
    size_t slotCount;
    BulkPack pack;
    BulkSlot *parked; /* slots whose row is beyond the pack's window */
    BOOL tablesUnderWay;
    BOOL closed;  /* its runtime may be gone; under the lock, as the two above */
    SRWLOCK lock; /* while tables are made: guards the failure and the two above */
    BulkSummary summary;
};

HRESULT BulkJobWalk(BulkJob *job);
/*
 * Makes a row of each file of this shard, in slices; names that are taken fail here. S_FALSE: the
 * step comes again.
 */
HRESULT BulkJobSelect(BulkJob *job);
BOOL BulkJobMakesRows(const BulkJob *job); /* has the select step slices to come, which touch no file? */
void BulkJobSelectClose(BulkJob *job);
HRESULT BulkJobOpen(BulkJob *job); /* the pack, when the options ask for one */
HRESULT BulkJobTables(BulkJob *job);
void BulkJobTablesWithdraw(BulkJob *job); /* slots that wait to be admitted come at once and end; any thread */
/*
 * Ends the reads of a run that is cancelled, parked or not, and lets nothing wait among blocking
 * work. Any thread.
 */
void BulkJobReadsCancel(BulkJob *job);
void BulkJobTablesClose(BulkJob *job);

/* For BulkJobLook: the table of the slot's row begins, has begun, and ends. */
void BulkSlotBegins(BulkSlot *slot);
void BulkSlotBegan(BulkSlot *slot, struct TableJob *table);
void BulkSlotTableEnds(BulkSlot *slot);
HRESULT BulkJobFlush(BulkJob *job); /* the folders of a page of tables. S_FALSE: the step comes again */
/* Counts the rows, makes the pack's index and starts its write. S_FALSE: the step comes again. */
HRESULT BulkJobPack(BulkJob *job);
HRESULT BulkJobCommit(BulkJob *job);  /* puts the pack in place. S_FALSE: the step comes again */
HRESULT BulkJobSummary(BulkJob *job); /* starts the writes of CSV and JSON */
HRESULT BulkJobLock(BulkJob *job);    /* starts to wait for the lock of the output directory */
HRESULT BulkJobFinish(BulkJob *job);
HRESULT BulkJobUndo(BulkJob *job); /* deletes what is not in place; never fails */

/* Opens a pack that the tables go to. */
HRESULT BulkJobOpenPack(BulkJob *job, const wchar_t *path);

/* The run as a whole has failed, or is to end: no slot goes on. The first one says why. */
void BulkJobEndRun(BulkJob *job, const Failure *failure);

/*
 * The slot's row is over, with a table (held for the call alone) or NULL; goes on with the next,
 * unless who starts the row is still about that, and does so.
 */
void BulkSlotEnded(BulkSlot *slot, TableResult *result);

/* A row has ended; its failure, if any, is in it. Counts it and tells whoever asked. */
void BulkJobRowEnded(BulkJob *job, const BulkRow *row);

#ifdef __cplusplus
}
#endif
#endif
