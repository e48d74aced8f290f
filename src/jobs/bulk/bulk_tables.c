/*
 * The tables of a run: as many slots as tables may be in flight, spread over the nodes, each making
 * one table after the other. A slot holds the job's rundown until no row is left for it. It takes a
 * row only while it is admitted, so that no row waits for admission while those that follow it wait
 * for the row. What a table's `done` says goes to its row, which nobody else looks
 * at meanwhile.
 */
#include "bulk_job_steps.h"

#include "PerfectHashErrors.h"
#include "bulk_merge.h"
#include "jobs/table/table_job.h"
#include "jobs/table/table_values.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/file_operation.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"

enum { SlotsAWorker = 2, SlotsAProcessor = 8, FewestSlots = 8, MostSlots = 64, RowsAtOnce = 16 };

void BulkJobRowEnded(BulkJob *job, const BulkRow *row)
{
    if (BulkRowHasFailed(row))
        AtomicIncrement64(&job->failed);
    AtomicIncrement64(&job->ended);
    if (job->table != NULL)
        job->table(job, row, job->context);
}

/*
 * The row's figures, from the table, which gives its path away: a table that is in place can't fail
 * any more.
 */
static void FillBulkRow(BulkResult *result, BulkRow *row, TableResult *table)
{
    if (result->coverages != NULL)
        result->coverages[row - result->rows] = table->statistics.coverage;
    row->keyCount = (uint32_t)table->view.keyCount;
    row->keySizeInBytes = (BYTE)table->view.keySizeInBytes;
    row->attempts = table->view.attempts;
    row->resizes = table->view.resizes;
    row->hashFunction = table->view.hashFunction;
    row->layout = (BYTE)table->view.layout;
    row->tableBytes = TableResultDataBytes(table);
    row->bytesWritten = table->bytesWritten;
    row->solveMicroseconds = table->solveMicroseconds;
    row->cost = TableResultCost(table);
    row->skipped = table->reused != FALSE;
    BulkRowSetTable(result, row, TableResultTakeFile(table));
}

/* The runtime or the user ends the run: no slot goes on. The first one says why. */
void BulkJobEndRun(BulkJob *job, const Failure *failure)
{
    AcquireSRWLockExclusive(&job->lock);
    if (SUCCEEDED(job->core.failure.code))
        job->core.failure = *failure;
    ReleaseSRWLockExclusive(&job->lock);
    AtomicExchange(&job->cancelled, TRUE);
}

/* The slot's row ends now; result: the table of a row that has one. */
static void RowEnded(BulkSlot *slot, TableResult *result)
{
    BulkJob *job = slot->job;
    BulkRow *row = &job->result->rows[slot->row];
    const ULONGLONG elapsedMs = JobCoreElapsedMs(&job->core);
    row->endedMs = elapsedMs < MAXDWORD ? (DWORD)elapsedMs : MAXDWORD;
    row->node = NodeNumber(slot->admission->node);
    if (job->pack.rundown != NULL && result != NULL)
        row->bytesWritten = result->view.imageBytes;
    BulkJobRowEnded(job, row);
    if (job->pack.rundown != NULL)
        BulkPackAdd(&job->pack, (size_t)(row - job->result->rows), result);
}

static void RowFailed(BulkSlot *slot, const Failure *failure)
{
    BulkResult *result = slot->job->result;
    if (FailureIsOfStop(failure)) /* of the runtime, perhaps: then nobody else ends the run */
        BulkJobEndRun(slot->job, failure);
    BulkRowFail(result, &result->rows[slot->row], failure);
    RowEnded(slot, NULL);
}

static void GoOn(BulkSlot *slot);
static void PackMoved(BulkPack *pack, DWORD error);

void BulkSlotEnded(BulkSlot *slot, TableResult *result)
{
    RowEnded(slot, result);
    if (AtomicDecrement(&slot->ends) == 0)
        GoOn(slot);
}

static void RowTableEnded(TableJob *table, void *context)
{
    BulkSlot *slot = context;
    BulkJob *job = slot->job;
    TableResult *result = NULL;
    Failure failure;
    if (FAILED(TableJobTake(table, &result, &failure))) {
        RowFailed(slot, &failure);
    } else {
        FillBulkRow(job->result, &job->result->rows[slot->row], result);
        RowEnded(slot, result);
    }
    slot->admitted = TableJobHasPlace(table);
    BulkSlotTableEnds(slot);
    TableResultRelease(result);
    TableJobRelease(table);
    if (AtomicDecrement(&slot->ends) == 0)
        GoOn(slot);
}

