/*
 * The number that a VARIANT, or an element of a typed array, stands for as a key. The rules stand
 * at the top of PerfectHash.idl. Calls no object; any thread.
 */
#ifndef COM_VARIANT_NUMBER_H
#define COM_VARIANT_NUMBER_H

#include <stdint.h>

#include <windows.h>
#include <oaidl.h>

typedef struct Number {
    ULONGLONG bits; /* two's complement of a negative number */
    BOOL negative;
} Number;

typedef enum NumberStatus {
    NumberOk,
    NumberOfNoType,  /* a type that holds no number: a date, an object, nothing */
    NumberNotWhole,  /* 1.5, or no number at all */
    NumberNotRead,   /* text that is no number */
    NumberOutOfRange /* below -2^63 or above 2^64-1 */
} NumberStatus;

/* Returns whether a key of 32 bits can stand for the number. */
static inline BOOL NumberFits32(const Number *number)
{
    return number->negative ? (LONGLONG)number->bits >= INT32_MIN : number->bits <= UINT32_MAX;
}

/* data: one element of that type, which is no VT_VARIANT. */
NumberStatus NumberOfElement(VARTYPE type, const void *data, Number *out);

/* value: by value or by reference, but no reference to a VARIANT. */
NumberStatus NumberOfVariant(const VARIANT *value, Number *out);

#endif
