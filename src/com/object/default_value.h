/*
 * The value that an object stands for where a value is expected: its default property, as Excel's
 * Range and cells, ADO's Field and PowerShell's wrapped values have it, or the items of JScript's
 * own array. Calls the object; any thread.
 */
#ifndef COM_DEFAULT_VALUE_H
#define COM_DEFAULT_VALUE_H

#include <windows.h>
#include <oaidl.h>

/* Returns what a reference to a VARIANT, as VBScript sends variables, refers to. */
static inline const VARIANT *VariantBehind(const VARIANT *value)
{
    while (V_VT(value) == (VT_VARIANT | VT_BYREF) && V_VARIANTREF(value) != NULL)
        value = V_VARIANTREF(value);
    return value;
}

/* Returns the object in a value, held for the caller; NULL: there is none. */
IDispatch *ObjectIn(const VARIANT *value);

/*
 * Returns the value behind references and objects: `value` itself, what it refers to, or *held,
 * which the caller clears in any case. An object without a value, or one whose objects never end,
 * is returned as it came.
 */
const VARIANT *DefaultValueOf(const VARIANT *value, VARIANT *held);

#endif
