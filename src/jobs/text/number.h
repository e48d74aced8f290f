/*
 * The whole number that a value stands for as a key, from the forms that callers send: signed and
 * unsigned integers, doubles, money, decimals, texts. Pure; any thread.
 */
#ifndef JOBS_NUMBER_H
#define JOBS_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Number {
    uint64_t bits; /* two's complement of a negative number */
    bool negative;
} Number;

typedef enum NumberStatus {
    NumberOk,
    NumberOfNoType,  /* a type that holds no number: a date, an object, nothing */
    NumberNotWhole,  /* 1.5, or no number at all */
    NumberNotRead,   /* text that is no number */
    NumberOutOfRange /* below -2^63 or above 2^64-1 */
} NumberStatus;

/* Returns whether a key of 32 bits can stand for the number. */
static inline bool NumberFits32(_In_ const Number *number)
{
    return number->negative ? (int64_t)number->bits >= INT32_MIN : number->bits <= UINT32_MAX;
}

_Success_(return == NumberOk) NumberStatus NumberFromUnsigned(uint64_t value, _Out_ Number *out);
_Success_(return == NumberOk) NumberStatus NumberFromSigned(int64_t value, _Out_ Number *out);
_Success_(return == NumberOk) NumberStatus NumberFromDouble(double value, _Out_ Number *out);
_Success_(return == NumberOk) NumberStatus NumberFromCurrency(int64_t tenThousandths, _Out_ Number *out);
/* Takes 96 bits, which the scale divides by that many powers of ten. */
_Success_(return == NumberOk) NumberStatus
    NumberFromDecimal(uint32_t high, uint64_t low, uint8_t scale, bool negative, _Out_ Number *out);
/*
 * Reads a decimal number, or a hexadecimal one after 0x, with a minus sign before it and blanks
 * around it, and accepts nothing more. The text has `length` characters and a NUL behind them; a
 * NUL among them is no end.
 */
_Success_(return == NumberOk) NumberStatus
    NumberFromText(_In_reads_(length + 1) const wchar_t *text, size_t length, _Out_ Number *out);

#ifdef __cplusplus
}
#endif
#endif