/*
 * The folder below the output directory that stands for the keys file's own, canonical as the
 * directory is. NULL: out of memory.
 */
static wchar_t *OutputFolder(const BulkJob *job, const wchar_t *keysPath)
{
    const size_t folderChars = (size_t)(PathNameOf(keysPath) - keysPath);
    if (folderChars == 0)
        return TextCopy(job->outputRoot);
    wchar_t *folder = PathJoin(job->outputRoot, keysPath);
    if (folder != NULL)
        folder[wcslen(folder) - wcslen(keysPath) + folderChars - 1] = 0;
    return folder;
}

/*
 * Are the keys file's values a link that may not be followed? keysFile: canonical. The walk has
 * looked at the keys file itself.
 */
static BOOL ValuesAreLink(const BulkJob *job, const wchar_t *keysFile)
{
    if (!job->noLinks || job->options.table.solve.valueBits == 0)
        return FALSE;
    wchar_t *path = TableValuesPath(keysFile);
    const BOOL refused =
        path == NULL || (PathHasLink(path, wcslen(job->keysRoot)) &&
                         (job->linkRule.allows == NULL || !job->linkRule.allows(job->linkRule.context, path)));
    TextFree(path);
    return refused;
}

/* TRUE: the row is over. FALSE: its table is under way, and its end goes on with the slot. */
static BOOL StartRowTable(BulkSlot *slot)
{
    BulkJob *job = slot->job;
    BulkRow *row = &job->result->rows[slot->row];
    if (row->failure != NULL) { /* its name was taken, or it is a folder that could not be read */
        RowEnded(slot, NULL);
        return TRUE;
    }
    if (job->merge != NULL)
        return BulkMergeStartTable(slot);
    Failure failure;
    TableJob *table = NULL;
    wchar_t *keysPath = PathJoin(job->keysDirectory, row->keysPath),
            *keysFile = PathJoin(job->keysRoot, row->keysPath); /* what the walk found, whatever its name */
    const BOOL writes = job->outputRoot != NULL && job->options.pack == NULL;
    wchar_t *outputFolder = writes ? OutputFolder(job, row->keysPath) : NULL;
    HRESULT code;
    if (keysPath == NULL || keysFile == NULL || (writes && outputFolder == NULL)) {
        code = FailureMemory(&failure, row->keysPath, MAX_PATH);
    } else if (ValuesAreLink(job, keysFile)) {
        code = FailureLink(&failure, keysPath);
        FailureAdd(&failure, L" (its values)");
    } else {
        const TableRequest request = {
            .keysPath = keysPath,
            .keysFile = keysFile,
            .outputDirectory = outputFolder,
            .noLinksFrom = job->noLinks && writes ? wcslen(job->outputRoot) : 0,
            .options = job->options.table,
            .node = slot->admission->node,
            .cancelled = &job->cancelled,
            .memory = &job->memory,
            .foldersLater = TRUE,
            .resume = job->options.resume,
            .noEvent = TRUE,
            .place = slot->admission,
            .large = slot->large,
            .quota = job->quota,
        };
        slot->ends = 2;
        BulkSlotBegins(slot);
        code = TableJobStart(job->core.runtime, &request, RowTableEnded, slot, &table, &failure);
    }
    TextFree(keysPath);
    TextFree(keysFile);
    TextFree(outputFolder);
    if (FAILED(code)) {
        RowFailed(slot, &failure);
        return TRUE;
    }
    BulkSlotBegan(slot, table);
    return AtomicDecrement(&slot->ends) == 0;
}

/* TRUE: the slot waits for the pack to come nearer to its row. */
static BOOL BulkTablesPark(BulkSlot *slot)
{
    BulkJob *job = slot->job;
    if (job->pack.rundown == NULL || BulkPackInWindow(&job->pack, slot->row))
        return FALSE;
    AcquireSRWLockExclusive(&job->lock);
    const BOOL parks =
        !BulkPackInWindow(&job->pack, slot->row) && !AtomicRead(&job->cancelled); /* PackMoved comes for it */
    if (parks) {
        slot->nextParked = job->parked;
        job->parked = slot;
    }
    ReleaseSRWLockExclusive(&job->lock);
    return parks;
}

