/*
 * Resuming: a table whose file is there already, whole and made from the same keys and options, is
 * taken as it is. The file tells: it holds the hash of its keys and the digest of the options. A
 * file of version 1 has no digest and is made again. What a crashed run left in the table's folder
 * goes.
 */
#include <string.h>

#include "PerfectHashErrors.h"
#include "chm01/output/outputs.h"
#include "jobs/base/block.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/pure/atomic.h"
#include "table_job_steps.h"

/* The file of an output, in that folder. NULL: out of memory. */
static wchar_t *FileIn(const TableJob *job, const wchar_t *folder, size_t form)
{
    wchar_t name[TABLE_FILE_NAME_CHARS];
    TableJobFileName(job, form, name);
    return PathJoin(folder, name);
}

static wchar_t *FileOf(const TableJob *job, size_t form)
{
    return FileIn(job, job->priorFolder, form);
}

static void PriorEnded(FileRead *read, Worker *worker, DWORD error)
{
    PriorFile *prior = CONTAINING_RECORD(read, PriorFile, read);
    (void)worker;
    prior->isRead = error == ERROR_SUCCESS; /* one that can't be read is one that isn't there */
    RundownRelease(&prior->job->core.rundown);
}

static DWORD PriorRoom(FileRead *read, size_t bytes)
{
    return TableRoomMake(CONTAINING_RECORD(read, PriorFile, read)->job, read, bytes);
}

static void StartPrior(TableJob *job, PriorFile *prior, size_t form, size_t maxBytes)
{
    wchar_t *path = FileOf(job, form);
    if (path == NULL)
        return;
    prior->job = job;
    RundownHold(&job->core.rundown);
    const FileReadRange range = {
        .admitted = TRUE, .cancelled = job->cancelled, .maxBytes = maxBytes, .room = PriorRoom};
    if (FileReadCheckedStart(&prior->read, job->node, path, &range, &prior->check.check, PriorEnded) != ERROR_SUCCESS)
        RundownRelease(&job->core.rundown);
    TextFree(path);
}

static size_t LargestImage(const TableJob *job)
{
    return job->texts.areKeys ? job->plan.imageBytes : SolverLargestImage(&job->plan);
}

void TableJobLoadPrior(TableJob *job)
{
    if (!job->resume || job->gperf.isGiven || job->outputDirectory == NULL ||
        (job->options.outputs & OutputTableFile) == 0)
        return;
    job->priorFolder = OutputSetFolder(job->outputDirectory, job->name, TableJobHashName(job));
    if (job->priorFolder == NULL ||
        (job->outputs.noLinksFrom != 0 && PathHasLink(job->priorFolder, job->outputs.noLinksFrom)))
        return; /* the write will say so */
    OutputSetSweep(job->priorFolder);
    ReadCheckTable(&job->priorTable.check);
    StartPrior(job, &job->priorTable, OutputTableForm, LargestImage(job));
}

/* Was the table made of as many keys, under this name, by equal options? */
static BOOL IsOfPlan(const TableView *view, const SolvePlan *plan)
{
    return view->optionsDigest == plan->optionsDigest && view->keyCount == plan->keys.count &&
           view->keySizeInBytes == SolvePlanKeys(plan)->keySizeInBytes && strcmp(view->name, plan->name) == 0;
}

/* The same of a table of text keys. */
static BOOL TextIsOfPlan(const TextView *text, const TableJob *job)
{
    return text->optionsDigest == job->plan.optionsDigest && text->table.keyCount == job->texts.keys.count &&
           strcmp(text->name, job->plan.name) == 0;
}

/* The prior table as this job's result. */
static HRESULT TakePrior(TableJob *job)
{
    void *image = job->priorTable.read.memory;
    job->priorTable.read.memory = NULL;
    const HRESULT code = TableResultOfSealed(image, (size_t)job->priorTable.read.size, job->name, job->core.subject,
                                             &job->result, &job->core.failure);
    if (FAILED(code))
        return code;
    TableJobGiveRecords(job);
    for (size_t i = 0; i < OutputForms; i++) {
        if (!TableJobMakes(job, i))
            continue;
        wchar_t *path = FileOf(job, i);
        if (path == NULL)
            return FailureMemory(&job->core.failure, job->core.subject, MAX_PATH);
        job->result->files[job->result->fileCount++] = path;
    }
    TextFree(job->result->outputDirectory);
    job->result->outputDirectory = job->priorFolder;
    job->priorFolder = NULL;
    job->result->floors = job->options.ranges;
    job->result->reused = TRUE;
    job->result->names = job->names;
    job->result->durable = job->options.durable;
    return S_OK;
}

