/*
 * UTF-16 to UTF-8 and back, from memory to memory. Nothing is trusted: what is ill-formed becomes
 * U+FFFD. Pure; any thread.
 */
#ifndef JOBS_UTF8_H
#define JOBS_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    UTF8_UNIT_BYTES = 3, /* a UTF-16 unit takes at most that many bytes */
    UTF8_CHAR_BYTES = 4  /* a character takes at most that many */
};

/*
 * Writes the units, of which none needs to be a terminator; returns how many bytes that were, at
 * most UTF8_UNIT_BYTES each. out NULL: counts them alone.
 */
size_t Utf8Encode(_In_reads_(units) const wchar_t *text, size_t units, _Out_opt_ char *out);

/*
 * Writes the bytes' characters and a terminator, at most bytes + 1 units. Returns whether all was
 * well-formed; each part that is not, as long as it could begin a character, has become one U+FFFD.
 */
_Success_(1) bool Utf8Decode(_In_reads_(bytes) const char *utf8, size_t bytes, _Out_writes_(bytes + 1) wchar_t *out);

/* The same of bytes among which may be zeros; *units: how many stand before the terminator. */
_Success_(1) bool Utf8DecodeUnits(_In_reads_(bytes) const char *utf8, size_t bytes,
                                  _Out_writes_(bytes + 1) wchar_t *out, _Out_ size_t *units);

#ifdef __cplusplus
}
#endif
#endif
