/* The failure of a value that is no key. Any thread. */
#ifndef COM_KEY_FAILURE_H
#define COM_KEY_FAILURE_H

#include "jobs/base/failure_message.h"
#include "variant_number.h"

#define KEY_ALONE ((size_t)-1)

/*
 * Sets PERFECTHASH_E_KEY_TYPE: the value of the argument, or of its element with that number, gave
 * the status. value: what DefaultValueOf returned.
 */
HRESULT KeyFailureOf(const wchar_t *argument, size_t element, const VARIANT *value, NumberStatus status,
                     Failure *failure);

/* The same in other words; `verdict` follows what the value is. */
HRESULT KeyFailureSay(const wchar_t *argument, size_t element, const VARIANT *value, const wchar_t *verdict,
                      Failure *failure);

/* Sets PERFECTHASH_E_KEY_RANGE: the number doesn't fit in a key of 32 bits. */
HRESULT KeyFailureRange(const Number *number, Failure *failure);

/* Returns whether an argument was not given: it is left out, or PowerShell's $null. */
BOOL KeyIsMissing(const VARIANT *argument);
HRESULT KeyFailureMissing(const wchar_t *argument, Failure *failure);

#endif