/*
 * A durable run keeps what is on the disk: who made the prior table may not have waited for that.
 */
static HRESULT FlushPrior(TableJob *job)
{
    const TableResult *result = job->result;
    DWORD error = ERROR_SUCCESS;
    for (DWORD i = 0; i <= result->fileCount && error == ERROR_SUCCESS; i++) {
        const BOOL folder = i == result->fileCount;
        wchar_t *path = PathExtended(folder ? result->outputDirectory : result->files[i]);
        if (path == NULL)
            return FailureMemory(&job->core.failure, job->core.subject, MAX_PATH);
        if (!folder)
            error = ReplaceFlushPath(path);
        else if (!job->outputs.foldersLater)
            error = ReplaceFlushFolder(path);
        TextFree(path);
    }
    return error == ERROR_SUCCESS
               ? S_OK
               : FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_WRITE, result->outputDirectory, error);
}

static BOOL PriorTextIsOfPlan(TableJob *job)
{
    const FileRead *read = &job->priorTable.read;
    return TextImageOpenSealed(read->memory, (size_t)read->size, &job->priorTexts, NULL) == ChmOk &&
           TextIsOfPlan(&job->priorTexts, job);
}

/* Is there a prior table of the plan, as far as its header tells? */
static BOOL PriorIsOfPlan(TableJob *job)
{
    const FileRead *read = &job->priorTable.read;
    if (job->check.status != ChmOk)
        return FALSE;
    if (job->texts.areKeys)
        return PriorTextIsOfPlan(job);
    return TableOpenSealed(read->memory, (size_t)read->size, &job->prior, NULL) == ChmOk &&
           IsOfPlan(&job->prior, &job->plan);
}

static BOOL PriorIsOfKeys(const TableJob *job)
{
    const uint64_t hash = Hash64End(&job->check.hash);
    return hash == (job->texts.areKeys ? job->priorTexts.table.keysHash : job->prior.keysHash);
}

/* There is nothing to be kept: what was read goes, and another table may have its memory. */
static HRESULT DropPrior(TableJob *job)
{
    job->check.phase = CheckOver;
    TableJobFreeFloors(job);
    TableRoomFree(&job->priorTable.read);
    TableRoomFree(&job->priorSource.read);
    TableJobGiveBack(job, TableJobOwnBytes(job));
    AdmissionLeave(&job->large);
    return S_OK;
}

static HRESULT ReusePhase(TableJob *job, CheckPhase next)
{
    job->check.phase = next;
    return S_OK;
}

/* Starts the read of a text of a prior table: whether a table is kept depends on its texts, too. */
static HRESULT ReadPriorText(TableJob *job)
{
    enum { CharsAByte = 8, TextBesides = 1 << 20 }; /* at most, to an image */
    job->check.phase = CheckHasText;
    memset(&job->priorSource, 0, sizeof job->priorSource);
    ReadCheckText(&job->priorSource.check);
    StartPrior(job, &job->priorSource, job->check.form, LargestImage(job) * CharsAByte + TextBesides);
    return S_FALSE;
}

/* The figures of a table that is kept are not in its file. */
static HRESULT MeasurePrior(TableJob *job)
{
    const SolveOptions *solve = &job->plan.options;
    const BOOL measures = !job->texts.areKeys && (solve->measureCoverage || solve->findBestGraph);
    return measures ? TableJobCheckCoverage(job) : ReusePhase(job, CheckKeeps);
}

static HRESULT PriorMeasured(TableJob *job)
{
    BlockFree(job->check.touched);
    job->check.touched = NULL;
    return ReusePhase(job, CheckKeeps);
}

static HRESULT KeepPrior(TableJob *job)
{
    job->check.phase = CheckOver;
    const HRESULT code = TakePrior(job);
    if (FAILED(code))
        return code;
    job->result->statistics.coverage = job->check.coverage;
    return job->options.durable ? FlushPrior(job) : S_OK;
}

