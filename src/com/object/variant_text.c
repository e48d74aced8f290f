#include "variant_text.h"

#include <wchar.h>

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "default_value.h"
#include "jobs/text/utf8.h"
#include "variant_wide.h"

BOOL TextSurrogatesPair(const wchar_t *text, size_t units)
{
    for (size_t i = 0; i < units; i++) {
        if (IS_LOW_SURROGATE(text[i]))
            return FALSE;
        if (IS_HIGH_SURROGATE(text[i]) && (++i == units || !IS_LOW_SURROGATE(text[i])))
            return FALSE;
    }
    return TRUE;
}

static HRESULT TextKeyEncode(BSTR text, TextKey *key)
{
    const size_t units = SysStringLen(text);
    char *to = key->few;
    if (units * UTF8_UNIT_BYTES > sizeof key->few) {
        to = key->memory = HeapAlloc(GetProcessHeap(), 0, units * UTF8_UNIT_BYTES);
        if (to == NULL)
            return E_OUTOFMEMORY;
    }
    key->bytes = to;
    key->length = Utf8Encode(text != NULL ? text : L"", units, to);
    return S_OK;
}

/* Takes an array of bytes. FALSE: it is another one. */
static BOOL TakeBytesOf(const VARIANT *value, TextKey *key)
{
    SAFEARRAY *array = V_VT(value) & VT_BYREF ? *V_ARRAYREF(value) : V_ARRAY(value);
    LONG lower, upper;
    void *data;
    if (array == NULL || SafeArrayGetDim(array) != 1 || FAILED(SafeArrayGetLBound(array, 1, &lower)) ||
        FAILED(SafeArrayGetUBound(array, 1, &upper)) || FAILED(SafeArrayAccessData(array, &data)))
        return FALSE;
    key->array = array;
    key->bytes = data;
    key->length = (size_t)((LONGLONG)upper - lower + 1);
    return TRUE;
}

/* Returns the text of a VARIANT, by value or by reference; *isText FALSE: it is none. */
static BSTR TextOfVariant(const VARIANT *value, BOOL *isText)
{
    const BOOL isReference = V_VT(value) == (VT_BSTR | VT_BYREF) && V_BSTRREF(value) != NULL;
    *isText = V_VT(value) == VT_BSTR || isReference;
    return isReference ? *V_BSTRREF(value) : *isText ? V_BSTR(value) : NULL;
}

static HRESULT TextKeyRead(const VARIANT *value, const wchar_t *argument, size_t element, TextKey *key,
                           Failure *failure)
{
    BOOL isText;
    const BSTR text = TextOfVariant(value, &isText);
    if ((V_VT(value) & ~VT_BYREF) == (VT_ARRAY | VT_UI1) && TakeBytesOf(value, key))
        return S_OK;
    if (!isText)
        return KeyFailureSay(argument, element, value, L" is no text; expected a text key", failure);
    if (!TextSurrogatesPair(text, SysStringLen(text))) {
        KeyFailureSay(argument, element, value, L" has half of a surrogate pair alone", failure);
        return failure->code = PERFECTHASH_E_ARGUMENT;
    }
    return SUCCEEDED(TextKeyEncode(text, key)) ? S_OK : FailureMemory(failure, argument, SysStringByteLen(text));
}

HRESULT TextKeyTake(const VARIANT *value, const wchar_t *argument, size_t element, TextKey *out, Failure *failure)
{
    out->array = NULL;
    out->memory = NULL;
    out->length = 0;
    VariantInit(&out->held);
    if (element == KEY_ALONE && KeyIsMissing(value))
        return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, argument, L"missing argument; expected a text", 0, 0, 0);
    const HRESULT hr = TextKeyRead(DefaultValueOf(value, &out->held), argument, element, out, failure);
    if (FAILED(hr))
        TextKeyClear(out);
    return hr;
}

void TextKeyClear(TextKey *key)
{
    if (key->array != NULL)
        SafeArrayUnaccessData(key->array);
    if (key->memory != NULL)
        HeapFree(GetProcessHeap(), 0, key->memory);
    key->array = NULL;
    key->memory = NULL;
    VariantClear(&key->held);
}

BOOL VariantIsText(const VARIANT *value)
{
    Number number;
    BOOL isText;
    value = VariantBehind(value);
    (void)TextOfVariant(value, &isText);
    return isText && NumberOfVariant(value, &number) == NumberNotRead && !VariantIsWide(value);
}
