#include "variant_wide.h"

#include <oleauto.h>

#include "arrays.h"
#include "default_value.h"
#include "jobs/text/guid_text.h"
#include "key_failure.h"

enum { WideBytes = 16 };

/* The value behind a reference. */
static BSTR WideTextOf(const VARIANT *value)
{
    if (V_VT(value) == VT_BSTR)
        return V_BSTR(value);
    return V_VT(value) == (VT_BSTR | VT_BYREF) && V_BSTRREF(value) != NULL ? *V_BSTRREF(value) : NULL;
}

static BOOL WideOfText(const VARIANT *value, ULONGLONG *halves)
{
    const BSTR text = WideTextOf(value);
    uint64_t read[2];
    if (text == NULL || !GuidTextRead(text, SysStringLen(text), read))
        return FALSE;
    halves[0] = read[0];
    halves[1] = read[1];
    return TRUE;
}

/* An array of 16 bytes is a key. */
static BOOL WideOfBytes(const VARIANT *value, ULONGLONG *halves)
{
    void *data;
    if (V_VT(value) != (VT_ARRAY | VT_UI1) || V_ARRAY(value) == NULL || SafeArrayGetDim(V_ARRAY(value)) != 1 ||
        V_ARRAY(value)->rgsabound[0].cElements != WideBytes || FAILED(SafeArrayAccessData(V_ARRAY(value), &data)))
        return FALSE;
    CopyMemory(halves, data, WideBytes);
    SafeArrayUnaccessData(V_ARRAY(value));
    return TRUE;
}

static HRESULT WideOfValue(const VARIANT *value, const wchar_t *argument, size_t element, ULONGLONG *halves,
                           Failure *failure)
{
    Number number;
    if (WideOfText(value, halves) || WideOfBytes(value, halves))
        return S_OK;
    const NumberStatus status = NumberOfVariant(value, &number);
    if (status == NumberOk) {
        halves[0] = number.bits;
        halves[1] = number.negative ? UINT64_MAX : 0;
        return S_OK;
    }
    KeyFailureOf(argument, element, value, status, failure);
    FailureAdd(failure, L"; a key of 128 bits is also a GUID's text, or 16 bytes");
    return failure->code;
}

HRESULT VariantWideKey(const VARIANT *value, const wchar_t *argument, size_t element, ULONGLONG *halves,
                       Failure *failure)
{
    VARIANT held;
    if (KeyIsMissing(value))
        return KeyFailureMissing(argument, failure);
    const HRESULT hr = WideOfValue(DefaultValueOf(value, &held), argument, element, halves, failure);
    VariantClear(&held);
    return hr;
}

BOOL VariantIsWide(const VARIANT *value)
{
    VARIANT held;
    ULONGLONG halves[2];
    value = DefaultValueOf(value, &held);
    const BOOL isWide = WideOfText(value, halves) && (halves[1] != 0 || wcschr(WideTextOf(value), L'-') != NULL);
    VariantClear(&held);
    return isWide;
}

HRESULT WideKeyOut(const ULONGLONG *halves, VARIANT *out)
{
    wchar_t text[GUID_TEXT_CHARS];
    GuidTextWrite((const uint64_t *)halves, text);
    V_VT(out) = VT_BSTR;
    return BstrOut(text, &V_BSTR(out));
}
