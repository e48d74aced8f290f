/*
 * A file for gperf as C or C++ source: what gperf 3.1 writes, with a lookup of another kind. The
 * functions, the types, the array of the keywords and the constants have the names and the
 * signatures that users know. Any thread.
 */
#ifndef CHM01_SOURCE_GPERF_H
#define CHM01_SOURCE_GPERF_H

#include "annotations.h"
#include "chm01/gperf/gperf.h"
#include "chm01/text/text_table.h"
#include "source.h"
#include "source_slices.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SourceGperf {
    const GperfFile *file;
    const TextTable *table;   /* of the first file->distinct keywords */
    const char *path;         /* of the file, UTF-8, for #line; empty: there is none */
    const SourceNames *names; /* of these the licence counts; NULL: the defaults */
} SourceGperf;

/* Writes the source by slices, as SourceWriteOn does. The text counts, or has room for it. */
bool SourceGperfWriteOn(_In_ const SourceGperf *source, _Inout_ Work *work, _Inout_ SourceText *text);

/* Returns how many bytes the source has. */
size_t SourceGperfBound(_In_ const SourceGperf *source);

#ifdef __cplusplus
}
#endif
#endif
