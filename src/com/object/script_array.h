/*
 * The arrays of script engines that COM knows nothing of: JScript's, which are objects with a
 * length and numbered members.
 */
#ifndef COM_SCRIPT_ARRAY_H
#define COM_SCRIPT_ARRAY_H

#include <windows.h>
#include <oaidl.h>

/* Items of a vector of VARIANTs whose bytes, with what Wine puts before them, fit in a ULONG. */
#define SCRIPT_MAX_ITEMS 178956799l /* (2^32 - 1 - 4096) / 24 */

/*
 * *out = a new vector of VARIANT with the array's items (VT_EMPTY for a hole). S_FALSE: the object
 * is no such array; JScript's String, which has a length too, is none. Calls the object.
 */
HRESULT ScriptArrayCopy(IDispatch *object, SAFEARRAY **out);

/*
 * Gives what an object's member of that name returns. kind: DISPATCH_PROPERTYGET, DISPATCH_METHOD
 * or both; argument NULL: it takes none. Calls the object.
 */
HRESULT ScriptGet(IDispatch *object, const wchar_t *name, WORD kind, VARIANT *argument, VARIANT *value);

#endif
