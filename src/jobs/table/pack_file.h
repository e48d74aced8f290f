/*
 * A pack file, open to load tables from it: its index in memory, the tables where they are.
 * Read-only and counted; any thread, but no worker.
 */
#ifndef JOBS_PACK_FILE_H
#define JOBS_PACK_FILE_H

#include "chm01/table/pack.h"
#include "runtime/pure/ref_count.h"
#include "table_result.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct PackFile {
    RefCount references;
    HANDLE file;   /* nobody writes to it meanwhile */
    wchar_t *path; /* as the user wrote it */
    void *index;
    PackView view;
} PackFile;

/* Opens and checks all but the tables. Blocks, as the next one does. */
HRESULT PackFileOpen(const wchar_t *path, PackFile **out, Failure *failure);
HRESULT PackFileTable(const PackFile *pack, uint64_t entry, TableResult **out, Failure *failure);
void PackFileHold(PackFile *pack);
void PackFileRelease(PackFile *pack); /* NULL is allowed */

/* The relative path of the keys file; NULL: out of memory, or (*sound FALSE) no text. */
wchar_t *PackEntryName(const PackView *pack, uint64_t entry, bool *sound);

/* Sets the failure that PackOpen and its parts, and TableOpen, report of a pack. */
HRESULT PackFailure(Failure *failure, const wchar_t *path, const ChmError *error);

#ifdef __cplusplus
}
#endif
#endif
