/*
 * UTF-16 to UTF-8 and back, from memory to memory. Nothing is trusted: what is ill-formed becomes
 * U+FFFD. Pure; any thread.
 */
#ifndef JOBS_UTF8_H
#define JOBS_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    UTF8_UNIT_BYTES = 3, /* a UTF-16 unit takes at most so many bytes */
    UTF8_CHAR_BYTES = 4  /* a character takes at most so many */
};

/*
 * Writes the units, of which none needs to be a terminator; returns how many bytes that were, at
 * most UTF8_UNIT_BYTES each. out NULL: counts them alone.
 */
size_t Utf8Encode(const wchar_t *text, size_t units, char *out);

/*
 * Writes the bytes' characters and a terminator, at most bytes + 1 units. Returns whether all was
 * well-formed; each part that is not, as long as it could begin a character, has become one U+FFFD.
 */
bool Utf8Decode(const char *utf8, size_t bytes, wchar_t *out);

#ifdef __cplusplus
}
#endif
#endif
