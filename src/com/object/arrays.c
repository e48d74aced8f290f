#include "arrays.h"

#include <windows.h>
#include <oleauto.h>

HRESULT BstrOut(const wchar_t *text, BSTR *out)
{
    *out = SysAllocString(text != NULL ? text : L"");
    return *out ? S_OK : E_OUTOFMEMORY;
}

HRESULT BstrArrayOut(const wchar_t *const *texts, size_t count, VARIANT *out)
{
    VARIANT *items;
    VariantInit(out);
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, (ULONG)count);
    if (array == NULL)
        return E_OUTOFMEMORY;
    HRESULT hr = SafeArrayAccessData(array, (void **)&items);
    for (size_t i = 0; SUCCEEDED(hr) && i < count; i++) {
        V_VT(&items[i]) = VT_BSTR;
        hr = BstrOut(texts[i], &V_BSTR(&items[i]));
    }
    SafeArrayUnaccessData(array);
    if (FAILED(hr)) {
        SafeArrayDestroy(array);
        return hr;
    }
    V_VT(out) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(out) = array;
    return S_OK;
}

HRESULT LongArrayBegin(size_t count, SAFEARRAY **array, LONG **values)
{
    if (count > LONG_MAX)
        return E_OUTOFMEMORY;
    *array = SafeArrayCreateVector(VT_I4, 0, (ULONG)count);
    if (!*array)
        return E_OUTOFMEMORY;
    const HRESULT hr = SafeArrayAccessData(*array, (void **)values);
    if (FAILED(hr))
        SafeArrayDestroy(*array);
    return hr;
}

static HRESULT AsVariants(SAFEARRAY *longs, VARIANT *out)
{
    LONG *values;
    VARIANT *items;
    const ULONG count = longs->rgsabound[0].cElements;
    SAFEARRAY *array = SafeArrayCreateVector(VT_VARIANT, 0, count);
    if (array == NULL)
        return E_OUTOFMEMORY;
    HRESULT hr = SafeArrayAccessData(longs, (void **)&values);
    if (SUCCEEDED(hr)) {
        hr = SafeArrayAccessData(array, (void **)&items);
        for (ULONG i = 0; SUCCEEDED(hr) && i < count; i++) {
            V_VT(&items[i]) = VT_I4;
            V_I4(&items[i]) = values[i];
        }
        SafeArrayUnaccessData(array);
        SafeArrayUnaccessData(longs);
    }
    if (FAILED(hr)) {
        SafeArrayDestroy(array);
        return hr;
    }
    V_VT(out) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(out) = array;
    return S_OK;
}

HRESULT LongArrayOut(SAFEARRAY *array, BOOL variants, VARIANT *out)
{
    HRESULT hr = S_OK;
    SafeArrayUnaccessData(array);
    VariantInit(out);
    if (variants) {
        hr = AsVariants(array, out);
        SafeArrayDestroy(array);
    } else {
        V_VT(out) = VT_ARRAY | VT_I4;
        V_ARRAY(out) = array;
    }
    return hr;
}

void LongArrayDrop(SAFEARRAY *array)
{
    SafeArrayUnaccessData(array);
    SafeArrayDestroy(array);
}
