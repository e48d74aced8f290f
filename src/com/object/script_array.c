#include "script_array.h"

#include <wchar.h>

#include <oleauto.h>

HRESULT ScriptGet(IDispatch *object, const wchar_t *name, WORD kind, VARIANT *argument, VARIANT *value)
{
    DISPID id;
    DISPPARAMS params = {argument, NULL, argument != NULL, 0};
    wchar_t *names[] = {(wchar_t *)(uintptr_t)name};
    VariantInit(value);
    HRESULT hr = IDispatch_GetIDsOfNames(object, &IID_NULL, names, 1, LOCALE_NEUTRAL, &id);
    if (SUCCEEDED(hr))
        hr = IDispatch_Invoke(object, id, &IID_NULL, LOCALE_NEUTRAL, kind, &params, value, NULL, NULL);
    return hr;
}

static BOOL ScriptArrayLength(IDispatch *object, ULONG *length)
{
    wchar_t ofStrings[] = L"charAt", *names[] = {ofStrings};
    DISPID id;
    VARIANT value;
    if (FAILED(ScriptGet(object, L"length", DISPATCH_PROPERTYGET, NULL, &value)))
        return FALSE;
    if (SUCCEEDED(IDispatch_GetIDsOfNames(object, &IID_NULL, names, 1, LOCALE_NEUTRAL, &id)))
        V_VT(&value) = VT_EMPTY; /* a number: there is nothing to clear */
    const BOOL number = V_VT(&value) == VT_I4 || V_VT(&value) == VT_R8;
    const BOOL usable = number && SUCCEEDED(VariantChangeType(&value, &value, 0, VT_I4)) && V_I4(&value) >= 0 &&
                        V_I4(&value) <= SCRIPT_MAX_ITEMS;
    *length = usable ? (ULONG)V_I4(&value) : 0;
    VariantClear(&value);
    return usable;
}

HRESULT ScriptArrayCopy(IDispatch *object, SAFEARRAY **out)
{
    ULONG length;
    VARIANT *items;
    *out = NULL;
    if (!ScriptArrayLength(object, &length))
        return S_FALSE;
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, length);
    if (array == NULL)
        return E_OUTOFMEMORY;
    const HRESULT hr = SafeArrayAccessData(array, (void **)&items);
    if (FAILED(hr)) {
        SafeArrayDestroy(array);
        return hr;
    }
    for (ULONG i = 0; i < length; i++) {
        wchar_t name[16];
        swprintf(name, ARRAYSIZE(name), L"%lu", i);
        if (FAILED(ScriptGet(object, name, DISPATCH_PROPERTYGET, NULL, &items[i])))
            VariantClear(&items[i]);
    }
    SafeArrayUnaccessData(array);
    *out = array;
    return S_OK;
}
