/*
 * Keys out of VARIANTs: what scripts, PowerShell, C# and C++ send as a key or an array of keys,
 * made packed integers of 32, 64 or 128 bits. The rules for numbers stand at the top of
 * PerfectHash.idl. Any thread.
 */
#ifndef COM_VARIANT_KEYS_H
#define COM_VARIANT_KEYS_H

#include <windows.h>
#include <oaidl.h>

#include "jobs/base/failure_message.h"
#include "variant_number.h"

/*
 * Gives one key as 64 bits: a number below 2^32 for a table of 4-byte keys, else all of it. Fails
 * on what is no key, or doesn't fit the size.
 */
HRESULT VariantKey(const VARIANT *value, DWORD keySizeInBytes, ULONGLONG *key, Failure *failure);

/* An array of keys, or a scalar as an array of one, that is read where it lies. */
typedef struct KeyArray {
    const wchar_t *name; /* of the argument, for messages */
    VARIANT held;        /* the value of an object, if that is what came */
    SAFEARRAY *array;    /* locked until KeyArrayClose; NULL: a scalar */
    const BYTE *data;    /* count elements of the type, elementBytes apart */
    VARTYPE type;
    size_t elementBytes, count;
    BOOL variants; /* the caller is to be answered with an array of VARIANT */
    void *memory;  /* of KeyArrayPack */
} KeyArray;

typedef enum ByteArrays { BytesArePacked, BytesAreKeys, BytesAreCells } ByteArrays;

/*
 * Opens an argument. What holds several rows and columns, is missing or is neither an array nor a
 * value is refused. An array of bytes holds packed little-endian keys of keySizeInBytes (0: 4), a
 * key a byte, or a cell a byte as other arrays do, of any dimensions.
 */
HRESULT KeyArrayOpen(const VARIANT *value, DWORD keySizeInBytes, ByteArrays bytes, const wchar_t *name, KeyArray *out,
                     Failure *failure);
void KeyArrayClose(KeyArray *keys);

/* Returns an element as a VARIANT that is never cleared: what is in it is the array's. */
VARIANT KeyArrayBorrow(const KeyArray *keys, size_t at);

/* Returns whether the elements are packed keys of that size already. */
BOOL KeyArrayIsPacked(const KeyArray *keys, DWORD keySizeInBytes);

/*
 * Returns `count` packed keys from `first` on: where they lie, or read into `buffer`. The result is
 * NULL when one of them is no key or doesn't fit. With `fits` (may be NULL) such an element becomes
 * 0 with a FALSE in `fits` instead, and only an array inside the array fails.
 */
const void *KeyArrayRead(const KeyArray *keys, size_t first, size_t count, DWORD keySizeInBytes, void *buffer,
                         BYTE *fits, Failure *failure);

/*
 * Gives all keys packed; they live as long as the array is open. The caller asks for a size by
 * *keySizeInBytes 4, 8 or 16; a key that doesn't fit is an error then. A 0 becomes 4, or 8 when a
 * key needs that, or 16 when the first key is a GUID.
 */
HRESULT KeyArrayPack(KeyArray *keys, DWORD *keySizeInBytes, const void **packed, Failure *failure);

#endif
