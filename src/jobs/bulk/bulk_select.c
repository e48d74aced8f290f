/*
 * From the files that the walk found to the rows of this run: the shard's part, and no two tables
 * in one place.
 */
#include "bulk_job_steps.h"

#include <stdint.h>

#include "PerfectHashErrors.h"
#include "bulk_merge.h"
#include "jobs/base/store.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "name_table.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/files/file.h"

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

/* Where the tables of the files go, each folder with the first file that has it. */
typedef struct FolderSet {
    NameTable names;
    Store texts; /* of the folders */
} FolderSet;

static void FolderSetFree(FolderSet *folders)
{
    NameTableFree(&folders->names);
    StoreFree(&folders->texts);
}

/*
 * Where a file's table goes, in one case: file systems take names that differ in case alone for
 * one. NULL: out of memory.
 */
static const wchar_t *OutputFolderOf(FolderSet *folders, const wchar_t *path)
{
    wchar_t *name = PathBaseName(path);
    if (name == NULL)
        return NULL;
    const size_t above = (size_t)(PathNameOf(path) - path), length = above + wcslen(name);
    wchar_t *folder = StoreTake(&folders->texts, (length + 1) * sizeof *folder);
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

static size_t RowsOfShard(const BulkJob *job)
{
    size_t count = 0;
    for (size_t i = 0; i < job->walk.fileCount; i++)
        count += InShard(job, job->walk.files[i].path) ? 1 : 0;
    return count;
}

/* The rows' paths are no longer the walk's. */
static void BulkSelectTakePaths(BulkJob *job)
{
    BulkFile *file = job->walk.files;
    for (size_t row = 0; row < job->result->rowCount; file++) {
        if (file->path != job->result->rows[row].keysPath)
            continue;
        file->path = NULL;
        row++;
    }
}

static HRESULT BulkSelectReserve(BulkJob *job, FolderSet *folders, BOOL unique)
{
    const size_t rowCount = RowsOfShard(job);
    const SolveOptions *solve = &job->options.table.solve;
    if (!BulkResultReserve(job->result, rowCount) || (unique && !NameTableInit(&folders->names, job->walk.fileCount)))
        return FailureMemory(&job->core.failure, job->keysDirectory, job->walk.fileCount * sizeof(BulkRow));
    if ((solve->measureCoverage || solve->findBestGraph) && !BulkResultMeasure(job->result, rowCount))
        return FailureMemory(&job->core.failure, job->keysDirectory, rowCount * sizeof(TableCoverage));
    return S_OK;
}

/*
 * One row for each file of the shard; the first of those that share a folder (in the order of all
 * files, of all shards) has it.
 */
static HRESULT BulkSelectMakeRows(BulkJob *job, FolderSet *folders)
{
    const BulkFile *files = job->walk.files;
    const size_t fileCount = job->walk.fileCount;
    const BOOL unique = job->outputRoot != NULL && job->options.pack == NULL;
    if (FAILED(BulkSelectReserve(job, folders, unique)))
        return job->core.failure.code;
    for (size_t i = 0; i < fileCount; i++) {
        size_t first = i;
        if (unique && files[i].error == ERROR_SUCCESS) {
            const wchar_t *folder = OutputFolderOf(folders, files[i].path);
            if (folder == NULL)
                return FailureMemory(&job->core.failure, job->keysDirectory, sizeof(wchar_t) * wcslen(files[i].path));
            first = NameTableAdd(&folders->names, folder, wcslen(folder), i);
        }
        if (!InShard(job, files[i].path))
            continue;
        BulkRow *row = &job->result->rows[job->result->rowCount++];
        row->keysPath = files[i].path; /* of both until all rows are made */
        if (files[i].error != ERROR_SUCCESS)
            FailFolder(job, row, files[i].error);
        else if (first != i)
            FailName(job, row, files[first].path);
    }
    return S_OK;
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

HRESULT BulkJobSelect(BulkJob *job)
{
    FolderSet folders = {0};
    if (job->merge != NULL)
        return BulkMergeSelect(job);
    if (job->walk.error != ERROR_SUCCESS)
        return WalkFailed(job);
    if (job->walk.fileCount == 0)
        return FailureSet(&job->core.failure, PERFECTHASH_E_NO_KEYS_FILES, job->keysDirectory, NULL, 0, 0, 0);
    job->filesFound = job->walk.fileCount;
    HRESULT code = BulkSelectMakeRows(job, &folders);
    BulkSelectTakePaths(job);
    FolderSetFree(&folders);
    BulkWalkClose(&job->walk);
    job->total = job->result->rowCount;
    if (SUCCEEDED(code) && job->outputRoot != NULL) {
        const DWORD error = DirectoryEnsure(job->outputRoot, &job->outputMade);
        if (error != ERROR_SUCCESS)
            code =
                FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_DIRECTORY, job->result->outputDirectory, error);
        else if (job->options.resume)
            DirectorySweep(job->outputRoot);
    }
    return code;
}
