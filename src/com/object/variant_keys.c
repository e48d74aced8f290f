#include "variant_keys.h"

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "default_value.h"
#include "key_failure.h"
#include "variant_wide.h"

/* Reads a value that is no plain number: one behind an object or a reference, or what is no key. */
static NumberStatus KeyReadValue(const VARIANT *value, Number *number, const wchar_t *name, size_t element,
                                 BOOL lenient, Failure *failure)
{
    VARIANT held;
    value = DefaultValueOf(value, &held);
    const NumberStatus status = NumberOfVariant(value, number);
    if (status != NumberOk && (!lenient || (V_VT(value) & VT_ARRAY)))
        KeyFailureOf(name, element, value, status, failure);
    VariantClear(&held);
    return status;
}

HRESULT VariantKey(const VARIANT *value, DWORD keySizeInBytes, ULONGLONG *key, Failure *failure)
{
    Number number;
    if (NumberOfVariant(value, &number) != NumberOk) {
        if (KeyIsMissing(value))
            return KeyFailureMissing(L"key", failure);
        if (KeyReadValue(value, &number, L"key", KEY_ALONE, FALSE, failure) != NumberOk)
            return failure->code;
    }
    if (keySizeInBytes == 4 && !NumberFits32(&number))
        return KeyFailureRange(&number, failure);
    *key = keySizeInBytes == 4 ? (ULONG)number.bits : number.bits;
    return S_OK;
}

/* ---- open and close ---- */

/* The array behind a VARIANT of one, or NULL. */
static SAFEARRAY *ArrayBehind(const VARIANT *value)
{
    if (!(V_VT(value) & VT_BYREF))
        return V_ARRAY(value);
    return V_ARRAYREF(value) != NULL ? *V_ARRAYREF(value) : NULL;
}

/* Counts the elements of an array of one dimension, one row or one column; FALSE: of another. */
static BOOL KeyArrayCount(SAFEARRAY *array, size_t *count)
{
    size_t longer = 0;
    *count = 1;
    for (UINT dimension = 1; dimension <= SafeArrayGetDim(array); dimension++) {
        LONG lower, upper;
        if (FAILED(SafeArrayGetLBound(array, dimension, &lower)) ||
            FAILED(SafeArrayGetUBound(array, dimension, &upper)))
            return FALSE;
        const size_t length = (size_t)((LONGLONG)upper - lower + 1);
        longer += length != 1;
        *count *= length;
    }
    return longer <= 1;
}

/* The bytes of an element of that type; 0: keys have other types. */
static size_t ElementBytes(VARTYPE type)
{
    switch (type) {
    case VT_I1:
    case VT_UI1: return 1;
    case VT_I2:
    case VT_UI2:
    case VT_BOOL: return 2;
    case VT_I4:
    case VT_UI4:
    case VT_INT:
    case VT_UINT:
    case VT_R4:
    case VT_ERROR: return 4;
    case VT_DECIMAL: return sizeof(DECIMAL);
    case VT_VARIANT: return sizeof(VARIANT);
    default: return 8;
    }
}

/* Makes an array of bytes one of packed keys. */
static HRESULT TakeBytes(KeyArray *keys, DWORD keySizeInBytes, Failure *failure)
{
    const DWORD size = keySizeInBytes != 0 ? keySizeInBytes : 4;
    keys->variants = TRUE; /* scripts have no other array of a type */
    if (keys->count % size != 0)
        return FailureSet(failure, PERFECTHASH_E_KEYS_SIZE, keys->name,
                          L" (an array of bytes holds raw little-endian keys; --ByteKeys makes each byte a key)",
                          keys->count, size, 0);
    keys->type = size == 16 ? VT_CLSID : size == 8 ? VT_UI8 : size == 4 ? VT_UI4 : size == 2 ? VT_UI2 : VT_UI1;
    keys->elementBytes = size;
    keys->count /= size;
    return S_OK;
}

/* type: what the VARIANT says, for arrays that don't know it. */
static HRESULT OpenArray(SAFEARRAY *array, VARTYPE type, DWORD keySizeInBytes, ByteArrays bytes, KeyArray *keys,
                         Failure *failure)
{
    VARTYPE stored;
    if (array == NULL)
        return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, keys->name, L"the array is missing (a null array)", 0, 0, 0);
    if (!KeyArrayCount(array, &keys->count) && bytes != BytesAreCells)
        return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, keys->name,
                          L"an array of keys has one dimension, one row or one column", 0, 0, 0);
    if (SUCCEEDED(SafeArrayGetVartype(array, &stored)) && stored != VT_EMPTY)
        type = stored;
    keys->type = type;
    keys->elementBytes = SafeArrayGetElemsize(array);
    keys->variants = type == VT_VARIANT;
    if (keys->elementBytes != ElementBytes(type) || FAILED(SafeArrayAccessData(array, (void **)(uintptr_t)&keys->data)))
        return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, keys->name, L"this array can't be read", 0, 0, 0);
    keys->array = array;
    return type == VT_UI1 && bytes == BytesArePacked ? TakeBytes(keys, keySizeInBytes, failure) : S_OK;
}

