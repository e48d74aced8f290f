/*
 * The functions that write a growing text (source_slices.h). Nothing here formats through the C
 * library: a table has many thousands of numbers. Private to source*.c; one owner.
 */
#ifndef CHM01_SOURCE_TEXT_H
#define CHM01_SOURCE_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "source.h"
#include "source_slices.h"

/*
 * Stand around everything that writes the text from its begin to its end, in each slice again. The
 * end: was that all?
 */
void TextSliceBegin(SourceText *text, Work *work);
bool TextSliceEnd(SourceText *text, Work *work);

/*
 * A loop over the lines of an array, of which a slice writes some. A line takes `steps` steps:
 *
 *     for (uint64_t at = TextArrayBegin(text, lines); TextArrayLine(text, at, lines, steps); at++)
 *
 * The functions below that write arrays have such loops. Anything longer than some kilobytes needs
 * one.
 */
uint64_t TextArrayBegin(SourceText *text, uint64_t lines);
bool TextArrayLine(SourceText *text, uint64_t at, uint64_t lines, uint64_t steps);

/*
 * words['X' - 'A'] takes the place of "$X" in the pattern, for each letter X; anything else stands
 * for itself.
 */
typedef struct SourceWords {
    const char *words['z' - 'A' + 1];
    SourceStyle style; /* a snake's: what follows "$N", as FindFloor, is written as _find_floor */
} SourceWords;

void TextTemplate(SourceText *text, const char *pattern, const SourceWords *words);

/* Writes bytes, of which the first ones are a member's name while text->isMember says so. */
void TextMember(SourceText *text, const char *bytes, size_t count);

void TextPut(SourceText *text, const char *literal);
void TextBytes(SourceText *text, const char *bytes, size_t count); /* as they are */
void TextDecimal(SourceText *text, uint64_t value);
void TextHex(SourceText *text, uint64_t value); /* 0x12AB, without a suffix */

/*
 * UTF-8 as harmless ASCII, for a comment: other characters as \u00E4, and * escaped too so that no
 * comment begins or ends.
 */
void TextEscaped(SourceText *text, const char *utf8);

/*
 * The elements of an array initialiser, a number of them on each line. elementBytes of values: 1,
 * 2 or 4; only the mask's bits are written.
 */
void TextDecimals(SourceText *text, const void *values, uint64_t count, uint32_t elementBytes, uint32_t mask);

/* Writes numbers likewise that all fit into typeBytes, the size of an element in the text. */
void TextDecimalsOf(SourceText *text, const void *values, uint64_t count, uint32_t elementBytes, uint32_t typeBytes);

/* The same in hexadecimal, each with all its digits. elementBytes: 4 or 8. */
void TextHexes(SourceText *text, const void *numbers, uint64_t count, uint32_t elementBytes);

/* Writes 64-bit numbers likewise that `make` puts into `out`: those from `from` to before `to`. */
typedef void TextMake(const void *context, uint64_t from, uint64_t to, uint64_t *out);
void TextHexesMade(SourceText *text, TextMake *make, const void *context, uint64_t count);

/*
 * The numbers as string literals of bytes, UTF-16 or UTF-32 code units (elementBytes 1, 2 or 4), a
 * number of them on each line, with a PERFECTHASH_ROW (source_dialect.h) between rows.
 */
void TextStrings(SourceText *text, const void *numbers, uint64_t count, uint32_t elementBytes, uint32_t mask);

#endif