static void EndSlot(BulkSlot *slot)
{
    BulkJob *job = slot->job;
    if (AtomicRead(&job->cancelled))
        PackMoved(&job->pack, ERROR_SUCCESS); /* the row that others wait for may never be made */
    RundownRelease(&job->core.rundown);
}

/* The slot, which is not admitted, waits until it is. */
static void WaitForAdmission(BulkSlot *slot)
{
    BulkJob *job = slot->job;
    slot->waitsTurn = TRUE;
    RundownHold(&job->core.rundown); /* the slot's own is gone with the slot once it is admitted */
    const DWORD error = AdmissionSubmit(slot->admission, &slot->item);
    if (error != ERROR_SUCCESS) {
        Failure failure;
        FailureSystem(&failure, PERFECTHASH_E_RUNTIME, job->keysDirectory, error);
        BulkJobEndRun(job, &failure);
        EndSlot(slot);
    } else if (AtomicRead(&job->cancelled)) {
        BulkJobTablesWithdraw(job); /* who cancelled may have been too early to see it wait */
    }
    RundownRelease(&job->core.rundown);
}

/* The slot goes behind those that wait. */
static void AdmitAgain(BulkSlot *slot)
{
    if (slot->admitted)
        AdmissionDone(slot->admission);
    slot->admitted = FALSE;
    WaitForAdmission(slot);
}

/* TRUE: there is a row for the slot to make. */
static BOOL BulkTablesTakeRow(BulkSlot *slot)
{
    BulkJob *job = slot->job;
    if (!slot->hasRow)
        slot->row = (size_t)AtomicIncrement64(&job->nextRow) - 1;
    slot->hasRow = !AtomicRead(&job->cancelled) && slot->row < job->result->rowCount;
    return slot->hasRow;
}

/*
 * The slot is admitted: makes rows until one is under way or parked, or none is left. Then, or
 * after some rows, the slot gives the admission back.
 */
static void BulkTablesMakeRows(BulkSlot *slot)
{
    for (int left = RowsAtOnce; left != 0; left--) {
        if (!BulkTablesTakeRow(slot)) {
            AdmissionDone(slot->admission);
            EndSlot(slot);
            return;
        }
        if (BulkTablesPark(slot))
            return;
        slot->hasRow = FALSE;
        if (!StartRowTable(slot))
            return;
        if (!slot->admitted)
            break;
    }
    AdmitAgain(slot);
}

/* A table that was under way has ended. */
static void GoOn(BulkSlot *slot)
{
    if (slot->admitted && AdmissionKeep(slot->admission))
        BulkTablesMakeRows(slot);
    else
        AdmitAgain(slot);
}

static void SlotAdmitted(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    BulkSlot *slot = CONTAINING_RECORD(item, BulkSlot, item);
    (void)worker;
    (void)bytes;
    slot->waitsTurn = FALSE;
    slot->admitted = error == ERROR_SUCCESS;
    if (slot->admitted)
        BulkTablesMakeRows(slot);
    else
        EndSlot(slot); /* it was withdrawn */
}

/*
 * Lets those slots go on whose rows are in the window now. They are admitted, but do not have this
 * thread.
 */
static void PackMoved(BulkPack *pack, DWORD error)
{
    BulkJob *job = CONTAINING_RECORD(pack, BulkJob, pack);
    BulkSlot *ready = NULL, **at = &job->parked;
    /* no table is admitted any more; a runtime that stops ends the run itself */
    if (error != ERROR_SUCCESS && error != ERROR_OPERATION_ABORTED) {
        Failure failure;
        FailureSystem(&failure, PERFECTHASH_E_OUTPUT_WRITE, pack->path, error);
        BulkJobEndRun(job, &failure);
    }
    AcquireSRWLockExclusive(&job->lock);
    while (*at != NULL) {
        BulkSlot *slot = *at;
        if (BulkPackInWindow(pack, slot->row) || AtomicRead(&job->cancelled)) {
            *at = slot->nextParked;
            slot->nextParked = ready;
            ready = slot;
        } else {
            at = &slot->nextParked;
        }
    }
    ReleaseSRWLockExclusive(&job->lock);
    while (ready != NULL) {
        BulkSlot *slot = ready;
        ready = slot->nextParked;
        if (NodePost(slot->admission->node, &slot->item) != ERROR_SUCCESS)
            BulkTablesMakeRows(slot);
    }
}

