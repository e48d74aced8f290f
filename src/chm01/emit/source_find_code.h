/* The functions of a header for text keys, as patterns of source_text.h. Private to source*.c. */
#ifndef CHM01_SOURCE_FIND_CODE_H
#define CHM01_SOURCE_FIND_CODE_H

#include "chm01/text/text_table.h"
#include "source_text.h"

/*
 * The differences between compilers, beside those of source_dialect.h:
 *
 *   PERFECTHASH_AHEAD    defined: loads may reach behind a key, within its page.
 *   PERFECTHASH_COPY     memcpy, and PERFECTHASH_SAME memcmp, without a header where that can be.
 *   PERFECTHASH_RARE     a condition that rarely holds.
 *   PERFECTHASH_COLD     a function that is rarely called.
 *   PERFECTHASH_HIDE     what the compiler knows of a pointer.
 *   PERFECTHASH_LINE     an object that begins a cache line.
 *   PERFECTHASH_AS       a cast between pointers, integers and vectors.
 *   PERFECTHASH_AND      of two $NPair (16 bytes), with PERFECTHASH_AHEAD; PERFECTHASH_OR likewise.
 *   PERFECTHASH_LOW      the first word of a $NPair, and PERFECTHASH_HIGH the second.
 */
extern const char sourceFindDialect[], sourceFindDialectEnd[];

/*
 * Before and behind that where a text includes nothing:
 *
 *   PERFECTHASH_64       a constant of 64 bits
 *   PERFECTHASH_QUICK    inline, also in C90
 */
extern const char sourceFindPlain[], sourceFindPlainEnd[];

/* Loads: $NWord, $NFew (of up to eight bytes) and $NFold, which makes small letters. */
extern const char sourceFindLoads[], sourceFindFold[];

/* $NPair, $NLoad of one, and $NDiffers, which compares two; $NTurn, which rotates a word. */
extern const char sourceFindPairs[], sourceFindTurn[];

/* $NHash of all bytes, and $NIs, comparing a long key, or its bytes from 16 on without case. */
extern const char sourceFindHash[], sourceFindSame[], sourceFindSameFolded[];

/* $NFind, which returns a record. */
extern const char sourceFindRecord[];

/*
 * Writes the data and the functions of a table, all static, for a text that may include nothing:
 * int <identifier>Find(const char *key, size_t length) is the lookup. What stands behind it may use
 * source_dialect.h; sourceFindPlainEnd, sourceFindDialectEnd and sourceDialectEnd end it.
 */
void SourceFindPlain(const TextTable *table, const char *identifier, SourceText *text);

#endif
