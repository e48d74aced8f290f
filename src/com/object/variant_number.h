/*
 * The number that a VARIANT, or an element of a typed array, stands for as a key. The rules stand
 * at the top of PerfectHash.idl. Calls no object; any thread.
 */
#ifndef COM_VARIANT_NUMBER_H
#define COM_VARIANT_NUMBER_H

#include <windows.h>
#include <oaidl.h>

#include "jobs/text/number.h"

/* data: one element of that type, which is no VT_VARIANT. */
NumberStatus NumberOfElement(VARTYPE type, const void *data, Number *out);

/* value: by value or by reference, but no reference to a VARIANT. */
NumberStatus NumberOfVariant(const VARIANT *value, Number *out);

#endif
