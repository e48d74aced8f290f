/*
 * Resuming: a table whose file is there already, whole and made from the same keys and options, is taken as it is. The file tells: it holds the
 * hash of its keys and what the options decided. What a crashed run left in the table's folder goes.
 */
#include <string.h>

#include "PerfectHashErrors.h"
#include "block.h"
#include "chm01/source.h"
#include "paths.h"
#include "table_job_steps.h"
#include "text.h"

/* The file <identifier><extension> of the table. NULL: out of memory. */
static wchar_t *FileOf(const TableJob *job, const wchar_t *extension)
{
    char name[TABLE_MAX_NAME + 1], identifier[SourceIdentifierBytes];
    wchar_t component[PATH_NAME_CHARS + 32];
    TextToUtf8(job->name, name, sizeof(name));
    SourceIdentifier(name, identifier);
    wchar_t *base = TextFromUtf8(identifier);
    if (base == NULL)
        return NULL;
    PathSafeName(base, component);
    TextFree(base);
    wcscat(component, extension);
    return PathJoin(job->priorFolder, component);
}

static void PriorEnded(FileRead *read, Worker *worker, DWORD error)
{
    TableJob *job = CONTAINING_RECORD(read, TableJob, priorRead);
    (void)worker;
    if (error == ERROR_SUCCESS)
        job->priorBuffer = read->buffer;
    RundownRelease(&job->rundown);          /* one that can't be read is one that isn't there */
}

void TableJobLoadPrior(TableJob *job)
{
    if (!job->resume || job->outputDirectory == NULL || (job->options.outputs & OutputTableFile) == 0)
        return;
    job->priorFolder = OutputSetFolder(job->outputDirectory, job->name, TableOptionsHashFunction(&job->options));
    if (job->outputs.noLinksFrom != 0 && job->priorFolder != NULL && PathHasLink(job->priorFolder, job->outputs.noLinksFrom))
        return;                             /* the write will say so */
    wchar_t *path = job->priorFolder != NULL ? FileOf(job, L".pht") : NULL;
    if (path == NULL)
        return;
    OutputSetSweep(job->priorFolder);
    RundownHold(&job->rundown);
    if (FileReadAdmitted(&job->priorRead, job->node, path, SolverLargestImage(&job->plan), PriorEnded) != ERROR_SUCCESS)
        RundownRelease(&job->rundown);
    TextFree(path);
}

/* Would these keys and options give this table? */
static BOOL IsOfPlan(const TableView *view, const SolvePlan *plan)
{
    const SolveOptions *options = &plan->options;
    const BOOL hashed = view->hashFunction == options->hashFunction ||
                        (options->fallbackHashFunction != 0 && view->hashFunction == options->fallbackHashFunction);
    if (options->fallbackHashFunction != 0 && view->hashFunction == options->hashFunction && view->resizes != 0)
        return FALSE;                       /* the fallback comes before a resize */
    if (options->findBestGraph)             /* how long it was sought for is not told by the table */
        return FALSE;
    for (uint32_t i = 0; i < options->seedCount; ++i) {
        if (view->seeds[i] != options->seeds[i])
            return FALSE;
    }
    return view->keyCount == plan->keys.count && view->keySizeInBytes == plan->keys.keySizeInBytes &&
           hashed && (view->layout == plan->layout || view->hashFunction != options->hashFunction) && view->rngSeed == options->rngSeed &&
           view->resizes <= options->maxTableResizes && (options->fixedAttempts == 0 || view->attempts <= options->fixedAttempts) &&
           (view->keys == NULL) == options->omitKeys && strcmp(view->name, plan->name) == 0 && view->keysHash == KeySetHash(&plan->keys);
}

/* TRUE when the header beside the table is there and as long as it would become; its bytes were whole when the table was put in place. */
static BOOL HeaderIsCurrent(TableJob *job, const TableView *view)
{
    const SourceOptions options = TableOptionsSource(&job->options);
    if ((job->options.outputs & OutputHeader) == 0)
        return TRUE;
    Buffer *text = BufferAcquire(job->node, SourceBound(view, &options));
    wchar_t *path = FileOf(job, L".h");
    wchar_t *extended = path != NULL ? PathExtended(path) : NULL;
    WIN32_FILE_ATTRIBUTE_DATA found;
    BOOL current = FALSE;
    if (text != NULL && extended != NULL && GetFileAttributesExW(extended, GetFileExInfoStandard, &found))
        current = SourceWrite(view, &options, BufferData(text)) == (((ULONGLONG)found.nFileSizeHigh << 32) | found.nFileSizeLow);
    TextFree(extended);
    TextFree(path);
    BufferRelease(text);
    return current;
}

/* The prior table as this job's result. */
static HRESULT TakePrior(TableJob *job, const TableView *view)
{
    void *image = BlockAllocate(view->imageBytes);
    if (image == NULL)
        return TableJobOutOfMemory(job, view->imageBytes);
    memcpy(image, view->image, view->imageBytes);
    const HRESULT code = TableResultOfSealed(image, view->imageBytes, job->name, job->subject, &job->result, &job->failure);
    if (FAILED(code))
        return code;
    static const struct {
        DWORD output;
        const wchar_t *extension;
    } files[] = {{OutputHeader, L".h"}, {OutputTableFile, L".pht"}};
    for (size_t i = 0; i < ARRAYSIZE(files); ++i) {
        if ((job->options.outputs & files[i].output) == 0)
            continue;
        wchar_t *path = FileOf(job, files[i].extension);
        if (path == NULL)
            return TableJobOutOfMemory(job, MAX_PATH);
        job->result->files[job->result->fileCount++] = path;
    }
    TextFree(job->result->outputDirectory);
    job->result->outputDirectory = job->priorFolder;
    job->priorFolder = NULL;
    job->result->reused = TRUE;
    return S_OK;
}

HRESULT TableJobReuse(TableJob *job)
{
    TableView view;
    if (job->priorBuffer == NULL)
        return S_OK;
    const BOOL current = TableOpen(BufferData(job->priorBuffer), BufferLength(job->priorBuffer), &view, NULL) == ChmOk &&
                         IsOfPlan(&view, &job->plan) && HeaderIsCurrent(job, &view);
    const HRESULT code = current ? TakePrior(job, &view) : S_OK;
    BufferRelease(job->priorBuffer);
    job->priorBuffer = NULL;
    return code;
}
