/*
 * From the files that the walk found to the rows of this run: the shard's part, and no two tables
 * in one place.
 */
#include "bulk_job_steps.h"

#include <stdint.h>

#include "PerfectHashErrors.h"
#include "bulk_merge.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/files/file.h"

/*
 * The work that a slice may have, in characters: about a millisecond. FileWork is that of a file,
 * beside the characters of its path.
 */
enum { SelectWork = 1 << 15, FileWork = 32 };

/*
 * FNV-1a over the path's characters, so that a file's shard depends on its path alone, on any
 * machine. Who names the files can choose their shards by it, so nothing else may rest on it.
 */
static uint64_t PathHash(const wchar_t *path)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *path != 0; path++)
        hash = (hash ^ (uint64_t)*path) * 0x100000001b3u;
    return hash ^ (hash >> 32);
}

static BOOL InShard(const BulkJob *job, const wchar_t *path)
{
    return job->options.shardCount == 0 || PathHash(path) % job->options.shardCount == job->options.shardIndex - 1;
}

/* ---- names ---- */

/*
 * Where a file's table goes, in one case: file systems take names that differ in case alone for
 * one. NULL: out of memory.
 */
static const wchar_t *OutputFolderOf(BulkSelect *select, const wchar_t *path)
{
    wchar_t *name = PathBaseName(path);
    if (name == NULL)
        return NULL;
    const size_t above = (size_t)(PathNameOf(path) - path), length = above + wcslen(name);
    wchar_t *folder = StoreTake(&select->texts, (length + 1) * sizeof *folder);
    if (folder != NULL) {
        memcpy(folder, path, above * sizeof *folder);
        wcscpy(folder + above, name);
        LCMapStringEx(LOCALE_NAME_INVARIANT, LCMAP_LOWERCASE, folder, (int)length, folder, (int)length, NULL, NULL, 0);
    }
    TextFree(name);
    return folder;
}

/* ---- rows ---- */

static void FailName(BulkJob *job, BulkRow *row, const wchar_t *other)
{
    Failure failure;
    wchar_t *subject = PathJoin(job->keysDirectory, row->keysPath);
    FailureSet(&failure, PERFECTHASH_E_NAME_TAKEN, subject != NULL ? subject : row->keysPath, other, 0, 0, 0);
    TextFree(subject);
    BulkRowFail(job->result, row, &failure);
}

/* A folder that could not be read, or a link. */
static void FailFolder(BulkJob *job, BulkRow *row, DWORD error)
{
    Failure failure;
    wchar_t *subject = PathJoin(job->keysDirectory, row->keysPath);
    if (error == ERROR_STOPPED_ON_SYMLINK)
        FailureLink(&failure, subject != NULL ? subject : row->keysPath);
    else
        FailureSystem(&failure, PERFECTHASH_E_DIRECTORY_UNREADABLE, subject != NULL ? subject : row->keysPath, error);
    TextFree(subject);
    BulkRowFail(job->result, row, &failure);
}

static HRESULT BulkSelectReserve(BulkJob *job)
{
    BulkSelect *select = &job->select;
    const SolveOptions *solve = &job->options.table.solve;
    const Store none = {.last = NULL};
    const BOOL unique = job->outputRoot != NULL && job->options.pack == NULL;
    if (!BulkResultReserve(job->result, select->rowCount) ||
        (unique && !NameTableInit(&select->folders, job->walk.fileCount)))
        return FailureMemory(&job->core.failure, job->keysDirectory, job->walk.fileCount * sizeof(BulkRow));
    if ((solve->measureCoverage || solve->findBestGraph) && !BulkResultMeasure(job->result, select->rowCount))
        return FailureMemory(&job->core.failure, job->keysDirectory, select->rowCount * sizeof(TableCoverage));
    job->result->texts = job->walk.texts; /* the rows' */
    job->walk.texts = none;
    select->unique = unique;
    select->reserved = TRUE;
    return S_OK;
}

/*
 * The file's row, if it is of the shard. The first of those that share a folder (in the order of
 * all files, of all shards) has it.
 */
