/* Texts of UTF-16 as UTF-8. Private to text*.c. Any thread. */
#ifndef CHM01_TEXT_UTF16_H
#define CHM01_TEXT_UTF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chm01/base/status.h"

/* Does the text begin with a mark of UTF-16, of either order of bytes? */
bool TextIsUtf16(const uint8_t *text, size_t size);

/* Returns an upper bound of the UTF-8, in bytes. */
static inline size_t TextUtf16Bound(size_t size)
{
    return size / 2 * 3;
}

/*
 * Writes a text with a mark as UTF-8, without one, and its length to *length. An unpaired surrogate
 * and an odd number of bytes are errors that tell the line. out: TextUtf16Bound bytes.
 */
ChmStatus TextUtf16Decode(const uint8_t *text, size_t size, uint8_t *out, size_t *length, ChmError *error);

#endif
