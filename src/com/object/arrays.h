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

/*
 * *out = the array of VARIANTs, where hr is a success. A failure destroys it (NULL: it was not
 * made) and leaves *out. Returns hr, or S_OK.
 */
HRESULT VariantsOut(HRESULT hr, SAFEARRAY *array, VARIANT *out);

/* *out = VT_ARRAY | VT_VARIANT of BSTR. */
HRESULT BstrArrayOut(const wchar_t *const *texts, size_t count, VARIANT *out);

/*
 * *out = a key as what every script can reckon with: VT_I4, VT_R8 up to 2^53, or its decimal digits
 * as text.
 */
HRESULT KeyOut(ULONGLONG key, VARIANT *out);

/*
 * Creates an array for `count` answers, of VT_I4 or VT_VARIANT: a vector, or of the shape of `like`
 * where that is an array of as many elements and several dimensions (NULL: it is none).
 */
HRESULT AnswerArrayCreate(SAFEARRAY *like, size_t count, VARTYPE type, SAFEARRAY **out);

#endif
