/*
 * Keys out of VARIANTs: what scripts, PowerShell, C# and C++ send as a key or an array of keys,
 * made packed 32 or 64-bit integers. The rules for numbers stand at the top of PerfectHash.idl. Any
 * thread.
 */
#ifndef COM_VARIANT_KEYS_H
#define COM_VARIANT_KEYS_H

#include <windows.h>
#include <oaidl.h>

#include "jobs/base/failure.h"

typedef struct KeyArray {
    void *memory;      /* owned copy, or NULL when keys point into the VARIANT's array */
    SAFEARRAY *locked; /* the array that KeyArrayFree unlocks, or NULL */
    SAFEARRAY *owned;  /* the copy of a script's own array, or NULL */
    const void *keys;  /* count keys of keySizeInBytes */
    size_t count;
    DWORD keySizeInBytes;
    BOOL variants; /* the input was an array of VARIANT (or a scalar): answer with one */
} KeyArray;

/*
 * One key as 64 bits: a number below 2^32 for a table of 4-byte keys, else all of it. Fails on what
 * is no key, or doesn't fit the size.
 */
HRESULT VariantKey(const VARIANT *value, DWORD keySizeInBytes, ULONGLONG *key, Failure *failure);

/*
 * Keys of an array or a scalar. keySizeInBytes 4 or 8 is what the caller wants (a key that doesn't
 * fit is an error); 0: 4, unless a key needs 8; KEYS_TO_FIND_32: they are looked for in a set of
 * 32-bit keys, so that each which can stand for such a key is that one also where another needs 8.
 * name: the argument's name, for messages.
 */
#define KEYS_TO_FIND_32 ((DWORD)-1)
HRESULT KeyArrayTake(const VARIANT *value, DWORD keySizeInBytes, const wchar_t *name, KeyArray *out, Failure *failure);
void KeyArrayFree(KeyArray *keys);

#endif
