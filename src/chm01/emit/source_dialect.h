/*
 * The differences between C and the versions of C++, as macros that a header defines at its
 * beginning and takes back at its end. Patterns of source_text.h. Private to source*.c.
 *
 *   PERFECTHASH_CONST    an array of data: constexpr from C++14 on; of a pair one that its .c has.
 *   PERFECTHASH_INLINE   a lookup in data: constexpr from C++14 on, but not of a pair.
 *   PERFECTHASH_CAST     a cast, in the language's own words.
 *   PERFECTHASH_NULL     a null pointer.
 *   PERFECTHASH_WRAPS    a function whose unsigned arithmetic is meant to wrap.
 *   PERFECTHASH_AT       an element of data that is written as string literals.
 */
#ifndef CHM01_SOURCE_DIALECT_H
#define CHM01_SOURCE_DIALECT_H

#include "chm01/text/text_table.h"
#include "source.h"
#include "source_text.h"

/* Writes the macros that each text has; sourceDialectEnd takes them back. */
void SourceDialect(SourceText *text, SourcePart part);
extern const char sourceDialectEnd[];

/* Writes the line that says the licence, where one is asked for, as a comment between these. */
void SourceLicense(SourceText *text, const SourceNames *names, const char *before, const char *after);

/* The number that tells two tables of one name apart, and the words of the error about them. */
typedef struct SourceIdentity {
    uint32_t number; /* of the data and of what the text has of them */
    uint64_t keyCount, keysHash;
} SourceIdentity;

/*
 * Writes the begin of a header's guard, the macro PERFECTHASH_<kind><name>, which is the number.
 * Where the macro is another number, an error names this table, and the compiler names the place of
 * the other one. "#endif" ends the guard.
 */
void SourceGuard(SourceText *text, const char *kind, const char *name, const SourceIdentity *identity);

/* Returns the number of an image, or of a table of text keys, with bits of the options. */
uint32_t SourceImageNumber(const TableView *table, uint32_t options);
uint32_t SourceTextNumber(const TextTable *table, uint64_t others);

/* Write how the comment of a header ends, and how the .c file of a pair begins. */
void SourceUse(SourceText *text, SourcePart part, const char *stem);
void SourceDefinitionsBegin(SourceText *text, const char *stem);

/*
 * Writes those of texts whose data are string literals, behind SourceDialect; sourceStringsEnd
 * takes them back. Microsoft's compiler takes no literal of more than 65,535 bytes, so that it sees
 * a row for each SourceRowNumbers, under another name: no object file of one compiler is taken for
 * one of the other.
 */
void SourceStrings(SourceText *text, SourcePart part);
extern const char sourceStringsEnd[];

enum { SourceRowBits = 13, SourceRowNumbers = 1 << SourceRowBits };

#endif
