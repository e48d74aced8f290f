/*
 * Keys of 128 bits as text: a GUID or a number. A GUID is what its 16 bytes are in memory
 * (guiddef.h), as two little-endian numbers: Data1 is in the lowest 32 bits. Pure values: any
 * thread.
 */
#ifndef CHM01_GUID_H
#define CHM01_GUID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { GUID_CHARS = 36, GuidNoDigit = 16 }; /* of xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx */

typedef enum GuidStatus {
    GuidOk,
    GuidNotRead, /* neither a GUID nor a number */
    GuidTooLarge /* a number of more than 128 bits, or a decimal one of more than 64 */
} GuidStatus;

/*
 * Where the digits of each byte begin, in the order of memory: the first three fields are numbers,
 * whose lowest byte comes first.
 */
static const uint8_t guidDigits[16] = {6, 4, 2, 0, 11, 9, 16, 14, 19, 21, 24, 26, 28, 30, 32, 34};

static inline uint32_t GuidDigit(uint16_t c)
{
    if (c >= '0' && c <= '9')
        return (uint32_t)c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? (uint32_t)c - 'a' + 10 : (uint32_t)GuidNoDigit;
}

static inline bool GuidIsDash(size_t at)
{
    return at == 8 || at == 13 || at == 18 || at == 23;
}

/* Passes over the braces around a GUID. */
static inline void GuidUnbrace(_Inout_ const uint16_t **text, _Inout_ size_t *length)
{
    if (*length != GUID_CHARS + 2 || (*text)[0] != '{' || (*text)[GUID_CHARS + 1] != '}')
        return;
    *length = GUID_CHARS;
    ++*text;
}

/* Returns whether the text has the form of a GUID, with or without braces. */
static inline bool GuidIsText(_In_reads_(length) const uint16_t *text, size_t length)
{
    GuidUnbrace(&text, &length);
    if (length != GUID_CHARS)
        return false;
    for (size_t i = 0; i < GUID_CHARS; i++)
        if (GuidIsDash(i) ? text[i] != '-' : GuidDigit(text[i]) == GuidNoDigit)
            return false;
    return true;
}

static inline void GuidReadDigits(_In_reads_(GUID_CHARS) const uint16_t *text, _Out_writes_(2) uint64_t *halves)
{
    halves[0] = halves[1] = 0;
    for (size_t i = 0; i < sizeof guidDigits; i++) {
        const uint16_t *const digits = text + guidDigits[i];
        const uint64_t byte = GuidDigit(digits[0]) << 4 | GuidDigit(digits[1]);
        halves[i / 8] |= byte << 8 * (i % 8);
    }
}

/* Appends a digit. False: the number needs more than 128 bits, or 64 where the base is 10. */
static inline bool GuidAddDigit(_Inout_ uint64_t *halves, uint32_t base, uint32_t digit)
{
    const bool fits = base == 16 ? halves[1] >> 60 == 0 : halves[0] <= (UINT64_MAX - digit) / 10;
    if (base == 16)
        halves[1] = halves[1] << 4 | halves[0] >> 60;
    halves[0] = halves[0] * base + digit;
    return fits;
}

_Success_(return == GuidOk) static inline GuidStatus
    GuidReadNumber(_In_reads_(length) const uint16_t *digits, size_t length, uint32_t base,
                   _Out_writes_(2) uint64_t *halves)
{
    bool fits = true;
    halves[0] = halves[1] = 0;
    for (size_t i = 0; i < length; i++) {
        const uint32_t digit = GuidDigit(digits[i]);
        if (digit >= base)
            return GuidNotRead;
        fits = GuidAddDigit(halves, base, digit) && fits;
    }
    return length == 0 ? GuidNotRead : fits ? GuidOk : GuidTooLarge;
}

/*
 * Reads a GUID with or without braces, 0x and hexadecimal digits, or a decimal number: halves[0] is
 * the low one. The text has `length` characters, and nothing else is among them.
 */
_Success_(return == GuidOk) static inline GuidStatus
    GuidRead(_In_reads_(length) const uint16_t *text, size_t length, _Out_writes_(2) uint64_t *halves)
{
    if (GuidIsText(text, length)) {
        GuidReadDigits(text + (length != GUID_CHARS), halves);
        return GuidOk;
    }
    if (length >= 2 && text[0] == '0' && (text[1] | 0x20) == 'x')
        return GuidReadNumber(text + 2, length - 2, 16, halves);
    return GuidReadNumber(text, length, 10, halves);
}

/* Writes GUID_CHARS characters, in small letters and without braces. */
static inline void GuidWrite(_In_reads_(2) const uint64_t *halves, _Out_writes_(GUID_CHARS) uint16_t *text)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < GUID_CHARS; i++)
        text[i] = '-';
    for (size_t i = 0; i < sizeof guidDigits; i++) {
        const uint32_t byte = (uint32_t)(halves[i / 8] >> 8 * (i % 8)) & 0xFF;
        text[guidDigits[i]] = (uint16_t)digits[byte >> 4];
        text[guidDigits[i] + 1] = (uint16_t)digits[byte & 15];
    }
}

#ifdef __cplusplus
}
#endif
#endif
