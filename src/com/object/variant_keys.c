#include "variant_keys.h"

#include <math.h>
#include <stdint.h>
#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "script_array.h"

#define NO_INDEX ((size_t)-1)

/* A number on its way to a key: its bits in 64, and whether it can stand for a 32-bit key. */
typedef struct Number {
    ULONGLONG bits;
    BOOL fits32;
} Number;

static Number VariantKeysSigned(LONGLONG value)
{
    const Number number = {(ULONGLONG)value, value >= INT32_MIN && value <= (LONGLONG)UINT32_MAX};
    return number;
}

static Number VariantKeysUnsigned(ULONGLONG value)
{
    const Number number = {value, value <= UINT32_MAX};
    return number;
}

static BOOL FromDouble(double value, Number *out)
{
    if (!(value >= 0 && value < 18446744073709551616.0) || value != floor(value))
        return FALSE;
    *out = VariantKeysUnsigned((ULONGLONG)value);
    return TRUE;
}

/* Decimal, or hexadecimal after 0x; blanks around it; nothing else. */
static BOOL FromText(BSTR whole, Number *out)
{
    unsigned base = 10;
    ULONGLONG value = 0;
    BOOL any = FALSE;
    const wchar_t *text = whole;
    if (text == NULL)
        return FALSE;
    while (*text == L' ' || *text == L'\t')
        text++;
    if (text[0] == L'0' && (text[1] == L'x' || text[1] == L'X')) {
        base = 16;
        text += 2;
    }
    for (;; text++) {
        unsigned digit;
        if (*text >= L'0' && *text <= L'9')
            digit = (unsigned)(*text - L'0');
        else if (base == 16 && (*text | 32) >= L'a' && (*text | 32) <= L'f')
            digit = (unsigned)((*text | 32) - L'a' + 10);
        else
            break;
        if (value > (UINT64_MAX - digit) / base)
            return FALSE;
        value = value * base + digit;
        any = TRUE;
    }
    while (*text == L' ' || *text == L'\t')
        text++;
    *out = VariantKeysUnsigned(value);
    return any && text == whole + SysStringLen(whole); /* a NUL is no end */
}

/* data points at one element of type vt. FALSE: no key. */
static BOOL FromElement(VARTYPE vt, const void *data, Number *out)
{
    switch (vt) {
    case VT_I1: *out = VariantKeysSigned(*(const signed char *)data); return TRUE;
    case VT_UI1: *out = VariantKeysUnsigned(*(const BYTE *)data); return TRUE;
    case VT_I2: *out = VariantKeysSigned(*(const SHORT *)data); return TRUE;
    case VT_UI2: *out = VariantKeysUnsigned(*(const USHORT *)data); return TRUE;
    case VT_I4:
    case VT_INT: *out = VariantKeysSigned(*(const LONG *)data); return TRUE;
    case VT_UI4:
    case VT_UINT: *out = VariantKeysUnsigned(*(const ULONG *)data); return TRUE;
    case VT_I8:
        /* A negative VT_I8 means 64 bits. */
        *out = VariantKeysSigned(*(const LONGLONG *)data);
        out->fits32 = out->bits <= UINT32_MAX;
        return TRUE;
    case VT_UI8: *out = VariantKeysUnsigned(*(const ULONGLONG *)data); return TRUE;
    case VT_R4: return FromDouble(*(const float *)data, out);
    case VT_R8: return FromDouble(*(const double *)data, out);
    case VT_BSTR: return FromText(*(const BSTR *)data, out);
    case VT_DECIMAL: {
        ULONGLONG value;
        DECIMAL decimal = *(const DECIMAL *)data, whole;
        if (FAILED(VarDecInt(&decimal, &whole)) || VarDecCmp(&decimal, &whole) != VARCMP_EQ ||
            FAILED(VarUI8FromDec(&whole, &value)))
            return FALSE;
        *out = VariantKeysUnsigned(value);
        return TRUE;
    }
    default: return FALSE;
    }
}

static const VARIANT *VariantKeysDereference(const VARIANT *value)
{
    while (V_VT(value) == (VT_VARIANT | VT_BYREF) && V_VARIANTREF(value))
        value = V_VARIANTREF(value);
    return value;
}

static BOOL FromVariant(const VARIANT *value, Number *out)
{
    value = VariantKeysDereference(value);
    const VARTYPE vt = V_VT(value);
    if (vt == VT_DECIMAL)
        return FromElement(vt, &V_DECIMAL(value), out);
    if (vt & VT_BYREF)
        return V_BYREF(value) && FromElement((VARTYPE)(vt & ~VT_BYREF), V_BYREF(value), out);
    return FromElement(vt, &V_I8(value), out);
}