/* A value that is no array serves as one with one element. */
static HRESULT OpenScalar(const VARIANT *value, KeyArray *keys, Failure *failure)
{
    if (V_VT(value) == VT_DISPATCH || V_VT(value) == VT_UNKNOWN)
        return KeyFailureOf(keys->name, KEY_ALONE, value, NumberOfNoType, failure);
    keys->data = (const BYTE *)value;
    keys->type = VT_VARIANT;
    keys->elementBytes = sizeof *value;
    keys->count = 1;
    keys->variants = TRUE;
    return S_OK;
}

HRESULT KeyArrayOpen(const VARIANT *value, DWORD keySizeInBytes, ByteArrays bytes, const wchar_t *name, KeyArray *out,
                     Failure *failure)
{
    ZeroMemory(out, sizeof *out);
    out->name = name;
    if (KeyIsMissing(value))
        return KeyFailureMissing(name, failure);
    value = DefaultValueOf(value, &out->held);
    const HRESULT hr = V_VT(value) & VT_ARRAY ? OpenArray(ArrayBehind(value), V_VT(value) & VT_TYPEMASK, keySizeInBytes,
                                                          bytes, out, failure)
                                              : OpenScalar(value, out, failure);
    if (FAILED(hr))
        KeyArrayClose(out);
    return hr;
}

void KeyArrayClose(KeyArray *keys)
{
    if (keys->array != NULL)
        SafeArrayUnaccessData(keys->array);
    VariantClear(&keys->held);
    if (keys->memory != NULL)
        HeapFree(GetProcessHeap(), 0, keys->memory);
    ZeroMemory(keys, sizeof *keys);
}

/* ---- read ---- */

/*
 * An element of a typed array as a VARIANT that is never cleared, because the array owns what is
 * in it.
 */
static VARIANT ElementBorrow(const KeyArray *keys, const void *data)
{
    VARIANT value;
    VariantInit(&value);
    CopyMemory(keys->type == VT_DECIMAL ? (void *)&V_DECIMAL(&value) : (void *)&V_I8(&value), data, keys->elementBytes);
    V_VT(&value) = keys->type;
    return value;
}

/* Sets failure->code, unless the status is NumberOk or a lenient caller goes on. */
static NumberStatus ReadElement(const KeyArray *keys, size_t at, Number *number, BOOL lenient, Failure *failure)
{
    const void *data = keys->data + at * keys->elementBytes;
    const BOOL typed = keys->type != VT_VARIANT;
    const NumberStatus status = typed ? NumberOfElement(keys->type, data, number) : NumberOfVariant(data, number);
    if (status == NumberOk)
        return NumberOk;
    const size_t element = keys->array != NULL ? at : KEY_ALONE;
    if (!typed)
        return KeyReadValue(data, number, keys->name, element, lenient, failure);
    const VARIANT value = ElementBorrow(keys, data);
    return KeyReadValue(&value, number, keys->name, element, lenient, failure);
}

VARIANT KeyArrayBorrow(const KeyArray *keys, size_t at)
{
    const void *data = keys->data + at * keys->elementBytes;
    return keys->type == VT_VARIANT ? *(const VARIANT *)data : ElementBorrow(keys, data);
}

BOOL KeyArrayIsPacked(const KeyArray *keys, DWORD keySizeInBytes)
{
    switch (keys->type) {
    case VT_I4:
    case VT_UI4:
    case VT_INT:
    case VT_UINT: return keySizeInBytes == 4;
    case VT_I8:
    case VT_UI8: return keySizeInBytes == 8;
    case VT_CLSID: return keySizeInBytes == 16; /* of TakeBytes */
    default: return FALSE;
    }
}

/* Reads one key of 128 bits likewise. */
static HRESULT ReadWideKey(const KeyArray *keys, size_t at, ULONGLONG *halves, BYTE *fits, Failure *failure)
{
    const VARIANT borrowed = KeyArrayBorrow(keys, at);
    const HRESULT hr = VariantWideKey(&borrowed, keys->name, keys->array != NULL ? at : KEY_ALONE, halves, failure);
    if (SUCCEEDED(hr) || fits == NULL || (V_VT(&borrowed) & VT_ARRAY))
        return hr;
    halves[0] = halves[1] = 0;
    *fits = FALSE;
    return S_OK;
}

