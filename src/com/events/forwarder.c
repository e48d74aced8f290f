#include "forwarder.h"

#include <objbase.h>

#include "com/object/module.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/ref_count.h"
#include "runtime/pure/rundown.h"

typedef struct Forwarder {
    IDispatch dispatch;
    RefCount references;
    Rundown uses; /* of the target: one while open, one for each call under way; the last one releases it */
    volatile LONG closed;
    IDispatch *target;
} Forwarder;

static void LetGo(Rundown *uses)
{
    IDispatch_Release(CONTAINING_RECORD(uses, Forwarder, uses)->target);
}

static HRESULT STDMETHODCALLTYPE ForwarderQueryInterface(IDispatch *self, REFIID iid, void **out)
{
    if (out == NULL)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IDispatch))
        return E_NOINTERFACE;
    *out = self;
    IDispatch_AddRef(self);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE ForwarderAddRef(IDispatch *self)
{
    Forwarder *forwarder = (Forwarder *)self;
    return (ULONG)RefCountHold(&forwarder->references);
}

static ULONG STDMETHODCALLTYPE ForwarderRelease(IDispatch *self)
{
    Forwarder *forwarder = (Forwarder *)self;
    const LONG left = RefCountRelease(&forwarder->references);
    if (left == 0) {
        ForwarderClose(self);
        HeapFree(GetProcessHeap(), 0, forwarder);
        ModuleRelease();
    }
    return (ULONG)left;
}

static HRESULT STDMETHODCALLTYPE ForwarderGetTypeInfoCount(IDispatch *self, UINT *count)
{
    (void)self;
    if (count == NULL)
        return E_POINTER;
    *count = 0;
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE ForwarderGetTypeInfo(IDispatch *self, UINT index, LCID locale, ITypeInfo **out)
{
    (void)self;
    (void)index;
    (void)locale;
    if (out == NULL)
        return E_POINTER;
    *out = NULL;
    return DISP_E_BADINDEX;
}

static HRESULT STDMETHODCALLTYPE ForwarderGetIDsOfNames(IDispatch *self, REFIID reserved, LPOLESTR *names, UINT count,
                                                        LCID locale, DISPID *ids)
{
    Forwarder *forwarder = (Forwarder *)self;
    if (!RundownTryHold(&forwarder->uses))
        return CO_E_OBJNOTCONNECTED;
    const HRESULT hr = IDispatch_GetIDsOfNames(forwarder->target, reserved, names, count, locale, ids);
    RundownRelease(&forwarder->uses);
    return hr;
}

static HRESULT STDMETHODCALLTYPE ForwarderInvoke(IDispatch *self, DISPID id, REFIID reserved, LCID locale, WORD flags,
                                                 DISPPARAMS *params, VARIANT *result, EXCEPINFO *exception,
                                                 UINT *argumentError)
{
    Forwarder *forwarder = (Forwarder *)self;
    if (!RundownTryHold(&forwarder->uses))
        return CO_E_OBJNOTCONNECTED;
    IDispatch_AddRef(self); /* the call may end the connection */
    const HRESULT hr =
        IDispatch_Invoke(forwarder->target, id, reserved, locale, flags, params, result, exception, argumentError);
    RundownRelease(&forwarder->uses);
    IDispatch_Release(self);
    return hr;
}

IDispatch *ForwarderCreate(IDispatch *target)
{
    static const IDispatchVtbl vtable = {
        ForwarderQueryInterface, ForwarderAddRef,        ForwarderRelease, ForwarderGetTypeInfoCount,
        ForwarderGetTypeInfo,    ForwarderGetIDsOfNames, ForwarderInvoke};
    Forwarder *forwarder = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *forwarder);
    if (forwarder == NULL)
        return NULL;
    forwarder->dispatch.lpVtbl = (IDispatchVtbl *)(uintptr_t)&vtable; /* the C binding lacks a const */
    RefCountInit(&forwarder->references);
    RundownInit(&forwarder->uses, LetGo);
    forwarder->target = target;
    IDispatch_AddRef(target);
    ModuleHold();
    return &forwarder->dispatch;
}

void ForwarderClose(IDispatch *self)
{
    Forwarder *forwarder = (Forwarder *)self;
    if (!AtomicExchange(&forwarder->closed, TRUE))
        RundownRelease(&forwarder->uses);
}

HRESULT ForwarderTarget(IDispatch *self, IDispatch **out)
{
    Forwarder *forwarder = (Forwarder *)self;
    *out = NULL;
    if (!RundownTryHold(&forwarder->uses))
        return CO_E_OBJNOTCONNECTED;
    IDispatch_AddRef(forwarder->target);
    *out = forwarder->target;
    RundownRelease(&forwarder->uses);
    return S_OK;
}
