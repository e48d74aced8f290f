/* The functions of a header for text keys, as patterns of source_text.h. Private to source*.c. */
#ifndef CHM01_SOURCE_FIND_CODE_H
#define CHM01_SOURCE_FIND_CODE_H

/*
 * What compilers say differently, beside source_dialect.h:
 *
 *   PERFECTHASH_AHEAD    defined: loads may reach behind a key, within its page
 *   PERFECTHASH_COPY     memcpy, and PERFECTHASH_SAME memcmp, without a header where that can be
 *   PERFECTHASH_RARE     a condition that rarely holds
 *   PERFECTHASH_COLD     a function that is rarely called
 *   PERFECTHASH_HIDE     what the compiler knows of a pointer
 */
extern const char sourceFindDialect[], sourceFindDialectEnd[];

/* Loads: $NWord, $NFew (of up to eight bytes) and $NFold, which makes small letters. */
extern const char sourceFindLoads[], sourceFindFold[];

/* $NHash of all bytes, and $NIs, which compares a long key, or does so without its case. */
extern const char sourceFindHash[], sourceFindSame[], sourceFindSameFolded[];

#endif
