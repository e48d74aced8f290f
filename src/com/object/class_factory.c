#include "class_factory.h"

#include "errors.h"
#include "module.h"
#include "object.h"

typedef struct ClassFactory {
    Object object;
    Interface factory;
    ClassCreate create;
} ClassFactory;

static HRESULT STDMETHODCALLTYPE CreateInstance(IClassFactory *self, IUnknown *outer, REFIID iid, void **out)
{
    const ClassFactory *factory = ObjectOf(self);
    IUnknown *object;
    if (out == NULL)
        return ErrorRaisePointer(&factory->object, L"out");
    *out = NULL;
    HRESULT hr = outer != NULL ? CLASS_E_NOAGGREGATION : factory->create(&object);
    if (SUCCEEDED(hr)) {
        hr = IUnknown_QueryInterface(object, iid, out);
        IUnknown_Release(object);
    }
    return SUCCEEDED(hr) ? S_OK : ErrorRaiseSystem(&factory->object, L"CreateInstance", hr);
}

static HRESULT STDMETHODCALLTYPE LockServer(IClassFactory *self, BOOL lock)
{
    (void)self;
    if (lock)
        ModuleHold();
    else
        ModuleRelease();
    return S_OK;
}

static const IClassFactoryVtbl vtable = {OBJECT_UNKNOWN(IClassFactory), CreateInstance, LockServer};

static const ObjectClass factoryClass = {
    L"PerfectHash.ClassFactory",
    sizeof(ClassFactory),
    NULL,
    FALSE,
    .entries = {{&IID_IClassFactory, &vtable, offsetof(ClassFactory, factory)}},
};

HRESULT ClassFactoryQuery(ClassCreate create, REFIID iid, void **out)
{
    void *made;
    ClassFactory *factory = ObjectCreate(&factoryClass, &made);
    if (factory == NULL)
        return E_OUTOFMEMORY;
    factory->create = create;
    const HRESULT hr = ObjectQueryInterface(made, iid, out);
    ObjectRelease(made);
    return hr;
}
