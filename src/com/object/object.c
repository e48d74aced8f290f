#include "object.h"

#include "arguments.h"
#include "errors.h"
#include "module.h"
#include "runtime/pure/atomic.h"
#include "type_info.h"

static HRESULT STDMETHODCALLTYPE SupportsErrorInfo(ISupportErrorInfo *self, REFIID iid)
{
    const Object *object = ObjectOf(self);
    for (const InterfaceEntry *entry = object->objectClass->entries; entry->iid != NULL; entry++)
        if (IsEqualIID(iid, entry->iid))
            return S_OK;
    return S_FALSE;
}

static const ISupportErrorInfoVtbl errorInfoVtable = {OBJECT_UNKNOWN(ISupportErrorInfo), SupportsErrorInfo};

static Interface *InterfaceAt(Object *object, size_t offset)
{
    return (Interface *)(void *)((char *)object + offset);
}

void *ObjectCreate(const ObjectClass *objectClass, void **out)
{
    Object *object = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, objectClass->size);
    *out = NULL;
    if (object == NULL)
        return NULL;
    object->objectClass = objectClass;
    RefCountInit(&object->references);
    object->errorInfo.vtable = &errorInfoVtable;
    object->errorInfo.object = object;
    for (const InterfaceEntry *entry = objectClass->entries; entry->iid != NULL; entry++) {
        Interface *made = InterfaceAt(object, entry->offset);
        made->vtable = entry->vtable;
        made->object = object;
    }
    ModuleHold();
    *out = InterfaceAt(object, objectClass->entries[0].offset);
    return object;
}

void *ObjectOf(void *interfacePointer)
{
    return ((Interface *)interfacePointer)->object;
}

/* The marshaler belongs to the object and lives as long; two threads may ask for it at once. */
static IUnknown *ComObjectMarshaler(Object *object)
{
    IUnknown *marshaler = AtomicReadPointer((void *const volatile *)&object->marshaler);
    if (marshaler != NULL)
        return marshaler;
    IUnknown *outer = (IUnknown *)InterfaceAt(object, object->objectClass->entries[0].offset);
    if (FAILED(CoCreateFreeThreadedMarshaler(outer, &marshaler)))
        return NULL;
    IUnknown *first = AtomicCompareExchangePointer((PVOID volatile *)&object->marshaler, marshaler, NULL);
    if (first != NULL) {
        IUnknown_Release(marshaler);
        return first;
    }
    return marshaler;
}

HRESULT STDMETHODCALLTYPE ObjectQueryInterface(void *self, REFIID iid, void **out)
{
    Object *object = ObjectOf(self);
    const ObjectClass *objectClass = object->objectClass;
    if (out == NULL)
        return E_POINTER;
    *out = NULL;
    const BOOL dispatch = objectClass->dispatch && IsEqualIID(iid, &IID_IDispatch);
    if (dispatch || IsEqualIID(iid, &IID_IUnknown) || IsEqualIID(iid, &IID_IAgileObject))
        *out = InterfaceAt(object, objectClass->entries[0].offset);
    else if (IsEqualIID(iid, &IID_ISupportErrorInfo))
        *out = &object->errorInfo;
    for (const InterfaceEntry *entry = objectClass->entries; !*out && entry->iid; entry++)
        if (IsEqualIID(iid, entry->iid))
            *out = InterfaceAt(object, entry->offset);
    if (*out) {
        RefCountHold(&object->references);
        return S_OK;
    }
    if (IsEqualIID(iid, &IID_IMarshal)) {
        IUnknown *marshaler = ComObjectMarshaler(object);
        return marshaler != NULL ? IUnknown_QueryInterface(marshaler, iid, out) : E_OUTOFMEMORY;
    }
    return E_NOINTERFACE;
}

ULONG STDMETHODCALLTYPE ObjectAddRef(void *self)
{
    Object *object = ObjectOf(self);
    return (ULONG)RefCountHold(&object->references);
}