static HRESULT BulkSelectMakeRow(BulkJob *job, size_t index)
{
    const BulkFile *file = &job->walk.files[index];
    BulkSelect *select = &job->select;
    size_t first = index;
    if (select->unique && file->error == ERROR_SUCCESS) {
        const wchar_t *folder = OutputFolderOf(select, file->path);
        if (folder == NULL)
            return FailureMemory(&job->core.failure, job->keysDirectory, sizeof(wchar_t) * wcslen(file->path));
        first = NameTableAdd(&select->folders, folder, wcslen(folder), index);
    }
    if (!InShard(job, file->path))
        return S_OK;
    BulkRow *row = &job->result->rows[job->result->rowCount++];
    row->keysPath = file->path;
    if (file->error != ERROR_SUCCESS)
        FailFolder(job, row, file->error);
    else if (first != index)
        FailName(job, row, job->walk.files[first].path);
    return S_OK;
}

/* Takes from the work what a file costs. FALSE: nothing is left. */
static BOOL BulkSelectSpend(const BulkFile *file, size_t *work)
{
    const size_t cost = FileWork + wcslen(file->path);
    *work -= min(cost, *work);
    return *work != 0;
}

/* Counts the rows of the shard, reserves them and then makes them, as far as a slice goes. */
static HRESULT BulkSelectSlice(BulkJob *job)
{
    BulkSelect *select = &job->select;
    const BulkFile *files = job->walk.files;
    const size_t fileCount = job->walk.fileCount;
    size_t work = SelectWork;
    BOOL goesOn = TRUE;
    for (; goesOn && select->counted < fileCount; select->counted++) {
        select->rowCount += InShard(job, files[select->counted].path) ? 1 : 0;
        goesOn = BulkSelectSpend(&files[select->counted], &work);
    }
    HRESULT code = goesOn && !select->reserved ? BulkSelectReserve(job) : S_OK;
    for (; goesOn && SUCCEEDED(code) && select->next < fileCount; select->next++) {
        code = BulkSelectMakeRow(job, select->next);
        goesOn = BulkSelectSpend(&files[select->next], &work);
    }
    if (FAILED(code))
        return code;
    return select->next < fileCount ? SliceStepAgain(&job->slice) : S_FALSE;
}

void BulkJobSelectClose(BulkJob *job)
{
    NameTableFree(&job->select.folders);
    StoreFree(&job->select.texts);
}

static HRESULT WalkFailed(BulkJob *job)
{
    const DWORD error = job->walk.error;
    if (error == ERROR_NOT_ENOUGH_MEMORY)
        return FailureMemory(&job->core.failure, job->keysDirectory, sizeof(BulkFile));
    const BOOL missing = error == ERROR_PATH_NOT_FOUND || error == ERROR_FILE_NOT_FOUND || error == ERROR_DIRECTORY;
    const DWORD attributes = GetFileAttributesW(job->keysRoot);
    if (missing && attributes == INVALID_FILE_ATTRIBUTES)
        return FailureSet(&job->core.failure, PERFECTHASH_E_DIRECTORY_NOT_FOUND, job->keysDirectory, NULL, 0, 0, 0);
    if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0)
        return FailureSet(&job->core.failure, PERFECTHASH_E_DIRECTORY_UNREADABLE, job->keysDirectory, L"it is a file.",
                          0, 0, 0);
    return FailureSystem(&job->core.failure, PERFECTHASH_E_DIRECTORY_UNREADABLE, job->keysDirectory, error);
}

BOOL BulkJobMakesRows(const BulkJob *job)
{
    return job->merge == NULL && job->walk.error == ERROR_SUCCESS && job->select.next < job->walk.fileCount;
}

/* The rows are there: makes the output directory. */
static HRESULT BulkSelectEnd(BulkJob *job)
{
    BulkJobSelectClose(job);
    BulkWalkClose(&job->walk);
    job->total = job->result->rowCount;
    if (job->outputRoot == NULL)
        return S_OK;
    const DWORD error = DirectoryEnsure(job->outputRoot, &job->outputMade);
    if (error != ERROR_SUCCESS)
        return FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_DIRECTORY, job->result->outputDirectory, error);
    if (job->options.resume)
        DirectorySweep(job->outputRoot);
    return S_OK;
}

HRESULT BulkJobSelect(BulkJob *job)
{
    if (job->merge != NULL)
        return BulkMergeSelect(job);
    if (job->walk.error != ERROR_SUCCESS)
        return WalkFailed(job);
    if (job->walk.fileCount == 0)
        return FailureSet(&job->core.failure, PERFECTHASH_E_NO_KEYS_FILES, job->keysDirectory, NULL, 0, 0, 0);
    job->filesFound = job->walk.fileCount;
    return BulkJobMakesRows(job) ? BulkSelectSlice(job) : BulkSelectEnd(job);
}