HRESULT BulkJobOpenPack(BulkJob *job, const wchar_t *path)
{
    job->pack.durable = job->options.table.durable;
    job->pack.guest = job->guest;
    const DWORD error = BulkPackOpen(&job->pack, RuntimeNode(job->core.runtime, TRUE), &job->core.rundown, path,
                                     job->result->rowCount, PackMoved);
    job->pack.blocking.cancelled = &job->cancelled; /* nothing is written yet */
    return error == ERROR_SUCCESS ? S_OK : FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_WRITE, path, error);
}

/* Before the work: may the pack be replaced? S_FALSE: the step comes again. */
static HRESULT LookAtPack(BulkJob *job, const wchar_t *path)
{
    wchar_t *extended = PathExtended(path);
    if (extended == NULL)
        return S_OK; /* who opens it says why */
    DWORD error = ReplaceLook(extended);
    TextFree(extended);
    if (error == ERROR_SUCCESS)
        return S_OK;
    if (ReplaceWaits(&job->summary.wait, RuntimeNode(job->core.runtime, TRUE), &job->core.rundown, &error))
        return S_FALSE;
    return FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_WRITE, path, error);
}

HRESULT BulkJobOpen(BulkJob *job)
{
    if (job->merge != NULL && job->merge->phase != MergeLooks)
        return BulkMergeOpen(job);
    HRESULT code = job->outputRoot == NULL || job->options.noSummary
                       ? S_OK
                       : BulkSummaryLook(&job->summary, RuntimeNode(job->core.runtime, TRUE), &job->core.rundown,
                                         job->result, &job->options, job->noLinks, &job->core.failure);
    if (code == S_OK && job->merge != NULL && job->merge->pack != NULL)
        code = LookAtPack(job, job->merge->pack);
    if (code == S_OK && job->merge != NULL)
        return BulkMergeOpen(job);
    if (code != S_OK || job->options.pack == NULL)
        return code;
    wchar_t *path = BulkPackPathOfShard(job->options.pack, job->options.shardIndex, job->options.shardCount);
    if (path == NULL)
        return FailureMemory(&job->core.failure, job->keysDirectory, MAX_PATH);
    code = LookAtPack(job, path);
    if (code == S_OK)
        code = BulkJobOpenPack(job, path);
    TextFree(path);
    return code;
}

HRESULT BulkJobPack(BulkJob *job)
{
    if (!BulkResultCountOn(job->result, &job->counted))
        return SliceStepAgain(&job->slice);
    const DWORD error = job->pack.rundown != NULL ? BulkPackFinish(&job->pack, job->result) : ERROR_SUCCESS;
    if (error == ERROR_IO_PENDING)
        return SliceStepAgain(&job->slice);
    return error == ERROR_SUCCESS
               ? S_OK
               : FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_WRITE, job->pack.path, error);
}

/*
 * Returns how many slots there are by default. With more threads than a processor can serve, most
 * threads wait for each other, for the file system or for a processor, and so does anybody who asks
 * for something short.
 */
static DWORD AutomaticSlots(DWORD workers)
{
    const DWORD most = min(SlotsAProcessor * GetActiveProcessorCount(ALL_PROCESSOR_GROUPS), (DWORD)MostSlots);
    return max(min((DWORD)SlotsAWorker * workers, most), (DWORD)FewestSlots);
}

/* As many as the options ask for, at most as many as the nodes admit. */
static size_t SlotCount(const BulkJob *job)
{
    DWORD workers = 0, capacity = 0;
    for (DWORD i = 0; i < RuntimeNodeCount(job->core.runtime); i++) {
        Node *node = job->admissions[i].node;
        workers += NodeWorkers(node);
        capacity += (DWORD)NodeBulkCapacity(node);
    }
    const DWORD asked = job->options.maximumConcurrency, wanted = asked != 0 ? asked : AutomaticSlots(workers);
    return min(min((size_t)wanted, (size_t)capacity), job->result->rowCount);
}