ULONG STDMETHODCALLTYPE ObjectRelease(void *self)
{
    Object *object = ObjectOf(self);
    const LONG left = RefCountRelease(&object->references);
    if (left == 0 && !ModuleProcessEnds()) {
        if (object->objectClass->destroy != NULL)
            object->objectClass->destroy(object);
        IUnknown *marshaler = AtomicReadPointer((void *const volatile *)&object->marshaler);
        if (marshaler != NULL)
            IUnknown_Release(marshaler);
        HeapFree(GetProcessHeap(), 0, object);
        ModuleRelease();
    }
    return (ULONG)left;
}

HRESULT STDMETHODCALLTYPE ObjectGetTypeInfoCount(void *self, UINT *count)
{
    if (count == NULL)
        return ErrorRaisePointer(ObjectOf(self), L"count");
    *count = 1;
    return S_OK;
}

HRESULT STDMETHODCALLTYPE ObjectGetTypeInfo(void *self, UINT index, LCID locale, ITypeInfo **out)
{
    const Object *object = ObjectOf(self);
    (void)locale;
    if (out == NULL)
        return ErrorRaisePointer(object, L"out");
    *out = NULL;
    const HRESULT hr = index == 0 ? TypeInfoGet(object->objectClass->entries[0].iid, out) : DISP_E_BADINDEX;
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseSystem(object, L"GetTypeInfo", hr);
}

HRESULT STDMETHODCALLTYPE ObjectGetIDsOfNames(void *self, REFIID reserved, LPOLESTR *names, UINT count, LCID locale,
                                              DISPID *ids)
{
    ITypeInfo *typeInfo;
    (void)reserved;
    if (names == NULL || count == 0 || ids == NULL)
        return ErrorRaisePointer(ObjectOf(self), names == NULL || count == 0 ? L"names" : L"ids");
    HRESULT hr = ObjectGetTypeInfo(self, 0, locale, &typeInfo);
    if (FAILED(hr))
        return hr;
    hr = ITypeInfo_GetIDsOfNames(typeInfo, names, count, ids);
    ITypeInfo_Release(typeInfo);
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseSystem(ObjectOf(self), *names, hr);
}

/* Raises what kept Invoke from calling a member. */
static void ObjectNotInvoked(const Object *object, ITypeInfo *typeInfo, DISPID id, HRESULT hr)
{
    BSTR name = NULL;
    ITypeInfo_GetDocumentation(typeInfo, id, &name, NULL, NULL, NULL);
    ErrorRaiseSystem(object, name != NULL ? name : L"Invoke", hr);
    SysFreeString(name);
}

HRESULT STDMETHODCALLTYPE ObjectInvoke(void *self, DISPID id, REFIID reserved, LCID locale, WORD flags,
                                       DISPPARAMS *params, VARIANT *result, EXCEPINFO *exception, UINT *argumentError)
{
    ITypeInfo *typeInfo;
    Arguments changed;
    if (!IsEqualIID(reserved, &IID_NULL))
        return ErrorRaiseSystem(ObjectOf(self), L"reserved", DISP_E_UNKNOWNINTERFACE);
    HRESULT hr = ObjectGetTypeInfo(self, 0, locale, &typeInfo);
    if (FAILED(hr))
        return hr;
    if (id == DISPID_NEWENUM && (flags & DISPATCH_METHOD)) /* as JScript's Enumerator asks for the property */
        flags |= DISPATCH_PROPERTYGET;
    SetErrorInfo(0, NULL); /* an older error of this thread must not become this call's */
    hr =
        ITypeInfo_Invoke(typeInfo, self, id, flags, ArgumentsGiven(params, &changed), result, exception, argumentError);
    if (FAILED(hr) && hr != DISP_E_EXCEPTION) /* that has the member's own error */
        ObjectNotInvoked(ObjectOf(self), typeInfo, id, hr);
    ITypeInfo_Release(typeInfo);
    return hr;
}
