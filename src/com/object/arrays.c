#include "arrays.h"

#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "script_array.h"

enum { AnswerDimensions = 8 };

HRESULT BstrOut(const wchar_t *text, BSTR *out)
{
    *out = SysAllocString(text != NULL ? text : L"");
    return *out ? S_OK : E_OUTOFMEMORY;
}

HRESULT VariantsOut(HRESULT hr, SAFEARRAY *array, VARIANT *out)
{
    if (FAILED(hr)) {
        SafeArrayDestroy(array);
        return hr;
    }
    V_VT(out) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(out) = array;
    return S_OK;
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
    return VariantsOut(hr, array, out);
}

HRESULT KeyOut(ULONGLONG key, VARIANT *out)
{
    wchar_t digits[24];
    if (key <= LONG_MAX) {
        V_VT(out) = VT_I4;
        V_I4(out) = (LONG)key;
        return S_OK;
    }
    if (key <= (ULONGLONG)1 << 53) {
        V_VT(out) = VT_R8;
        V_R8(out) = (double)key;
        return S_OK;
    }
    swprintf(digits, ARRAYSIZE(digits), L"%llu", (unsigned long long)key);
    V_VT(out) = VT_BSTR;
    return BstrOut(digits, &V_BSTR(out));
}

/* An empty array of the dimensions and bounds of another one. */
static SAFEARRAY *ArrayOfShape(SAFEARRAY *like, VARTYPE type)
{
    SAFEARRAYBOUND bounds[AnswerDimensions];
    const UINT dimensions = SafeArrayGetDim(like);
    for (UINT i = 0; i < dimensions; i++) {
        LONG upper = 0;
        SafeArrayGetLBound(like, i + 1, &bounds[i].lLbound);
        SafeArrayGetUBound(like, i + 1, &upper);
        bounds[i].cElements = (ULONG)((LONGLONG)upper - bounds[i].lLbound + 1);
    }
    return SafeArrayCreate(type, dimensions, bounds);
}

static size_t ArrayElements(SAFEARRAY *array)
{
    size_t count = 1;
    for (UINT i = 0; i < SafeArrayGetDim(array); i++)
        count *= array->rgsabound[i].cElements;
    return count;
}

HRESULT AnswerArrayCreate(SAFEARRAY *like, size_t count, VARTYPE type, SAFEARRAY **out)
{
    const UINT dimensions = like != NULL ? SafeArrayGetDim(like) : 1;
    const BOOL shaped = dimensions > 1 && dimensions <= AnswerDimensions && ArrayElements(like) == count;
    *out = NULL;
    if (count <= (size_t)(type == VT_VARIANT ? SCRIPT_MAX_ITEMS : LONG_MAX))
        *out = shaped ? ArrayOfShape(like, type) : SafeArrayCreateVector(type, 0, (ULONG)count);
    return *out != NULL ? S_OK : E_OUTOFMEMORY;
}
