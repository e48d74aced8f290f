/*
 * The records of a table in its header: enums, a struct, and a constant array of it in the order of
 * the file. Names come from columns and are made identifiers; texts are escaped. Private to
 * source*.c; one owner.
 */
#ifndef CHM01_SOURCE_RECORD_H
#define CHM01_SOURCE_RECORD_H

#include "chm01/record/record.h"
#include "source.h"
#include "source_text.h"

enum { SourceFieldBytes = 96 };

/* Makes the name of the struct's member for a column. Two columns have two names. */
void SourceField(const Records *records, uint32_t column, char *out);

/* Writes a cell that is a number as a constant of a double, in any language. */
void SourceReal(SourceText *text, const uint8_t *from, size_t length, const char *minusZero);

/* Writes what is to be included, or nothing. */
void SourceRecordIncludes(SourceText *text, const Records *records);

/*
 * Writes the types, except to definitions, and the array, which declarations only declare.
 * identifier: of the table, whose style the array has, too.
 */
void SourceRecordData(SourceText *text, const char *identifier, SourceStyle style, const Records *records,
                      SourcePart part);

#endif
