/*
 * The equality of bytes where case is ignored: an ASCII letter is equal to its capital, and no byte
 * to any other. Any thread.
 */
#ifndef CHM01_TEXT_FOLD_H
#define CHM01_TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline uint8_t TextFold(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 0x20) : byte;
}

/* Are two strings of one length equal? */
static inline bool TextSame(const uint8_t *a, const uint8_t *b, size_t length, bool ignoreCase)
{
    for (size_t i = 0; i < length; i++) {
        if (a[i] != b[i] && (!ignoreCase || TextFold(a[i]) != TextFold(b[i])))
            return false;
    }
    return true;
}

#endif