/* Reads one key into `buffer`, and into *fits whether it is one that fits. */
static HRESULT ReadKey(const KeyArray *keys, size_t at, DWORD keySizeInBytes, void *buffer, BYTE *fits,
                       Failure *failure)
{
    Number number = {0, FALSE};
    if (keySizeInBytes == 16)
        return ReadWideKey(keys, at, buffer, fits, failure);
    failure->code = S_OK;
    const NumberStatus status = ReadElement(keys, at, &number, fits != NULL, failure);
    if (FAILED(failure->code))
        return failure->code;
    const BOOL good = status == NumberOk && (keySizeInBytes == 8 || NumberFits32(&number));
    if (!good && fits == NULL)
        return KeyFailureRange(&number, failure);
    if (!good)
        number.bits = 0;
    if (keySizeInBytes == 8)
        *(ULONGLONG *)buffer = number.bits;
    else
        *(ULONG *)buffer = (ULONG)number.bits;
    if (fits != NULL)
        *fits = (BYTE)good;
    return S_OK;
}

/* Reads the elements of the kinds that most callers send, up to one of another, and counts them. */
static size_t ReadPlain(const VARIANT *items, size_t count, ULONG *to)
{
    for (size_t i = 0; i < count; i++) {
        const VARIANT *item = &items[i];
        if (V_VT(item) == VT_I4 || V_VT(item) == VT_UI4)
            to[i] = V_UI4(item);
        else if (V_VT(item) == VT_R8 && V_R8(item) >= 0 && V_R8(item) <= UINT32_MAX &&
                 V_R8(item) == (double)(ULONG)V_R8(item))
            to[i] = (ULONG)V_R8(item);
        else
            return i;
    }
    return count;
}

const void *KeyArrayRead(const KeyArray *keys, size_t first, size_t count, DWORD keySizeInBytes, void *buffer,
                         BYTE *fits, Failure *failure)
{
    BYTE *to = buffer;
    if (fits != NULL)
        FillMemory(fits, count, TRUE);
    if (KeyArrayIsPacked(keys, keySizeInBytes))
        return keys->data + first * keySizeInBytes;
    for (size_t i = 0; i < count; i++) {
        if (keys->type == VT_VARIANT && keySizeInBytes == 4)
            i += ReadPlain((const VARIANT *)(const void *)keys->data + first + i, count - i, (ULONG *)buffer + i);
        if (i < count && FAILED(ReadKey(keys, first + i, keySizeInBytes, to + i * keySizeInBytes,
                                        fits != NULL ? &fits[i] : NULL, failure)))
            return NULL;
    }
    return buffer;
}

/* Reads all keys with 8 bytes each. *need: the key size that they need. */
static HRESULT ReadWide(const KeyArray *keys, ULONGLONG *wide, DWORD *need, Failure *failure)
{
    *need = 4;
    for (size_t i = 0; i < keys->count; i++) {
        Number number;
        if (ReadElement(keys, i, &number, FALSE, failure) != NumberOk)
            return failure->code;
        wide[i] = number.bits;
        if (!NumberFits32(&number))
            *need = 8;
    }
    return S_OK;
}

/* Packs keys that were read with 8 bytes each into 4, in place. */
static void KeyArrayNarrow(void *keys, size_t count)
{
    BYTE *bytes = keys;
    for (size_t i = 0; i < count; i++)
        CopyMemory(bytes + i * sizeof(ULONG), bytes + i * sizeof(ULONGLONG), sizeof(ULONG));
}

/* Is the first key a GUID? */
static BOOL KeyArrayBeginsWide(const KeyArray *keys)
{
    if (keys->count == 0 || (keys->type != VT_VARIANT && keys->type != VT_BSTR))
        return FALSE;
    const VARIANT first = KeyArrayBorrow(keys, 0);
    return VariantIsWide(&first);
}

HRESULT KeyArrayPack(KeyArray *keys, DWORD *keySizeInBytes, const void **packed, Failure *failure)
{
    const BOOL guids = *keySizeInBytes == 0 && KeyArrayBeginsWide(keys);
    const DWORD wanted = guids ? 16 : *keySizeInBytes;
    if (KeyArrayIsPacked(keys, wanted != 0 ? wanted : 4)) {
        *keySizeInBytes = wanted != 0 ? wanted : 4;
        *packed = keys->data;
        return S_OK;
    }
    const size_t bytes = max(keys->count, 1) * (wanted == 16 ? 2 : 1) * sizeof(ULONGLONG);
    keys->memory = HeapAlloc(GetProcessHeap(), 0, bytes);
    if (keys->memory == NULL)
        return FailureSet(failure, E_OUTOFMEMORY, keys->name, NULL, bytes, 0, 0);
    *packed = keys->memory;
    if (wanted == 4 || wanted == 16) {
        *keySizeInBytes = wanted;
        return KeyArrayRead(keys, 0, keys->count, wanted, keys->memory, NULL, failure) != NULL ? S_OK : failure->code;
    }
    DWORD need;
    const HRESULT hr = ReadWide(keys, keys->memory, &need, failure);
    if (SUCCEEDED(hr) && wanted == 0 && need == 4)
        KeyArrayNarrow(keys->memory, keys->count);
    *keySizeInBytes = wanted != 0 ? wanted : need;
    return hr;
}
