/*
 * The tables of a run: as many slots as tables may be in flight, each making one table after the other. A slot holds the job's rundown until no
 * row is left for it. What a table's `done` says goes to its row, which nobody else looks at meanwhile.
 */
#include "bulk_job_steps.h"

#include <stdio.h>

#include "PerfectHashErrors.h"
#include "paths.h"
#include "runtime/win32_calls.h"
#include "table_job.h"
#include "text.h"

enum { SlotsAWorker = 2, FewestSlots = 8, MostSlots = 64 };

void BulkJobRowEnded(BulkJob *job, const BulkRow *row)
{
    if (row->failure != NULL)
        InterlockedIncrement64(&job->failed);
    InterlockedIncrement64(&job->ended);
    if (job->table != NULL)
        job->table(job, row, job->context);
}

/* The row's facts, from the table. FALSE: there is no memory for the path. */
static BOOL FillRow(BulkRow *row, const TableResult *table)
{
    row->keyCount = table->view.keyCount;
    row->keySizeInBytes = table->view.keySizeInBytes;
    row->attempts = table->view.attempts;
    row->resizes = table->view.resizes;
    row->hashFunction = table->view.hashFunction;
    row->layout = table->view.layout;
    row->tableBytes = TableResultDataBytes(table);
    row->solveMicroseconds = table->solveMicroseconds;
    row->coverage = table->statistics.coverage;
    row->skipped = table->reused;
    const wchar_t *file = TableResultFile(table);
    row->tablePath = file != NULL ? TextCopy(file) : NULL;
    return file == NULL || row->tablePath != NULL;
}

/* The runtime or the user ends the run: no slot goes on. The first one says why. */
static void EndRun(BulkJob *job, const Failure *failure)
{
    AcquireSRWLockExclusive(&job->lock);
    if (SUCCEEDED(job->failure.code))
        job->failure = *failure;
    ReleaseSRWLockExclusive(&job->lock);
    InterlockedExchange(&job->cancelled, TRUE);
}

/* result: the table of a row that has one. */
static void RowEnded(BulkJob *job, BulkRow *row, TableResult *result)
{
    BulkJobRowEnded(job, row);
    if (job->pack.rundown != NULL)
        BulkPackAdd(&job->pack, (size_t)(row - job->result->rows), row->keysPath, result);
}

static void RowFailed(BulkJob *job, BulkRow *row, const Failure *failure)
{
    const BOOL stops = failure->code == PERFECTHASH_E_RUNTIME && failure->systemError == ERROR_SHUTDOWN_IN_PROGRESS;
    if (stops)
        EndRun(job, failure);
    BulkRowFail(row, failure);
    RowEnded(job, row, NULL);
}

static void NextRow(BulkSlot *slot);
static void PackMoved(BulkPack *pack);

static void TableEnded(TableJob *table, void *context)
{
    BulkSlot *slot = context;
    BulkJob *job = slot->job;
    BulkRow *row = &job->result->rows[slot->row];
    TableResult *result = NULL;
    Failure failure;
    if (FAILED(TableJobTake(table, &result, &failure))) {
        RowFailed(job, row, &failure);
    } else if (!FillRow(row, result)) {
        FailureSet(&failure, PERFECTHASH_E_OUT_OF_MEMORY, row->keysPath, NULL, MAX_PATH, 0, 0);
        RowFailed(job, row, &failure);
    } else {
        RowEnded(job, row, result);
    }
    TableResultRelease(result);
    TableJobRelease(table);
    NextRow(slot);
}

/* The folder below the output directory that stands for the keys file's own. NULL: out of memory. */
static wchar_t *OutputFolder(const BulkJob *job, const wchar_t *keysPath)
{
    const size_t folderChars = (size_t)(PathNameOf(keysPath) - keysPath);
    if (folderChars == 0)
        return TextCopy(job->result->outputDirectory);
    wchar_t *folder = PathJoin(job->result->outputDirectory, keysPath);
    if (folder != NULL)
        folder[wcslen(folder) - wcslen(keysPath) + folderChars - 1] = 0;
    return folder;
}

/* TRUE: the table is under way, and its end goes on with the slot. */
static BOOL StartTable(BulkSlot *slot)
{
    BulkJob *job = slot->job;
    BulkRow *row = &job->result->rows[slot->row];
    if (row->failure != NULL) {                 /* its name was taken, or it is a folder that could not be read */
        RowEnded(job, row, NULL);
        return FALSE;
    }
    Failure failure;
    TableJob *table = NULL;
    wchar_t *keysPath = PathJoin(job->keysDirectory, row->keysPath);
    const BOOL writes = job->outputRoot != NULL && job->options.pack == NULL;
    wchar_t *outputFolder = writes ? OutputFolder(job, row->keysPath) : NULL;
    HRESULT code;
    if (keysPath == NULL || (writes && outputFolder == NULL)) {
        code = FailureSet(&failure, PERFECTHASH_E_OUT_OF_MEMORY, row->keysPath, NULL, MAX_PATH, 0, 0);
    } else {
        const TableRequest request = {
            .keysPath = keysPath,
            .outputDirectory = outputFolder,
            .options = job->options.table,
            .node = RuntimeNode(job->runtime, TRUE),
            .cancelled = &job->cancelled,
            .resume = job->options.resume,
            .noEvent = TRUE,
        };
        code = TableJobStart(job->runtime, &request, TableEnded, slot, &table, &failure);
    }
    TextFree(keysPath);
    TextFree(outputFolder);
    if (FAILED(code))
        RowFailed(job, row, &failure);
    return SUCCEEDED(code);
}

