/*
 * Keys of 128 bits out of VARIANTs: a GUID as text, 16 bytes in an array, or a number, of which the
 * other bits are 0, or 1 where it is negative. Any thread.
 */
#ifndef COM_VARIANT_WIDE_H
#define COM_VARIANT_WIDE_H

#include <windows.h>
#include <oaidl.h>

#include "key_failure.h"

/*
 * Gives a key's halves, the low one first. element: its number in the argument's array, or
 * KEY_ALONE.
 */
HRESULT VariantWideKey(const VARIANT *value, const wchar_t *argument, size_t element, ULONGLONG *halves,
                       Failure *failure);

/* Returns whether the value is the text of a GUID, or of a number of more than 64 bits. */
BOOL VariantIsWide(const VARIANT *value);

/* *out = the key as the text of a GUID. */
HRESULT WideKeyOut(const ULONGLONG *halves, VARIANT *out);

#endif
