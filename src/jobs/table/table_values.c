/* See table_values.h: the path, and what of a table job is about values. */
#include "table_values.h"

#include "PerfectHashErrors.h"
#include "jobs/text/text.h"
#include "runtime/base/path.h"
#include "runtime/pure/memory.h"
#include "table_job_steps.h"

wchar_t *TableValuesPath(const wchar_t *keysPath)
{
    static const wchar_t suffix[] = L".values";
    const size_t length = wcslen(keysPath);
    wchar_t *path = MemoryAllocate((length + ARRAYSIZE(suffix)) * sizeof *path);
    if (path != NULL) {
        wcscpy(path, keysPath);
        wcscpy(path + length, suffix);
    }
    return path;
}

static size_t ValueBytes(const TableJob *job)
{
    return job->options.solve.valueBits / 8;
}

/* Names the file of the values, as users know it and as it is opened. */
static HRESULT NameFile(TableJob *job, const TableRequest *request)
{
    const wchar_t *given = request->options.values;
    job->valuesPath = given != NULL ? TextCopy(given) : TableValuesPath(job->keysPath);
    if (job->valuesPath == NULL)
        return FailureMemoryText(&job->core.failure, job->core.subject);
    job->options.values = job->valuesPath;
    job->valuesFullPath = given != NULL ? PathExtended(given) : TableValuesPath(job->keysFullPath);
    return job->valuesFullPath != NULL ? S_OK
                                       : FailureSystem(&job->core.failure, PERFECTHASH_E_VALUES_UNREADABLE,
                                                       job->valuesPath, ERROR_INVALID_NAME);
}

HRESULT TableJobPrimeValues(TableJob *job, const TableRequest *request)
{
    if (!TableJobHasValues(job))
        return S_OK;
    if (!job->options.solve.positions)
        job->options.solve.omitKeys = TRUE;
    return job->keysPath != NULL
               ? NameFile(job, request)
               : TableJobCopyGiven(job, request->values, request->keyCount * ValueBytes(job), OwnValues);
}

BOOL TableJobHasValues(const TableJob *job)
{
    return !job->loads && job->options.solve.valueBits != 0;
}

FileReadRange TableJobValuesRange(const TableJob *job)
{
    const FileReadRange range = {.admitted = TRUE, .maxBytes = CHM_MAX_KEYS * ValueBytes(job)};
    return range;
}

HRESULT TableJobTakeValues(TableJob *job)
{
    if (!TableJobHasValues(job))
        return S_OK;
    const size_t bytes = job->own[OwnValues].size;
    if (bytes != job->keys.count * ValueBytes(job))
        return FailureSet(&job->core.failure, PERFECTHASH_E_VALUES_SIZE, job->valuesPath, job->core.subject, bytes,
                          job->options.solve.valueBits, job->keys.count);
    job->options.solve.values = job->own[OwnValues].bytes;
    return S_OK;
}
