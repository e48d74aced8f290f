/*
 * A table as source code of languages other than C: one file, with the data and an idiomatic
 * lookup. Any thread.
 */
#ifndef CHM01_LANGUAGE_H
#define CHM01_LANGUAGE_H

#include "annotations.h"
#include "chm01/emit/source_slices.h"
#include "chm01/record/record.h"
#include "chm01/table/table.h"
#include "chm01/text/text_table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Language Language;

/* What is written: a table of numbers, or one of text keys. */
typedef struct LanguageSource {
    const TableView *table;  /* NULL: its keys are text */
    const TextTable *text;   /* NULL: its keys are numbers */
    const char *nameUtf8;    /* of the table; the file's types and its package are named after it */
    const char *namespaceOf; /* where they stand: identifiers with dots between; NULL or "": nowhere */
    const Records *records;  /* of the keys, in their order; NULL: there are none */
    bool contains;           /* with the keys, so that strangers are told; the table must include them */
} LanguageSource;

enum { LanguageFileBytes = TABLE_MAX_NAME + 48 };

/* Returns the languages one after another; NULL: there are no more. */
_Ret_maybenull_ const Language *LanguageAt(size_t i);

/* Returns the language that users call so, whatever the case; NULL: there is none. */
_Ret_maybenull_ const Language *LanguageNamed(_In_z_ const char *name);

/* Returns what users call it: "CSharp". */
_Ret_z_ const char *LanguageName(_In_ const Language *language);

/* Makes the identifier of a table's type, module or package. */
void LanguageIdentifier(_In_ const Language *language, _In_z_ const char *nameUtf8,
                        _Out_writes_z_(LanguageFileBytes) char *out);

/* Writes the name of a table's file, which some compilers want to be so: "Keywords.cs". */
void LanguageFile(_In_ const Language *language, _In_z_ const char *nameUtf8,
                  _Out_writes_z_(LanguageFileBytes) char *out);

/*
 * Returns why the language can't have this table, as an English text without a full stop that says
 * what it can't have; NULL: it can.
 */
_Ret_maybenull_z_ const char *LanguageRefuses(_In_ const Language *language, _In_ const LanguageSource *source);

/* Returns an upper bound of the text in bytes. */
size_t LanguageBound(_In_ const Language *language, _In_ const LanguageSource *source);

/*
 * Goes on with the text (UTF-8, LF, not terminated) by slices, a number a step. True: it is whole,
 * or is not what it is compared with.
 */
bool LanguageWriteOn(_In_ const Language *language, _In_ const LanguageSource *source, _Inout_ Work *work,
                     _Inout_ SourceText *text);

/* Would LanguageWriteOn write these bytes? Takes no memory. */
bool LanguageIsSame(_In_ const Language *language, _In_ const LanguageSource *source,
                    _In_reads_bytes_(bytes) const char *other, size_t bytes);

#ifdef __cplusplus
}
#endif
#endif
