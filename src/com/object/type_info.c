#include "type_info.h"

#include "PerfectHash.h"
#include "module.h"

/*
 * One per dual interface, and the classes by which objects tell their sources of events; guarded by
 * lock, which is held while the library loads so that it loads once.
 */
/* clang-format off */
static struct {
    const IID *iid;
    ITypeInfo *typeInfo;
} cache[] = {
    {&IID_IPerfectHashIocpContext, NULL},
    {&IID_IPerfectHashTable, NULL},
    {&IID_IPerfectHashTables, NULL},
    {&IID_IPerfectHashJob, NULL},
    {&IID_IPerfectHashJobInfo, NULL},
    {&IID_IPerfectHashJobInfos, NULL},
    {&IID_IPerfectHashStatistics, NULL},
    {&IID_IPerfectHashIocpServer, NULL},
    {&IID_IPerfectHashIocpClient, NULL},
    {&CLSID_PerfectHashJob, NULL},
    {&CLSID_IocpServer, NULL},
};
/* clang-format on */
static SRWLOCK lock = SRWLOCK_INIT;

static HRESULT TypeInfoLoad(REFIID iid, ITypeInfo **out)
{
    static wchar_t path[32768]; /* the longest a module path can be; guarded by lock */
    ITypeLib *library;
    const DWORD length = GetModuleFileNameW(ModuleInstance(), path, ARRAYSIZE(path));
    if (length == 0 || length == ARRAYSIZE(path))
        return HRESULT_FROM_WIN32(length ? ERROR_INSUFFICIENT_BUFFER : GetLastError());
    HRESULT hr = LoadTypeLibEx(path, REGKIND_NONE, &library);
    if (FAILED(hr))
        return hr;
    hr = ITypeLib_GetTypeInfoOfGuid(library, iid, out);
    ITypeLib_Release(library);
    return hr;
}

HRESULT TypeInfoGet(REFIID iid, ITypeInfo **out)
{
    size_t i = 0;
    *out = NULL;
    while (i < ARRAYSIZE(cache) && !IsEqualIID(iid, cache[i].iid))
        i++;
    if (i == ARRAYSIZE(cache))
        return TYPE_E_ELEMENTNOTFOUND;
    AcquireSRWLockExclusive(&lock);
    const HRESULT hr = cache[i].typeInfo != NULL ? S_OK : TypeInfoLoad(iid, &cache[i].typeInfo);
    *out = cache[i].typeInfo;
    if (*out != NULL)
        ITypeInfo_AddRef(*out);
    ReleaseSRWLockExclusive(&lock);
    return hr;
}

void TypeInfoClear(void)
{
    AcquireSRWLockExclusive(&lock);
    for (size_t i = 0; i < ARRAYSIZE(cache); i++) {
        if (cache[i].typeInfo != NULL)
            ITypeInfo_Release(cache[i].typeInfo);
        cache[i].typeInfo = NULL;
    }
    ReleaseSRWLockExclusive(&lock);
}
