/*
 * A table as source code of languages other than C: one file, with the data and an idiomatic
 * lookup. Any thread.
 */
#ifndef CHM01_LANGUAGE_H
#define CHM01_LANGUAGE_H

#include "annotations.h"
#include "chm01/emit/source_input.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Language Language;

enum { LanguageFileBytes = SourceIdentifierBytes + 32 };

/* Returns the languages one after another; NULL: there are no more. */
_Ret_maybenull_ const Language *LanguageAt(size_t i);

/* Returns the language that users call so, whatever the case; NULL: there is none. */
_Ret_maybenull_ const Language *LanguageNamed(_In_z_ const char *name);

/* Returns what users call it: "CSharp". */
_Ret_z_ const char *LanguageName(_In_ const Language *language);

/*
 * Makes the identifier of a table's type, module or package, in the style of the language unless
 * the names say another one. names NULL: the defaults.
 */
void LanguageIdentifier(_In_ const Language *language, _In_opt_ const SourceNames *names, _In_z_ const char *nameUtf8,
                        _Out_writes_z_(LanguageFileBytes) char *out);

/*
 * Writes the name of a table's file, which some compilers want to be so: "Keywords.cs". stem: what
 * SourceNamed makes, as it is safe in a path, and what the header's file name begins with.
 */
void LanguageFile(_In_ const Language *language, SourceStyle style, _In_z_ const char *stem,
                  _Out_writes_z_(LanguageFileBytes) char *out);

/*
 * The functions below take a table with its keys, where the options say `contains` (the table must
 * include them). A namespace is of languages that have some beside files and folders.
 */

/*
 * Returns why the language can't have this table, as an English text without a full stop that says
 * what it can't have; NULL: it can.
 */
_Ret_maybenull_z_ const char *LanguageRefuses(_In_ const Language *language, _In_ const SourceInput *input);

/* Returns an upper bound of the text in bytes. */
size_t LanguageBound(_In_ const Language *language, _In_ const SourceInput *input);

/*
 * Goes on with the text (UTF-8, LF, not terminated) by slices, a number a step. True: it is whole,
 * or is not what it is compared with.
 */
bool LanguageWriteOn(_In_ const Language *language, _In_ const SourceInput *input, _Inout_ Work *work,
                     _Inout_ SourceText *text);

/* Would LanguageWriteOn write these bytes? Takes no memory. */
bool LanguageIsSame(_In_ const Language *language, _In_ const SourceInput *input,
                    _In_reads_bytes_(bytes) const char *other, size_t bytes);

#ifdef __cplusplus
}
#endif
#endif
