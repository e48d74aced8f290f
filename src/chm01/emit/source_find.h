/*
 * A table of text keys as C source: one self-contained header (C99, C++98 and later; MSVC, gcc,
 * clang; no include but stddef.h and stdint.h, and string.h and emmintrin.h for others than gcc and
 * clang). It has no pointer that a loader would relocate. Any thread.
 */
#ifndef CHM01_SOURCE_FIND_H
#define CHM01_SOURCE_FIND_H

#include "annotations.h"
#include "chm01/text/text_table.h"
#include "source.h"
#include "source_slices.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Returns an upper bound of SourceFindWrite's output in bytes. options: only records and part are
 * of text keys; NULL: the defaults.
 */
size_t SourceFindBound(_In_ const TextTable *table, _In_z_ const char *nameUtf8, _In_opt_ const SourceOptions *options);

/*
 * Writes the header's text (UTF-8, LF, not terminated) and returns its length in bytes. The name
 * becomes an identifier, as SourceIdentifier makes it. out: SourceFindBound bytes.
 */
size_t SourceFindWrite(_In_ const TextTable *table, _In_z_ const char *nameUtf8, _In_opt_ const SourceOptions *options,
                       _Out_writes_bytes_(_Inexpressible_("SourceFindBound")) char *out);

/* Writes the same in slices, as SourceWriteOn does. */
bool SourceFindWriteOn(_In_ const TextTable *table, _In_z_ const char *nameUtf8, _In_opt_ const SourceOptions *options,
                       _Inout_ Work *work, _Inout_ SourceText *text);

/* Would SourceFindWrite write these bytes? Takes no memory. */
bool SourceFindIsSame(_In_ const TextTable *table, _In_z_ const char *nameUtf8, _In_opt_ const SourceOptions *options,
                      _In_reads_bytes_(bytes) const char *other, size_t bytes);

#ifdef __cplusplus
}
#endif
#endif