static HRESULT NoKey(const wchar_t *name, size_t index, const VARIANT *value, Failure *failure)
{
    wchar_t subject[80], reason[200];
    VARIANT text;
    const wchar_t *what = NULL;
    VariantInit(&text);
    switch (V_VT(value)) {
    case VT_EMPTY: what = L"nothing"; break;
    case VT_NULL: what = L"Null"; break;
    case VT_BOOL: what = L"a Boolean"; break;
    case VT_DATE: what = L"a date"; break;
    case VT_DISPATCH:
    case VT_UNKNOWN: what = L"an object"; break;
    case VT_ERROR: what = L"a missing argument"; break;
    default: what = V_VT(value) & VT_ARRAY ? L"an array" : NULL; break;
    }
    swprintf(subject, ARRAYSIZE(subject), index == NO_INDEX ? L"%ls" : L"%ls, element %llu", name,
             (unsigned long long)index);
    if (what != NULL)
        swprintf(reason, ARRAYSIZE(reason),
                 L"%ls is no key; a key is a whole number from 0 to 2^64-1, or text such as 0x1F", what);
    else if (SUCCEEDED(VariantChangeTypeEx(&text, (VARIANT *)(uintptr_t)value, LOCALE_INVARIANT, 0, VT_BSTR)) &&
             V_BSTR(&text))
        swprintf(reason, ARRAYSIZE(reason),
                 L"\"%.60ls\" is no key; a key is a whole number from 0 to 2^64-1, or text such as 0x1F",
                 V_BSTR(&text));
    else
        swprintf(reason, ARRAYSIZE(reason),
                 L"a VARIANT of type %u is no key; a key is a whole number from 0 to 2^64-1, or text such as 0x1F",
                 V_VT(value));
    VariantClear(&text);
    return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, subject, reason, 0, 0, 0);
}

/* One element of a typed array as a VARIANT that borrows it: not to be cleared. */
static VARIANT VariantKeysBorrow(VARTYPE vt, const void *data, size_t bytes)
{
    VARIANT value;
    VariantInit(&value);
    if (bytes <= sizeof V_I8(&value))
        CopyMemory(&V_I8(&value), data, bytes);
    V_VT(&value) = vt;
    return value;
}

static HRESULT OutOfRange(ULONGLONG bits, Failure *failure)
{
    wchar_t subject[32];
    swprintf(subject, ARRAYSIZE(subject), L"0x%llX", (unsigned long long)bits);
    return FailureSet(failure, PERFECTHASH_E_KEY_RANGE, subject, NULL, 32, 0, 0);
}

HRESULT VariantKey(const VARIANT *value, DWORD keySizeInBytes, ULONGLONG *key, Failure *failure)
{
    Number number;
    if (!FromVariant(value, &number))
        return NoKey(L"key", NO_INDEX, value, failure);
    if (keySizeInBytes == 4 && !number.fits32)
        return OutOfRange(number.bits, failure);
    *key = keySizeInBytes == 4 ? (ULONG)number.bits : number.bits;
    return S_OK;
}

/* The array behind a VARIANT, or NULL. */
static SAFEARRAY *ArrayOf(const VARIANT *value)
{
    if (!(V_VT(value) & VT_ARRAY))
        return NULL;
    if (!(V_VT(value) & VT_BYREF))
        return V_ARRAY(value);
    return V_ARRAYREF(value) ? *V_ARRAYREF(value) : NULL;
}

/* Converts count elements of type vt, elementBytes apart, into out->memory. */
static HRESULT VariantKeysConvert(const BYTE *data, VARTYPE vt, size_t elementBytes, size_t count, DWORD keySizeInBytes,
                                  const wchar_t *name, KeyArray *out, Failure *failure)
{
    const BOOL find32 = keySizeInBytes == KEYS_TO_FIND_32;
    DWORD size = keySizeInBytes && !find32 ? keySizeInBytes : 4;
    for (size_t i = 0; i < count; i++) {
        const VARIANT *element = vt == VT_VARIANT ? (const VARIANT *)(const void *)(data + i * elementBytes) : NULL;
        Number number;
        if (element != NULL ? !FromVariant(element, &number) : !FromElement(vt, data + i * elementBytes, &number)) {
            const VARIANT borrowed = VariantKeysBorrow(vt, data + i * elementBytes, elementBytes);
            return NoKey(name, i, element ? element : &borrowed, failure);
        }
        if (!number.fits32 && keySizeInBytes == 4)
            return OutOfRange(number.bits, failure);
        if (!number.fits32)
            size = 8;
    }
    out->memory = HeapAlloc(GetProcessHeap(), 0, count ? count * size : 1);
    if (out->memory == NULL)
        return FailureSet(failure, E_OUTOFMEMORY, name, NULL, count * size, 0, 0);
    for (size_t i = 0; i < count; i++) {
        const BYTE *at = data + i * elementBytes;
        Number number = {0, FALSE};
        const BOOL converted =
            vt == VT_VARIANT ? FromVariant((const VARIANT *)(const void *)at, &number) : FromElement(vt, at, &number);
        if (!converted)
            return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, name, L"the array changed while it was read", 0, 0, 0);
        if (size == 8)
            ((ULONGLONG *)out->memory)[i] = find32 && number.fits32 ? (ULONG)number.bits : number.bits;
        else
            ((ULONG *)out->memory)[i] = (ULONG)number.bits;
    }
    out->keys = out->memory;
    out->count = count;
    out->keySizeInBytes = size;
    return S_OK;
}

