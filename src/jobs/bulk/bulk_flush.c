/*
 * With --Durable each file of a table is on the disk before it gets its name. The names themselves
 * are flushed here, at the end of the run: first the folder of each table, then once each folder
 * above it up to the output directory's parent. A step flushes a page of tables, so that other work
 * is served between pages.
 */
#include <string.h>

#include "PerfectHashErrors.h"
#include "bulk_job_steps.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/files/replace.h"

enum { FlushRows = 64 };

/* How many of a's first folders b has too, in characters. */
static size_t SharedChars(const wchar_t *a, const wchar_t *b)
{
    size_t shared = 0;
    for (size_t i = 0; a[i] == b[i]; i++) {
        if (a[i] == L'\\' || a[i] == 0)
            shared = i;
        if (a[i] == 0)
            break;
    }
    return shared;
}

/* Flushes the folder and those above it whose paths are longer than that many characters. */
static DWORD FlushUpTo(wchar_t *folder, size_t chars)
{
    DWORD error = ERROR_SUCCESS;
    while (error == ERROR_SUCCESS && wcslen(folder) > chars) {
        error = ReplaceFlushFolder(folder);
        wchar_t *end = wcsrchr(folder, L'\\');
        if (end == NULL)
            break;
        *end = 0;
    }
    return error;
}

/* The row's folder, and those above that it doesn't share with the row before. */
static DWORD FlushRow(const BulkJob *job, const BulkRow *row, const wchar_t *before)
{
    wchar_t *folder = PathExtended(row->tablePath);
    wchar_t *other = before != NULL ? PathExtended(before) : NULL;
    DWORD error = folder != NULL ? ERROR_SUCCESS : ERROR_NOT_ENOUGH_MEMORY;
    if (error == ERROR_SUCCESS) {
        folder[PathNameOf(folder) - folder - 1] = 0;
        const size_t shared = other != NULL ? SharedChars(folder, other) : 0;
        error = FlushUpTo(folder, max(shared, wcslen(job->outputRoot)));
    }
    TextFree(other);
    TextFree(folder);
    return error;
}

/* The output directory, and its parent, where it may be new. */
static DWORD FlushRoot(const BulkJob *job)
{
    const DWORD error = ReplaceFlushFolder(job->outputRoot);
    return error == ERROR_SUCCESS ? DirectoryFlushParents(job->outputRoot, job->outputMade) : error;
}

HRESULT BulkJobFlush(BulkJob *job)
{
    const BulkResult *result = job->result;
    if (!job->options.table.durable || job->outputRoot == NULL || job->merge != NULL)
        return S_OK;
    DWORD error = job->flushedRows == 0 ? FlushRoot(job) : ERROR_SUCCESS;
    const wchar_t *before = NULL;
    for (int left = FlushRows; left != 0 && error == ERROR_SUCCESS && job->flushedRows < result->rowCount; left--) {
        const BulkRow *row = &result->rows[job->flushedRows++];
        if (row->tablePath == NULL)
            continue;
        error = FlushRow(job, row, before);
        before = row->tablePath;
    }
    if (error != ERROR_SUCCESS)
        return FailureSystem(&job->core.failure, PERFECTHASH_E_OUTPUT_WRITE, result->outputDirectory, error);
    if (job->flushedRows == result->rowCount)
        return S_OK;
    RundownHold(&job->core.rundown);
    error = NodePost(RuntimeNode(job->core.runtime, TRUE), &job->begin);
    if (error == ERROR_SUCCESS)
        return S_FALSE;
    RundownRelease(&job->core.rundown);
    return FailureSystem(&job->core.failure, PERFECTHASH_E_RUNTIME, job->keysDirectory, error);
}
