/*
 * Writes a pack file while a bulk run makes its tables: in the order of the rows, whatever the
 * order in which they end, so that the same run gives the same bytes. What has ended ahead of its
 * turn waits, and so do, beyond a window of rows and of bytes, those who would make more of it.
 * Part of a bulk job, whose rundown its writes hold.
 */
#ifndef JOBS_BULK_PACK_H
#define JOBS_BULK_PACK_H

#include "bulk_job.h"
#include "chm01/table/pack.h"
#include "runtime/engine/file_operation.h"
#include "runtime/files/file_compare.h"
#include "runtime/files/file_temporary.h"
#include "runtime/files/replace.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct BulkPack BulkPack;
/*
 * Rows before the window's new end may start; or, error, the file can't be made. Called without a
 * lock, on a worker.
 */
typedef void (*BulkPackMoved)(BulkPack *pack, DWORD error);

/* The index of a pack in the making. */
typedef struct BulkPackIndex {
    size_t row; /* the next one that is looked at: */
    enum { IndexMeasures, IndexFills, IndexOrders } phase;
    size_t entryCount, namesBytes, bytes; /* bytes: of all, with the footer */
    size_t entries, nameOffset;           /* so far */
    ULONGLONG at;                         /* where the next table lies */
    PackTail writing;
} BulkPackIndex;

typedef enum BulkPackPart { PackNothing, PackTable, PackTheTail } BulkPackPart;

struct BulkPack { /* all zero: there is none */
    FileOperation operation;
    Admission blocking; /* admits a chunk of its writes at a time, as a slow disk can hold it */
    BOOL admitted;      /* the present chunk is */
    BOOL guest;         /* of whose run; set before it is opened, as is `durable` */
    Rundown *rundown;
    BulkPackMoved moved;
    wchar_t *path, *extended; /* whole: for users, and \\?\ */
    wchar_t *temporary;
    struct BulkPackRow *window; /* from the row whose turn it is on, BulkPackWindow of them */
    size_t rowCount;
    SRWLOCK lock;            /* guards the window, the next two and part */
    volatile size_t next;    /* the row whose turn it is */
    volatile LONG64 waiting; /* bytes of the results; written under the lock */
    BulkPackPart part;       /* what is written now; its owner alone touches the fields below */
    const BYTE *from;        /* what is left of it */
    size_t left;
    ULONGLONG offset;
    BYTE *tail; /* the header at first, the index and the footer at last */
    BulkPackIndex index;
    BOOL committed; /* it has a name that stays */
    BOOL durable;   /* what is in place is on the disk */
    ReplaceWait wait;
    FileCompare compare; /* with the file that is in place */
    DWORD error;
};

enum { BulkPackWindow = 256, BulkPackWindowBytes = 64 * 1024 * 1024 };

/*
 * A shard's pack has the shard in its name, all.2-of-8.phpack for all.phpack; a run that is no
 * shard (count 0) has the name as it is. And back: a name without the shard in it stays as it is.
 * NULL: out of memory.
 */
wchar_t *BulkPackPathOfShard(const wchar_t *path, DWORD index, DWORD count);
wchar_t *BulkPackPathOfRun(const wchar_t *path, DWORD index, DWORD count);

/*
 * Opens the file under a temporary name and starts the write of its header; BulkPackBegin follows
 * once that is over. Win32 codes, as those of the others.
 */
DWORD BulkPackOpen(BulkPack *pack, Node *node, Rundown *rundown, const wchar_t *path, size_t rowCount,
                   BulkPackMoved moved);
DWORD BulkPackBegin(BulkPack *pack);
/* A row has ended; result (held for the call alone) is NULL when there is no table. */
void BulkPackAdd(BulkPack *pack, size_t row, TableResult *result);
/* May the row be made now? The one whose turn it is always may, so that the window moves on. */
BOOL BulkPackInWindow(const BulkPack *pack, size_t row);
/*
 * Once all rows are written, as many bytes of each as the result says: makes a slice of the index,
 * ERROR_IO_PENDING: there is more to do; at last starts its write.
 */
DWORD BulkPackFinish(BulkPack *pack, const BulkResult *result);
/* Makes a slice of the index and the footer, at the pack's tail. ERROR_IO_PENDING as above. */
DWORD BulkPackIndexOn(BulkPack *pack, const BulkResult *result);
/*
 * Once that is over: puts the file in place, unless the one that is there has the same bytes; or
 * tells what went wrong, and may be called again. ERROR_IO_PENDING: the two are compared, under a
 * hold of the rundown, and it has to be called again.
 */
DWORD BulkPackCommit(BulkPack *pack);
wchar_t *BulkPackKeep(BulkPack *pack); /* keeps the file instead, and returns its name; NULL: it goes */
void BulkPackClose(BulkPack *pack);    /* once nothing is under way; a file that is neither goes */

#ifdef __cplusplus
}
#endif
#endif
