/*
 * Reads CSV (RFC 4180, UTF-8) from memory, a record at a time, without changing or copying it.
 * Nothing is trusted. Pure; any thread.
 */
#ifndef JOBS_CSV_H
#define JOBS_CSV_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct CsvField {
    const char *bytes; /* what stands between the quotes where there are any, quotes still doubled */
    size_t length;
} CsvField;

typedef struct CsvText {
    const char *at, *end; /* what is still to be read */
} CsvText;

typedef enum CsvAnswer { CsvRecord, CsvEnd, CsvMalformed } CsvAnswer;

/* The next record: its first `most` fields, and in *count how many it has. */
CsvAnswer CsvNext(CsvText *text, CsvField *fields, size_t most, size_t *count);

/*
 * Would a spreadsheet take a cell of this text for a formula? It begins, behind any apostrophes,
 * with one of = + - @, with a wide form of these, or with a tab or the end of a line. Utf8PutCsv
 * writes such a text with an apostrophe before it, and CsvFieldText takes one away: any text is
 * read as it was.
 */
bool CsvIsFormula(const wchar_t *text);

bool CsvFieldIs(const CsvField *field, const char *text);
/*
 * The field as text (TextFree), without the apostrophe of a formula; NULL: out of memory, or
 * (*sound false) not UTF-8 or with a NUL in it.
 */
wchar_t *CsvFieldText(const CsvField *field, bool *sound);

#ifdef __cplusplus
}
#endif
#endif
