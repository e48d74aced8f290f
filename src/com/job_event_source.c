#include "job_event_source.h"

#include <olectl.h>

#include "PerfectHash.h"
#include "connection_point.h"
#include "errors.h"
#include "type_info.h"

static JobEvents *EventsOf(IConnectionPointContainer *self)
{
    return CONTAINING_RECORD((Interface *)(void *)self, JobEventSource, container)->events;
}

static HRESULT STDMETHODCALLTYPE EnumConnectionPoints(IConnectionPointContainer *self, IEnumConnectionPoints **out)
{
    const Object *object = ObjectOf(self);
    if (!out)
        return ErrorRaisePointer(object, L"out");
    return SUCCEEDED(ConnectionPointsEnumerate(self, EventsOf(self), out)) ? S_OK : ErrorRaiseMemory(object);
}

static HRESULT STDMETHODCALLTYPE FindConnectionPoint(IConnectionPointContainer *self, REFIID iid, IConnectionPoint **out)
{
    const Object *object = ObjectOf(self);
    if (!out)
        return ErrorRaisePointer(object, L"out");
    *out = NULL;
    if (!IsEqualIID(iid, &DIID__IPerfectHashJobEvents))
        return CONNECT_E_NOCONNECTION;
    return SUCCEEDED(ConnectionPointCreate(self, EventsOf(self), out)) ? S_OK : ErrorRaiseMemory(object);
}

const IConnectionPointContainerVtbl jobEventContainerVtable = {
    OBJECT_UNKNOWN(IConnectionPointContainer), EnumConnectionPoints, FindConnectionPoint,
};

static HRESULT STDMETHODCALLTYPE GetClassInfoOfJob(IProvideClassInfo2 *self, ITypeInfo **out)
{
    if (!out)
        return ErrorRaisePointer(ObjectOf(self), L"out");
    return TypeInfoGet(&CLSID_PerfectHashJob, out);
}

static HRESULT STDMETHODCALLTYPE GetGuid(IProvideClassInfo2 *self, DWORD kind, GUID *out)
{
    if (!out)
        return ErrorRaisePointer(ObjectOf(self), L"out");
    *out = kind == GUIDKIND_DEFAULT_SOURCE_DISP_IID ? DIID__IPerfectHashJobEvents : GUID_NULL;
    return kind == GUIDKIND_DEFAULT_SOURCE_DISP_IID ? S_OK : E_INVALIDARG;
}

const IProvideClassInfo2Vtbl jobEventClassInfoVtable = {OBJECT_UNKNOWN(IProvideClassInfo2), GetClassInfoOfJob, GetGuid};

void JobEventSourceOpen(JobEventSource *source, JobEvents *events)
{
    JobEventsHold(events);
    source->events = events;
}

void JobEventSourceClose(JobEventSource *source)
{
    if (!source->events)
        return;
    JobEventsUnadviseAll(source->events);
    JobEventsRelease(source->events);
}