/* TRUE: the slot waits for the pack to come nearer to its row. */
static BOOL Park(BulkSlot *slot)
{
    BulkJob *job = slot->job;
    if (job->pack.rundown == NULL || BulkPackInWindow(&job->pack, slot->row))
        return FALSE;
    AcquireSRWLockExclusive(&job->lock);
    const BOOL parks = !BulkPackInWindow(&job->pack, slot->row) && !job->cancelled;     /* PackMoved comes for it */
    if (parks) {
        slot->nextParked = job->parked;
        job->parked = slot;
    }
    ReleaseSRWLockExclusive(&job->lock);
    return parks;
}

/* Starts the slot's row and those after it until one is under way or parked, or ends the slot. */
static void Continue(BulkSlot *slot)
{
    BulkJob *job = slot->job;
    while (!job->cancelled && slot->row < job->result->rowCount) {
        if (Park(slot) || StartTable(slot))
            return;
        slot->row = (size_t)InterlockedIncrement64(&job->nextRow) - 1;
    }
    if (job->cancelled)
        PackMoved(&job->pack);              /* the row that others wait for may never be made */
    RundownRelease(&job->rundown);
}

static void NextRow(BulkSlot *slot)
{
    slot->row = (size_t)InterlockedIncrement64(&slot->job->nextRow) - 1;
    Continue(slot);
}

/* Lets those slots go on whose rows are in the window now. */
static void PackMoved(BulkPack *pack)
{
    BulkJob *job = CONTAINING_RECORD(pack, BulkJob, pack);
    BulkSlot *ready = NULL, **at = &job->parked;
    AcquireSRWLockExclusive(&job->lock);
    while (*at != NULL) {
        BulkSlot *slot = *at;
        if (BulkPackInWindow(pack, slot->row) || job->cancelled) {
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
        Continue(slot);
    }
}

/* The pack's name; a shard's has the shard in it, before the extension. NULL: out of memory. */
static wchar_t *PackPath(const BulkJob *job)
{
    const wchar_t *path = job->options.pack;
    if (job->options.shardCount == 0)
        return TextCopy(path);
    const wchar_t *dot = wcsrchr(PathNameOf(path), L'.');
    const size_t stem = dot != NULL ? (size_t)(dot - path) : wcslen(path);
    const size_t chars = wcslen(path) + 40;
    wchar_t *named = HeapAlloc(GetProcessHeap(), 0, chars * sizeof(wchar_t));
    if (named != NULL)
        swprintf(named, chars, L"%.*ls.%lu-of-%lu%ls", (int)stem, path, (unsigned long)job->options.shardIndex,
                 (unsigned long)job->options.shardCount, path + stem);
    return named;
}

HRESULT BulkJobOpen(BulkJob *job)
{
    if (job->options.pack == NULL)
        return S_OK;
    wchar_t *path = PackPath(job);
    if (path == NULL)
        return BulkJobOutOfMemory(job, MAX_PATH);
    const DWORD error = BulkPackOpen(&job->pack, RuntimeNode(job->runtime, TRUE), &job->rundown, path, job->result->rowCount, PackMoved);
    const HRESULT code = error == ERROR_SUCCESS ? S_OK : FailureSystem(&job->failure, PERFECTHASH_E_OUTPUT_WRITE, path, error);
    TextFree(path);
    return code;
}

HRESULT BulkJobPack(BulkJob *job)
{
    const DWORD error = job->pack.rundown != NULL ? BulkPackFinish(&job->pack) : ERROR_SUCCESS;
    return error == ERROR_SUCCESS ? S_OK : FailureSystem(&job->failure, PERFECTHASH_E_OUTPUT_WRITE, job->pack.path, error);
}

static size_t SlotCount(const BulkJob *job)
{
    RuntimeStatistics statistics;
    RuntimeStatisticsTake(job->runtime, &statistics);
    const DWORD workers = statistics.nodes * NodeWorkers(RuntimeNode(job->runtime, TRUE));
    const DWORD automatic = min(max((DWORD)SlotsAWorker * workers, (DWORD)FewestSlots), (DWORD)MostSlots);
    const DWORD wanted = job->options.maximumConcurrency != 0 ? job->options.maximumConcurrency : automatic;
    return min((size_t)wanted, job->result->rowCount);
}

HRESULT BulkJobTables(BulkJob *job)
{
    const size_t count = SlotCount(job);
    if (job->pack.rundown != NULL)
        BulkPackBegin(&job->pack);
    if (count == 0)
        return S_OK;
    job->slots = Win32Allocate(count * sizeof(*job->slots));
    if (job->slots == NULL)
        return BulkJobOutOfMemory(job, count * sizeof(*job->slots));
    for (size_t i = 0; i < count; ++i) {
        RundownHold(&job->rundown);
        job->slots[i].job = job;
        NextRow(&job->slots[i]);
    }
    return S_OK;
}
