/*
 * Arrays and strings on their way out: 0-based vectors of what the caller's language can index. Any
 * thread.
 */
#ifndef COM_ARRAYS_H
#define COM_ARRAYS_H

#include <windows.h>
#include <oaidl.h>

/* *out = text as a new BSTR (NULL text: empty). */
HRESULT BstrOut(const wchar_t *text, BSTR *out);

/* *out = VT_ARRAY | VT_VARIANT of BSTR. */
HRESULT BstrArrayOut(const wchar_t *const *texts, size_t count, VARIANT *out);

/*
 * A vector of count longs for the caller to fill: VT_ARRAY | VT_I4. Call LongArrayOut when it is
 * filled: it unlocks the vector and, when variants is set, makes it VT_ARRAY | VT_VARIANT.
 * LongArrayDrop instead, to give it up.
 */
HRESULT LongArrayBegin(size_t count, SAFEARRAY **array, LONG **values);
HRESULT LongArrayOut(SAFEARRAY *array, BOOL variants, VARIANT *out);
void LongArrayDrop(SAFEARRAY *array);

#endif
