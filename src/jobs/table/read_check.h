/*
 * The checks that tables, packs and summaries must pass before they are read whole (file_check.h).
 * Each check is begun before the read that it is given to, lives as long, and says afterwards what
 * it refuses. One read at a time.
 */
#ifndef JOBS_READ_CHECK_H
#define JOBS_READ_CHECK_H

#include "annotations.h"
#include "chm01/base/status.h"
#include "chm01/hash/hash64.h"
#include "chm01/table/table.h"
#include "jobs/base/failure_message.h"
#include "runtime/files/file_check.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ReadCheck {
    FileCheck check;
    ChmError error; /* status ChmOk: nothing was refused; a text's numbers[0] is where */
    ULONGLONG at;   /* how many bytes have passed */
    Hash64Stream hash;
    ULONGLONG hashWanted;          /* an index's */
    BYTE head[TABLE_HEADER_BYTES]; /* a table's first bytes */
    BYTE tail[sizeof(ULONGLONG)];  /* and its checksum */
} ReadCheck;

/* A table file of this size is believed once its header is right; of a larger one all is hashed. */
#define READ_CHECK_BELIEVED ((ULONGLONG)16 << 20)

/* A table file: a header whose counts have that size; the checksum of a large one. */
void ReadCheckTable(_Out_ ReadCheck *check);
/* The index of a pack: its hash. */
void ReadCheckIndex(_Out_ ReadCheck *check, ULONGLONG hash);
/* A text: no byte of it is zero, as all are where a file has a size and no content. */
void ReadCheckText(_Out_ ReadCheck *check);

#ifdef __cplusplus
}
#endif
#endif
