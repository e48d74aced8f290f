#include "class_factory.h"

#include "module.h"
#include "runtime/pure/ref_count.h"

typedef struct ClassFactory {
    IClassFactory factory;
    RefCount references;
    ClassCreate create;
} ClassFactory;

static HRESULT STDMETHODCALLTYPE ClassFactoryQueryInterface(IClassFactory *self, REFIID iid, void **out)
{
    if (out == NULL)
        return E_POINTER;
    *out = NULL;
    if (!IsEqualIID(iid, &IID_IUnknown) && !IsEqualIID(iid, &IID_IClassFactory))
        return E_NOINTERFACE;
    *out = self;
    IClassFactory_AddRef(self);
    return S_OK;
}

static ULONG STDMETHODCALLTYPE ClassFactoryAddRef(IClassFactory *self)
{
    ClassFactory *factory = (ClassFactory *)self;
    return (ULONG)RefCountHold(&factory->references);
}

static ULONG STDMETHODCALLTYPE ClassFactoryRelease(IClassFactory *self)
{
    ClassFactory *factory = (ClassFactory *)self;
    const LONG left = RefCountRelease(&factory->references);
    if (left == 0) {
        HeapFree(GetProcessHeap(), 0, factory);
        ModuleRelease();
    }
    return (ULONG)left;
}

static HRESULT STDMETHODCALLTYPE CreateInstance(IClassFactory *self, IUnknown *outer, REFIID iid, void **out)
{
    const ClassFactory *factory = (ClassFactory *)self;
    IUnknown *object;
    if (out == NULL)
        return E_POINTER;
    *out = NULL;
    if (outer != NULL)
        return CLASS_E_NOAGGREGATION;
    HRESULT hr = factory->create(&object);
    if (FAILED(hr))
        return hr;
    hr = IUnknown_QueryInterface(object, iid, out);
    IUnknown_Release(object);
    return hr;
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

HRESULT ClassFactoryQuery(ClassCreate create, REFIID iid, void **out)
{
    static const IClassFactoryVtbl vtable = {ClassFactoryQueryInterface, ClassFactoryAddRef, ClassFactoryRelease,
                                             CreateInstance, LockServer};
    ClassFactory *factory = HeapAlloc(GetProcessHeap(), 0, sizeof *factory);
    if (factory == NULL)
        return E_OUTOFMEMORY;
    factory->factory.lpVtbl = (IClassFactoryVtbl *)(uintptr_t)&vtable; /* the C binding lacks a const */
    RefCountInit(&factory->references);
    factory->create = create;
    ModuleHold();
    const HRESULT hr = ClassFactoryQueryInterface(&factory->factory, iid, out);
    ClassFactoryRelease(&factory->factory);
    return hr;
}
