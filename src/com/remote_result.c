#include "remote_result.h"

#include <wchar.h>

#include "PerfectHashErrors.h"
#include "errors.h"
#include "jobs/table_result.h"
#include "jobs/text.h"
#include "table.h"

static BOOL EndsWith(const wchar_t *path, const wchar_t *extension)
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

HRESULT RemoteResult(const Object *object, RemoteJob *job, IDispatch **out)
{
    const wchar_t *path = RemoteJobPath(job);
    TableResult *result;
    Failure failure;
    if (RemoteJobIsBulk(job) || !EndsWith(path, L".pht"))
        return NotKept(object, job, path);
    if (FAILED(TableResultLoad(path, &result, &failure)))
        return ErrorRaise(object, &failure);
    const HRESULT hr = TableCreate(result, (IPerfectHashTable **)out);
    TableResultRelease(result);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseMemory(object);
}