static BOOL MakeSlots(BulkJob *job)
{
    const DWORD nodes = RuntimeNodeCount(job->core.runtime);
    job->admissions = Win32Allocate((size_t)2 * nodes * sizeof *job->admissions);
    if (job->admissions == NULL)
        return FALSE;
    for (DWORD i = 0; i < nodes; i++) {
        AdmissionInit(&job->admissions[i], RuntimeNodeAt(job->core.runtime, i), ReadyBulk, MAXLONG);
        AdmissionInitLarge(&job->admissions[nodes + i], RuntimeNodeAt(job->core.runtime, i), ReadyBulk, MAXLONG);
        job->admissions[i].guest = job->admissions[nodes + i].guest = job->guest;
    }
    job->slotCount = SlotCount(job);
    job->slots = Win32Allocate(max(job->slotCount, 1u) * sizeof *job->slots);
    if (job->slots == NULL)
        return FALSE;
    for (size_t i = 0; i < job->slotCount; i++) {
        WorkItemInit(&job->slots[i].item, SlotAdmitted);
        IdentityCarry(&job->slots[i].item);
        InitializeSRWLock(&job->slots[i].tableLock);
        job->slots[i].job = job;
        job->slots[i].admission = &job->admissions[i % nodes];
        job->slots[i].large = &job->admissions[nodes + i % nodes];
    }
    return TRUE;
}

HRESULT BulkJobTables(BulkJob *job)
{
    if (!MakeSlots(job))
        return FailureMemory(&job->core.failure, job->keysDirectory, sizeof *job->slots);
    const DWORD error = job->pack.rundown != NULL ? BulkPackBegin(&job->pack) : ERROR_SUCCESS;
    if (error != ERROR_SUCCESS)
        return FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_WRITE, job->pack.path, error);
    if (job->merge != NULL && job->pack.rundown == NULL)
        return S_OK; /* all rows have ended */
    for (size_t i = 0; i < job->slotCount; i++) {
        RundownHold(&job->core.rundown);
        WaitForAdmission(&job->slots[i]);
    }
    AcquireSRWLockExclusive(&job->lock);
    job->tablesUnderWay = TRUE;
    ReleaseSRWLockExclusive(&job->lock);
    if (AtomicRead(&job->cancelled))
        BulkJobTablesWithdraw(job);
    return S_OK;
}

void BulkJobTablesWithdraw(BulkJob *job)
{
    AcquireSRWLockExclusive(&job->lock);
    const DWORD nodes = job->tablesUnderWay ? RuntimeNodeCount(job->core.runtime) : 0; /* it may be gone */
    for (DWORD i = 0; i < nodes; i++) {
        AdmissionWithdraw(&job->admissions[i]);
        AdmissionWithdraw(&job->admissions[nodes + i]);
        MemoryWithdrawCancelled(job->admissions[i].node);
    }
    if (job->tablesUnderWay)
        MemoryQuotaWithdrawCancelled(job->quota);
    if (job->tablesUnderWay && job->pack.rundown != NULL)
        AdmissionWithdraw(&job->pack.blocking);
    ReleaseSRWLockExclusive(&job->lock);
}

void BulkJobReadsCancel(BulkJob *job)
{
    AcquireSRWLockExclusive(&job->lock);
    const DWORD nodes = job->closed ? 0 : RuntimeNodeCount(job->core.runtime);
    for (DWORD i = 0; i < nodes; i++) {
        AdmissionWithdrawCancelled(RuntimeNodeAt(job->core.runtime, i));
        FileCancelOwned(RuntimeNodeAt(job->core.runtime, i));
    }
    ReleaseSRWLockExclusive(&job->lock);
}

void BulkJobTablesClose(BulkJob *job)
{
    AcquireSRWLockExclusive(&job->lock);
    job->closed = TRUE;
    job->tablesUnderWay = FALSE; /* nobody withdraws any more */
    ReleaseSRWLockExclusive(&job->lock);
    for (size_t i = 0; job->slots != NULL && i < job->slotCount; i++) {
        WorkItemPoison(&job->slots[i].item);
        Win32Free(job->slots[i].image);
    }
    Win32Free(job->slots);
    Win32Free(job->admissions);
    job->slots = NULL;
    job->admissions = NULL;
}
