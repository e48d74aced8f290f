#include "remote_result.h"

#include <wchar.h>

#include "PerfectHashErrors.h"
#include "com/object/errors.h"
#include "com/table/table.h"
#include "com/table/tables.h"
#include "jobs/bulk/bulk_reload.h"
#include "jobs/text/text.h"

static BOOL RemoteResultEndsWith(const wchar_t *path, const wchar_t *extension)
{
    const size_t chars = wcslen(path), tail = wcslen(extension);
    return chars > tail && TextSame(path + chars - tail, extension);
}

static HRESULT NotKept(const Object *object, const RemoteJob *job, const wchar_t *path)
{
    wchar_t subject[32];
    Failure failure;
    swprintf(subject, ARRAYSIZE(subject), L"Job %llu", (unsigned long long)RemoteJobId(job));
    FailureSet(&failure, PERFECTHASH_E_TABLE_NOT_KEPT, *path ? path : subject, NULL, 0, 0, 0);
    return ErrorRaise(object, &failure);
}

/* What the file doesn't tell is in the job's record. */
static HRESULT RemoteResultTable(const Object *object, RemoteJob *job, const wchar_t *path, IDispatch **out)
{
    TableResult *result;
    JobRecordValues values;
    Failure failure;
    if (FAILED(TableResultLoad(path, &result, &failure)))
        return ErrorRaise(object, &failure);
    RemoteJobValues(job, &values);
    result->solveMicroseconds = values.solveMicroseconds;
    return TableGive(object, result, (IPerfectHashTable **)out);
}

static HRESULT RemoteResultTablesOf(const Object *object, const wchar_t *path, IDispatch **out)
{
    BulkResult *result;
    Failure failure;
    const BOOL summary = RemoteResultEndsWith(path, L".json");
    if (FAILED(summary ? BulkResultOfSummary(path, &result, &failure) : BulkResultOfPack(path, &result, &failure)))
        return ErrorRaise(object, &failure);
    return TablesGive(object, result, (IPerfectHashTables **)out);
}

HRESULT RemoteResult(const Object *object, RemoteJob *job, IDispatch **out)
{
    const wchar_t *path = RemoteJobPath(job);
    const BOOL bulk = RemoteJobIsBulk(job);
    if (*path && bulk)
        return RemoteResultTablesOf(object, path, out);
    return RemoteResultEndsWith(path, L".pht") ? RemoteResultTable(object, job, path, out) : NotKept(object, job, path);
}
