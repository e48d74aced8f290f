/* See bulk_job.h: what the tables of a run wait for, as the list of jobs shows it. */
#include "bulk_job_steps.h"
#include "jobs/table/table_job.h"

void BulkSlotBegins(BulkSlot *slot)
{
    AcquireSRWLockExclusive(&slot->tableLock);
    slot->tableEnded = FALSE;
    ReleaseSRWLockExclusive(&slot->tableLock);
}

/* The table may have ended, and be gone. */
void BulkSlotBegan(BulkSlot *slot, TableJob *table)
{
    AcquireSRWLockExclusive(&slot->tableLock);
    if (!slot->tableEnded)
        slot->table = table;
    ReleaseSRWLockExclusive(&slot->tableLock);
}

void BulkSlotTableEnds(BulkSlot *slot)
{
    AcquireSRWLockExclusive(&slot->tableLock);
    slot->table = NULL;
    slot->tableEnded = TRUE;
    ReleaseSRWLockExclusive(&slot->tableLock);
}

/* Counts the slot by what it waits for, if it has a table or waits to be admitted. */
static void CountWait(BulkSlot *slot, size_t counts[JobWaitCount])
{
    JobProgress progress = {.waits = JobWaitTurn};
    AcquireSRWLockShared(&slot->tableLock);
    if (slot->table != NULL)
        TableJobSnapshot(slot->table, &progress);
    counts[progress.waits] += slot->table != NULL || slot->waitsTurn;
    ReleaseSRWLockShared(&slot->tableLock);
}

static JobWait BulkJobTablesWait(BulkJob *job)
{
    size_t counts[JobWaitCount] = {0}, waiting = 0;
    JobWait most = JobWaitTurn;
    AcquireSRWLockShared(&job->lock); /* the slots are there meanwhile */
    for (size_t i = 0; job->tablesUnderWay && i < job->slotCount; i++)
        CountWait(&job->slots[i], counts);
    ReleaseSRWLockShared(&job->lock);
    for (JobWait wait = JobWaitTurn; wait < JobWaitCount; wait++) {
        waiting += counts[wait];
        most = counts[wait] > counts[most] ? wait : most;
    }
    return waiting > counts[JobWaitNothing] ? most : JobWaitNothing;
}

void BulkJobLook(BulkJob *job, JobProgress *out)
{
    BulkJobSnapshot(job, out);
    if (out->waits == JobWaitNothing)
        out->waits = BulkJobTablesWait(job);
}
