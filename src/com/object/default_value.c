#include "default_value.h"

#include <oleauto.h>

#include "script_array.h"

enum { MaxObjects = 8 }; /* one behind the other */

IDispatch *ObjectIn(const VARIANT *value)
{
    const VARTYPE type = (VARTYPE)(V_VT(value) & ~VT_BYREF);
    IDispatch *object = NULL;
    if (type != VT_DISPATCH && type != VT_UNKNOWN)
        return NULL;
    if ((V_VT(value) & VT_BYREF) && V_BYREF(value) == NULL)
        return NULL;
    IUnknown *unknown = V_VT(value) & VT_BYREF ? *V_UNKNOWNREF(value) : V_UNKNOWN(value);
    if (unknown == NULL || FAILED(IUnknown_QueryInterface(unknown, &IID_IDispatch, (void **)&object)))
        return NULL;
    return object;
}

static HRESULT ValueOfObject(IDispatch *object, VARIANT *value)
{
    DISPPARAMS none = {0};
    SAFEARRAY *items;
    VariantInit(value);
    if (ScriptArrayCopy(object, &items) == S_OK) {
        V_VT(value) = VT_ARRAY | VT_VARIANT;
        V_ARRAY(value) = items;
        return S_OK;
    }
    HRESULT hr = IDispatch_Invoke(object, DISPID_VALUE, &IID_NULL, LOCALE_NEUTRAL, DISPATCH_PROPERTYGET, &none, value,
                                  NULL, NULL);
    if (hr == DISP_E_MEMBERNOTFOUND) /* a method may be the default, too */
        hr = IDispatch_Invoke(object, DISPID_VALUE, &IID_NULL, LOCALE_NEUTRAL, DISPATCH_METHOD, &none, value, NULL,
                              NULL);
    return SUCCEEDED(hr) ? hr : ScriptGet(object, L"Value2", DISPATCH_PROPERTYGET, NULL, value);
}

const VARIANT *DefaultValueOf(const VARIANT *value, VARIANT *held)
{
    VariantInit(held);
    value = VariantBehind(value);
    const VARIANT *result = value;
    IDispatch *object = ObjectIn(value);
    for (int depth = 0; object != NULL; depth++) {
        VARIANT next;
        const HRESULT hr = depth < MaxObjects ? ValueOfObject(object, &next) : DISP_E_OVERFLOW;
        IDispatch_Release(object);
        VariantClear(held);
        if (FAILED(hr))
            return value;
        *held = next;
        result = held;
        object = ObjectIn(held);
    }
    return result;
}
