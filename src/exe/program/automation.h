/*
 * The server's objects by the names of their properties, as a script has them: options are put and
 * figures are got without a second list of either. A failure leaves its error information to the
 * thread. Any thread of the object's apartment.
 */
#ifndef EXE_AUTOMATION_H
#define EXE_AUTOMATION_H

#include <windows.h>
#include <oaidl.h>

#include "jobs/text/option.h"

/* Gets a property (VariantClear), as the object gives it. */
HRESULT AutomationGet(void *object, const wchar_t *name, VARIANT *value);
/* Gets a number; upper and lower case of the name are the same. */
HRESULT AutomationGetNumber(void *object, const wchar_t *name, double *value);

/* Puts a text, a flag or a number that is written as a text. */
HRESULT AutomationPutText(void *object, const wchar_t *name, const wchar_t *value);

/*
 * Puts each option of the group that has a help text and differs from `defaults` into the property
 * of its name. Texts that may be repeated are left to the caller.
 */
HRESULT AutomationPutOptions(void *object, OptionGroup group, const void *defaults);

#endif
