/*
 * What C and the versions of C++ say differently, as macros that a header defines at its beginning
 * and takes back at its end. Patterns of source_text.h. Private to source*.c.
 *
 *   PERFECTHASH_CONST    an array of data: constexpr from C++14 on
 *   PERFECTHASH_INLINE   a lookup in data: constexpr from C++14 on
 *   PERFECTHASH_CAST     a cast, in the language's own words
 *   PERFECTHASH_NULL     a null pointer
 *   PERFECTHASH_WRAPS    a function whose unsigned arithmetic is meant to wrap
 *   PERFECTHASH_AT       an element of data that is written as string literals
 */
#ifndef CHM01_SOURCE_DIALECT_H
#define CHM01_SOURCE_DIALECT_H

extern const char sourceDialect[], sourceDialectEnd[];

/*
 * Of headers whose data are string literals, behind sourceDialect. Microsoft's compiler takes no
 * literal of more than 65,535 bytes, so that it sees a row for each SourceRowNumbers.
 */
extern const char sourceStrings[], sourceStringsEnd[];

enum { SourceRowBits = 13, SourceRowNumbers = 1 << SourceRowBits };

#endif
