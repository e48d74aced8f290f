// Objects that tests hand to the product: what all of them have.
#pragma once
#include "support/com/fixture.h"

// One interface and its count, which starts with the reference of who declares it.
template <typename Interface> struct CountedObject : Interface {
    LONG references = 1;
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **out) override
    {
        *out = iid == IID_IUnknown || iid == __uuidof(Interface) ? this : nullptr;
        if (*out)
            AddRef();
        return *out ? S_OK : E_NOINTERFACE;
    }
    ULONG STDMETHODCALLTYPE AddRef() override { return static_cast<ULONG>(++references); }
    ULONG STDMETHODCALLTYPE Release() override { return static_cast<ULONG>(--references); }
};

// An object of a script engine.
struct ScriptObject : CountedObject<IDispatch> {
    HRESULT STDMETHODCALLTYPE GetTypeInfoCount(UINT *) override { return E_FAIL; }
    HRESULT STDMETHODCALLTYPE GetTypeInfo(UINT, LCID, ITypeInfo **) override { return E_FAIL; }
    HRESULT STDMETHODCALLTYPE GetIDsOfNames(REFIID, LPOLESTR *, UINT, LCID, DISPID *) override
    {
        return DISP_E_UNKNOWNNAME;
    }
    // As an argument, which holds a reference.
    Var given(VARTYPE as = VT_DISPATCH)
    {
        Var r;
        V_VT(&r.v) = as;
        V_DISPATCH(&r.v) = this;
        AddRef();
        return r;
    }
};