/* Begins with the next text from that one on, or with what follows the last one. */
static HRESULT NextPriorText(TableJob *job, size_t from)
{
    TableRoomFree(&job->priorSource.read);
    job->check.form = TableJobNextText(job, from);
    return job->check.form != OutputForms ? ReusePhase(job, CheckReadsText) : MeasurePrior(job);
}

/*
 * Ends the present phase and begins what follows it. The texts beside a table must be what they
 * would become: a table may have been written without them since.
 */
static HRESULT ReuseGoOn(TableJob *job)
{
    switch (job->check.phase) {
    case CheckNothing: return job->priorTable.isRead ? TableJobCheckImage(job, &job->priorTable.read) : DropPrior(job);
    case CheckImage: return PriorIsOfPlan(job) ? TableJobCheckKeys(job) : DropPrior(job);
    case CheckKeys: return PriorIsOfKeys(job) ? NextPriorText(job, 0) : DropPrior(job);
    case CheckReadsText: return ReadPriorText(job);
    case CheckHasText: return job->priorSource.isRead ? TableJobCheckText(job) : DropPrior(job);
    case CheckText:
        return SourceTextIsSame(&job->check.text) ? NextPriorText(job, job->check.form + 1) : DropPrior(job);
    case CheckMeasures: return PriorMeasured(job);
    case CheckKeeps: return KeepPrior(job);
    case CheckOver: break;
    }
    return S_OK;
}

BOOL TableJobReuseBlocks(const TableJob *job)
{
    return job->check.phase == CheckReadsText || (job->check.phase == CheckKeeps && job->options.durable);
}

HRESULT TableJobReuse(TableJob *job)
{
    const BOOL mayBlock = TableJobReuseBlocks(job);
    HRESULT code = S_OK;
    while (code == S_OK && job->check.phase != CheckOver) {
        if (TableJobReuseBlocks(job) && !mayBlock)
            return S_FALSE; /* the step comes again, with a place for that */
        code = JobCoreCheck(&job->core, AtomicRead(job->cancelled) != 0);
        if (SUCCEEDED(code))
            code = ReuseGoOn(job);
    }
    return code;
}

/* folder: in its \\?\ form. */
static HRESULT LookAt(TableJob *job, const wchar_t *folder)
{
    wchar_t *paths[OutputForms] = {NULL};
    const wchar_t *refused = folder;
    size_t count = 0;
    DWORD error = ERROR_SUCCESS;
    for (size_t i = 0; i < OutputForms && error == ERROR_SUCCESS; i++) {
        if (!TableJobMakes(job, i))
            continue;
        paths[count] = FileIn(job, folder, i);
        if (paths[count++] == NULL)
            error = ERROR_NOT_ENOUGH_MEMORY;
    }
    if (error == ERROR_SUCCESS)
        error = OutputSetLook(folder, (const wchar_t *const *)paths, count, &refused);
    wchar_t *told = error != ERROR_SUCCESS ? PathFull(refused) : NULL;
    HRESULT code = S_OK;
    if (error != ERROR_SUCCESS && ReplaceWaits(&job->lookWait, job->node, &job->core.rundown, &error))
        code = S_FALSE;
    else if (error != ERROR_SUCCESS)
        code = FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_WRITE, told != NULL ? told : refused, error);
    TextFree(told);
    for (size_t i = 0; i < count; i++)
        TextFree(paths[i]);
    return code;
}

HRESULT TableJobLook(TableJob *job)
{
    if (job->outputDirectory == NULL)
        return S_OK;
    wchar_t *folder = OutputSetFolder(job->outputDirectory, job->name, TableJobHashName(job));
    wchar_t *extended = folder != NULL ? PathExtended(folder) : NULL;
    const size_t from = job->outputs.noLinksFrom;
    HRESULT code = S_OK;
    if (extended == NULL)
        code = FailureMemory(&job->core.failure, job->core.subject, MAX_PATH);
    else if (from == 0 || !PathHasLink(folder, from)) /* else the write will say so */
        code = LookAt(job, extended);
    TextFree(folder);
    TextFree(extended);
    return code;
}
