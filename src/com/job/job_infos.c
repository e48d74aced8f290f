#include "job_infos.h"

#include "com/object/enumerator.h"
#include "com/object/errors.h"
#include "com/object/object.h"
#include "com/object/properties.h"
#include "jobs/base/user_name.h"
#include "jobs/text/text.h"

/* ---- a job ---- */

typedef struct JobInfo {
    Object object;
    Interface info;
    JobList *list; /* held */
    const JobListItem *item;
} JobInfo;

/* A name may take a while: it is looked up for who asks for it, on his thread. */
static HRESULT STDMETHODCALLTYPE JobInfoGetUser(IPerfectHashJobInfo *self, BSTR *value)
{
    const JobInfo *info = ObjectOf(self);
    wchar_t *name = UserName(info->item->user);
    if (name == NULL)
        return ErrorRaiseMemory(&info->object);
    const HRESULT hr = PropertyGiveText(&info->object, name, value);
    TextFree(name);
    return hr;
}

/* In the order of the interface, up to the user and after him. */
#define INFO_HEAD(INFO)                                 \
    INFO(Double, RequestId, (double)of->item->entry.id) \
    INFO(Text, Kind, of->item->entry.kind == 1 ? L"Table" : L"Bulk")
#define INFO_TAIL(INFO)                                              \
    INFO(Text, Sid, of->item->user)                                  \
    INFO(Long, Process, of->item->entry.processId)                   \
    INFO(Text, Input, of->item->input)                               \
    INFO(Text, Output, of->item->output)                             \
    INFO(Text, Step, of->item->step)                                 \
    INFO(Double, Age, (double)of->item->entry.ageMs / 1000)          \
    INFO(Long, Place, of->item->entry.place)                         \
    INFO(Double, MemoryBytes, (double)of->item->entry.memoryBytes)   \
    INFO(Double, Progress, of->item->entry.fractionMillionths / 1e6) \
    INFO(Double, Total, (double)of->item->entry.total)               \
    INFO(Double, Completed, (double)of->item->entry.completed)       \
    INFO(Double, Failed, (double)of->item->entry.failed)             \
    INFO(Text, WaitsFor, of->item->waits)
#define DEFINE_INFO(kind, name, expression) \
    PROPERTY_READ(IPerfectHashJobInfo, const JobInfo, JobInfo, kind, name, expression)
INFO_HEAD(DEFINE_INFO)
INFO_TAIL(DEFINE_INFO)

#define SLOT(kind, name, expression) JobInfoGet##name,
static const IPerfectHashJobInfoVtbl infoVtable = {OBJECT_DISPATCH(IPerfectHashJobInfo), INFO_HEAD(SLOT) JobInfoGetUser,
                                                   INFO_TAIL(SLOT)};

static void JobInfoDestroy(Object *object)
{
    JobListRelease(((JobInfo *)object)->list);
}

static const ObjectClass infoClass = {
    L"PerfectHash.JobInfo",
    sizeof(JobInfo),
    JobInfoDestroy,
    TRUE,
    .entries = {{&IID_IPerfectHashJobInfo, &infoVtable, offsetof(JobInfo, info)}},
};

static HRESULT JobInfoCreate(JobList *list, size_t index, void **out)
{
    JobInfo *info = ObjectCreate(&infoClass, out);
    if (info == NULL)
        return E_OUTOFMEMORY;
    JobListHold(list);
    info->list = list;
    info->item = &list->items[index];
    return S_OK;
}

/* ---- the list ---- */

typedef struct JobInfos {
    Object object;
    Interface infos;
    JobList *list; /* held */
} JobInfos;

PROPERTY_READ(IPerfectHashJobInfos, JobInfos, JobInfos, Long, Count, of->list->count)

static HRESULT STDMETHODCALLTYPE JobInfosGetItem(IPerfectHashJobInfos *self, LONG which, IPerfectHashJobInfo **job)
{
    const JobInfos *infos = ObjectOf(self);
    if (job == NULL)
        return ErrorRaisePointer(&infos->object, L"job");
    *job = NULL;
    if (which < 0 || (size_t)which >= infos->list->count)
        return ErrorRaiseArgument(&infos->object, L"which", L"expected a number from 0, below Count");
    return SUCCEEDED(JobInfoCreate(infos->list, (size_t)which, (void **)job)) ? S_OK : ErrorRaiseMemory(&infos->object);
}

static HRESULT JobInfosGiveItem(void *of, ULONG number, void *item)
{
    IPerfectHashJobInfo *job;
    const HRESULT hr = JobInfoCreate(of, number, (void **)&job);
    if (FAILED(hr))
        return hr;
    EnumeratorGiveObject(item, (IDispatch *)job);
    return S_OK;
}

static const EnumeratorKind infosEnumerator = {
    .objectClass = ENUMERATOR_CLASS(L"PerfectHash.JobInfos", &IID_IEnumVARIANT),
    .itemBytes = sizeof(VARIANT),
    .pointerAt = offsetof(VARIANT, pdispVal),
    .give = JobInfosGiveItem,
};

static HRESULT STDMETHODCALLTYPE JobInfosGetNewEnum(IPerfectHashJobInfos *self, IUnknown **enumerator)
{
    const JobInfos *infos = ObjectOf(self);
    if (enumerator == NULL)
        return ErrorRaisePointer(&infos->object, L"enumerator");
    return SUCCEEDED(EnumeratorCreate(&infosEnumerator, self, infos->list, infos->list->count, (void **)enumerator))
               ? S_OK
               : ErrorRaiseMemory(&infos->object);
}

static void JobInfosDestroy(Object *object)
{
    JobListRelease(((JobInfos *)object)->list);
}

static const IPerfectHashJobInfosVtbl infosVtable = {
    OBJECT_DISPATCH(IPerfectHashJobInfos),
    JobInfosGetCount,
    JobInfosGetItem,
    JobInfosGetNewEnum,
};

static const ObjectClass infosClass = {
    L"PerfectHash.JobInfos",
    sizeof(JobInfos),
    JobInfosDestroy,
    TRUE,
    .entries = {{&IID_IPerfectHashJobInfos, &infosVtable, offsetof(JobInfos, infos)}},
};

HRESULT JobInfosGive(JobList *list, IPerfectHashJobInfos **out)
{
    JobInfos *infos = list != NULL ? ObjectCreate(&infosClass, (void **)out) : NULL;
    if (infos == NULL) {
        JobListRelease(list);
        return E_OUTOFMEMORY;
    }
    infos->list = list;
    return S_OK;
}
