/*
 * From the files that the walk found to the rows of this run: the shard's part, and no two tables
 * in one place.
 */
#include "bulk_job_steps.h"

#include <stdint.h>

#include "PerfectHashErrors.h"
#include "bulk_merge.h"
#include "jobs/base/paths.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"
#include "runtime/files/file.h"

/*
 * FNV-1a over the path's characters, so that a file's shard depends on its path alone, on any
 * machine.
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

/* Open addressing: the index + 1 of the first file of each place. */
typedef struct Places {
    wchar_t **names; /* one a file; NULL for a folder that could not be read */
    size_t *slots;
    size_t slotCount;
} Places;

static void PlacesFree(Places *places, size_t count)
{
    for (size_t i = 0; places->names != NULL && i < count; i++)
        TextFree(places->names[i]);
    Win32Free((void *)places->names);
    Win32Free(places->slots);
}

/*
 * Where a file's table goes, in one case: file systems take names that differ in case alone for
 * one. NULL: out of memory.
 */
static wchar_t *PlaceOf(const wchar_t *path)
{
    wchar_t *place = TextCopy(path);
    wchar_t *name = place != NULL ? PathBaseName(path) : NULL;
    if (name == NULL) {
        TextFree(place);
        return NULL;
    }
    wcscpy(place + (PathNameOf(path) - path), name); /* no longer than the name that stood there */
    TextFree(name);
    const int chars = (int)wcslen(place);
    LCMapStringEx(LOCALE_NAME_INVARIANT, LCMAP_LOWERCASE, place, chars, place, chars, NULL, NULL, 0);
    return place;
}

/* The file that has this place already, or the one at index. */
static size_t Occupant(Places *places, size_t index)
{
    const wchar_t *name = places->names[index];
    for (size_t slot = (size_t)PathHash(name);; slot++) {
        size_t *const at = &places->slots[slot & (places->slotCount - 1)];
        if (*at == 0)
            *at = index + 1;
        if (*at == index + 1 || wcscmp(places->names[*at - 1], name) == 0)
            return *at - 1;
    }
}

static BOOL PlacesInit(Places *places, size_t count)
{
    places->slotCount = 4;
    while (places->slotCount < 2 * count)
        places->slotCount *= 2;
    places->names = (wchar_t **)Win32Allocate(max(count, 1u) * sizeof *places->names);
    places->slots = Win32Allocate(places->slotCount * sizeof *places->slots);
    return places->names != NULL && places->slots != NULL;
}

/* ---- rows ---- */

static void FailName(BulkJob *job, BulkRow *row, const wchar_t *other)
{
    Failure failure;
    wchar_t *subject = PathJoin(job->keysDirectory, row->keysPath);
    FailureSet(&failure, PERFECTHASH_E_NAME_TAKEN, subject != NULL ? subject : row->keysPath, other, 0, 0, 0);
    TextFree(subject);
    BulkRowFail(row, &failure);
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
    BulkRowFail(row, &failure);
}

/*
 * One row for each file of the shard; the first of those that share a place (in the order of all
 * files, of all shards) has it.
 */
static HRESULT MakeRows(BulkJob *job, Places *places)
{
    const BulkFile *files = job->walk.files;
    const size_t fileCount = job->walk.fileCount;
    const BOOL unique = job->outputRoot != NULL && job->options.pack == NULL;
    if (!BulkResultReserve(job->result, fileCount) || (unique && !PlacesInit(places, fileCount)))
        return FailureMemory(&job->failure, job->keysDirectory, fileCount * sizeof(BulkRow));
    for (size_t i = 0; i < fileCount; i++) {
        size_t first = i;
        if (unique && files[i].error == ERROR_SUCCESS) {
            places->names[i] = PlaceOf(files[i].path);
            if (places->names[i] == NULL)
                return FailureMemory(&job->failure, job->keysDirectory, sizeof(wchar_t) * wcslen(files[i].path));
            first = Occupant(places, i);
        }
        if (!InShard(job, files[i].path))
            continue;
        BulkRow *row = &job->result->rows[job->result->rowCount++];
        row->keysPath = TextCopy(files[i].path);
        if (row->keysPath == NULL)
            return FailureMemory(&job->failure, job->keysDirectory, sizeof(wchar_t) * wcslen(files[i].path));
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
        return FailureMemory(&job->failure, job->keysDirectory, sizeof(BulkFile));
    const BOOL missing = error == ERROR_PATH_NOT_FOUND || error == ERROR_FILE_NOT_FOUND || error == ERROR_DIRECTORY;
    const DWORD attributes = GetFileAttributesW(job->keysRoot);
    if (missing && attributes == INVALID_FILE_ATTRIBUTES)
        return FailureSet(&job->failure, PERFECTHASH_E_DIRECTORY_NOT_FOUND, job->keysDirectory, NULL, 0, 0, 0);
    if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) == 0)
        return FailureSet(&job->failure, PERFECTHASH_E_DIRECTORY_UNREADABLE, job->keysDirectory, L"it is a file.", 0, 0,
                          0);
    return FailureSystem(&job->failure, PERFECTHASH_E_DIRECTORY_UNREADABLE, job->keysDirectory, error);
}

HRESULT BulkJobSelect(BulkJob *job)
{
    Places places = {0};
    if (job->merge != NULL)
        return BulkMergeSelect(job);
    if (job->walk.error != ERROR_SUCCESS)
        return WalkFailed(job);
    if (job->walk.fileCount == 0)
        return FailureSet(&job->failure, PERFECTHASH_E_NO_KEYS_FILES, job->keysDirectory, NULL, 0, 0, 0);
    job->filesFound = job->walk.fileCount;
    HRESULT code = MakeRows(job, &places);
    PlacesFree(&places, job->walk.fileCount);
    BulkWalkClose(&job->walk);
    job->total = job->result->rowCount;
    if (SUCCEEDED(code) && job->outputRoot != NULL) {
        const DWORD error = DirectoryEnsure(job->outputRoot, NULL);
        if (error != ERROR_SUCCESS)
            code = FailureSystem(&job->failure, PERFECTHASH_E_OUTPUT_DIRECTORY, job->result->outputDirectory, error);
        else if (job->options.resume)
            DirectorySweep(job->outputRoot);
    }
    return code;
}
