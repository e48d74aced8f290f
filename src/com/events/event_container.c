#include "event_container.h"

#include <olectl.h>

#include "com/object/enumerator.h"
#include "com/object/errors.h"
#include "com/object/type_info.h"
#include "connection_point.h"

static EventSource *SourceOf(IConnectionPointContainer *self)
{
    return CONTAINING_RECORD((Interface *)(void *)self, EventContainer, container)->source;
}

/* ---- the connection points: one ---- */

static HRESULT PointsGive(void *of, ULONG number, void *item)
{
    (void)number;
    return ConnectionPointCreate(of, SourceOf(of), item);
}

static const EnumeratorKind pointsEnumerator = {
    ENUMERATOR_CLASS(L"PerfectHash.ConnectionPoint", &IID_IEnumConnectionPoints),
    sizeof(IConnectionPoint *),
    0,
    NULL,
    PointsGive,
};

static HRESULT STDMETHODCALLTYPE EnumConnectionPoints(IConnectionPointContainer *self, IEnumConnectionPoints **out)
{
    const Object *object = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(object, L"out");
    return SUCCEEDED(EnumeratorCreate(&pointsEnumerator, self, self, 1, (void **)out)) ? S_OK
                                                                                       : ErrorRaiseMemory(object);
}

static HRESULT STDMETHODCALLTYPE FindConnectionPoint(IConnectionPointContainer *self, REFIID iid,
                                                     IConnectionPoint **out)
{
    const Object *object = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(object, L"out");
    *out = NULL;
    if (!IsEqualIID(iid, SourceOf(self)->eventClass->iid))
        return ErrorRaiseText(object, CONNECT_E_NOCONNECTION, L"iid: there are no events of this interface.");
    return SUCCEEDED(ConnectionPointCreate(self, SourceOf(self), out)) ? S_OK : ErrorRaiseMemory(object);
}

const IConnectionPointContainerVtbl eventContainerVtable = {
    OBJECT_UNKNOWN(IConnectionPointContainer),
    EnumConnectionPoints,
    FindConnectionPoint,
};

static const EventContainer *ContainerOf(IProvideClassInfo2 *self)
{
    return CONTAINING_RECORD((Interface *)(void *)self, EventContainer, classInfo);
}

static HRESULT STDMETHODCALLTYPE GetClassInfoOfObject(IProvideClassInfo2 *self, ITypeInfo **out)
{
    if (out == NULL)
        return ErrorRaisePointer(ObjectOf(self), L"out");
    const HRESULT hr = TypeInfoGet(ContainerOf(self)->coclass, out);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseSystem(ObjectOf(self), L"GetClassInfo", hr);
}

static HRESULT STDMETHODCALLTYPE GetGuid(IProvideClassInfo2 *self, DWORD kind, GUID *out)
{
    if (out == NULL)
        return ErrorRaisePointer(ObjectOf(self), L"out");
    *out = GUID_NULL;
    if (kind != GUIDKIND_DEFAULT_SOURCE_DISP_IID)
        return ErrorRaiseText(ObjectOf(self), E_INVALIDARG, L"kind: expected GUIDKIND_DEFAULT_SOURCE_DISP_IID.");
    *out = *ContainerOf(self)->source->eventClass->iid;
    return S_OK;
}

const IProvideClassInfo2Vtbl eventClassInfoVtable = {OBJECT_UNKNOWN(IProvideClassInfo2), GetClassInfoOfObject, GetGuid};

void EventContainerOpen(EventContainer *container, EventSource *source, const CLSID *coclass)
{
    EventSourceHold(source);
    container->source = source;
    container->coclass = coclass;
}

void EventContainerClose(EventContainer *container)
{
    if (container->source == NULL)
        return;
    EventSourceUnadviseAll(container->source);
    EventSourceRelease(container->source);
}