static HRESULT TakeArray(SAFEARRAY *array, DWORD keySizeInBytes, const wchar_t *name, KeyArray *out, Failure *failure)
{
    VARTYPE vt;
    LONG lower, upper;
    void *data;
    if (SafeArrayGetDim(array) != 1)
        return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, name, L"an array of keys has one dimension", 0, 0, 0);
    HRESULT hr = SafeArrayGetVartype(array, &vt);
    if (SUCCEEDED(hr))
        hr = SafeArrayGetLBound(array, 1, &lower);
    if (SUCCEEDED(hr))
        hr = SafeArrayGetUBound(array, 1, &upper);
    if (SUCCEEDED(hr))
        hr = SafeArrayAccessData(array, &data);
    if (FAILED(hr))
        return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, name, L"this array can't be read", 0, 0, 0);
    out->locked = array;
    out->variants = vt == VT_VARIANT;
    const size_t count = (size_t)((LONGLONG)upper - lower + 1);
    const DWORD fixed = keySizeInBytes == KEYS_TO_FIND_32 ? 0 : keySizeInBytes;
    const DWORD packed = vt == VT_UI1 || vt == VT_I4 || vt == VT_UI4 || vt == VT_INT || vt == VT_UINT ? 4
                         : vt == VT_I8 || vt == VT_UI8                                                ? 8
                                                                                                      : 0;
    if (vt == VT_UI1) {
        const DWORD size = fixed ? fixed : 4;
        if (count % size != 0)
            return FailureSet(failure, PERFECTHASH_E_KEYS_SIZE, name, NULL, count, size, 0);
        out->keys = data;
        out->count = count / size;
        out->keySizeInBytes = size;
        return S_OK;
    }
    if (packed && (packed == fixed || (packed == 4 && fixed == 0))) {
        out->keys = data;
        out->count = count;
        out->keySizeInBytes = packed;
        return S_OK;
    }
    return VariantKeysConvert(data, vt, SafeArrayGetElemsize(array), count, keySizeInBytes, name, out, failure);
}

HRESULT KeyArrayTake(const VARIANT *value, DWORD keySizeInBytes, const wchar_t *name, KeyArray *out, Failure *failure)
{
    HRESULT hr;
    ZeroMemory(out, sizeof *out);
    value = VariantKeysDereference(value);
    if (V_VT(value) & VT_ARRAY) {
        SAFEARRAY *array = ArrayOf(value);
        hr = array != NULL
                 ? TakeArray(array, keySizeInBytes, name, out, failure)
                 : FailureSet(failure, PERFECTHASH_E_KEY_TYPE, name, L"the array is missing (a null array)", 0, 0, 0);
    } else if (V_VT(value) == VT_DISPATCH && V_DISPATCH(value)) {
        hr = ScriptArrayCopy(V_DISPATCH(value), &out->owned);
        if (FAILED(hr))
            hr = FailureSet(failure, E_OUTOFMEMORY, name, NULL, 0, 0, 0);
        else
            hr = hr == S_OK ? TakeArray(out->owned, keySizeInBytes, name, out, failure)
                            : NoKey(name, NO_INDEX, value, failure);
    } else {
        out->variants = TRUE;
        Number number;
        hr = FromVariant(value, &number) ? VariantKeysConvert((const BYTE *)value, VT_VARIANT, sizeof *value, 1,
                                                              keySizeInBytes, name, out, failure)
                                         : NoKey(name, NO_INDEX, value, failure);
    }
    if (FAILED(hr))
        KeyArrayFree(out);
    return hr;
}

void KeyArrayFree(KeyArray *keys)
{
    if (keys->locked != NULL)
        SafeArrayUnaccessData(keys->locked);
    if (keys->owned != NULL)
        SafeArrayDestroy(keys->owned);
    if (keys->memory != NULL)
        HeapFree(GetProcessHeap(), 0, keys->memory);
    ZeroMemory(keys, sizeof *keys);
}
