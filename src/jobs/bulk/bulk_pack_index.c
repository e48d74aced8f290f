/*
 * The index of a pack, of the rows of the run, whose tables lie in the pack in the order of the
 * rows without gaps. It is made at the end in slices, in the one block that is written, so that a
 * run keeps neither entries nor names besides its rows.
 */
#include "bulk_pack.h"

#include "chm01/table/pack.h"
#include "jobs/text/text.h"
#include "jobs/text/utf8.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/check.h"

static BOOL RowIsInPack(const BulkRow *row)
{
    return row->bytesWritten != 0;
}

/* Writes the row's name, or with NULL counts its bytes. */
static size_t NameOf(const BulkRow *row, char *out)
{
    return Utf8Encode(row->keysPath, TextLength(row->keysPath), out);
}

/* That many rows, or that many steps of the tail, take some tenths of a millisecond. */
enum { IndexRows = 512, IndexSteps = 1 << 13 };

static void IndexMeasure(BulkPackIndex *index, const BulkRow *row)
{
    index->namesBytes += NameOf(row, NULL);
    index->entryCount++;
}

static void IndexFill(BulkPackIndex *index, const BulkRow *row, BYTE *tail)
{
    char *names = (char *)tail + PackNamesAt(index->entryCount);
    const size_t nameBytes = NameOf(row, names + index->nameOffset);
    ((PackEntry *)(void *)tail)[index->entries++] =
        (PackEntry){index->at, row->bytesWritten, index->nameOffset, (uint32_t)nameBytes, 0};
    index->at += row->bytesWritten;
    index->nameOffset += nameBytes;
}

/* Looks at some rows. FALSE: there are more. */
static BOOL IndexRowsOn(BulkPack *pack, const BulkResult *result)
{
    BulkPackIndex *index = &pack->index;
    for (size_t left = IndexRows; left != 0 && index->row != result->rowCount; left--, index->row++) {
        const BulkRow *row = &result->rows[index->row];
        if (!RowIsInPack(row))
            continue;
        if (index->phase == IndexMeasures)
            IndexMeasure(index, row);
        else
            IndexFill(index, row, pack->tail);
    }
    return index->row == result->rowCount;
}

/* The present phase is over. */
static DWORD IndexNext(BulkPack *pack)
{
    BulkPackIndex *index = &pack->index;
    if (index->phase == IndexFills) {
        RuntimeCheck(index->at == pack->offset, "the rows have other bytes than a pack has");
        PackTailBegin(&index->writing, index->entryCount, index->namesBytes, pack->offset, pack->tail);
        index->phase = IndexOrders;
        return ERROR_IO_PENDING;
    }
    index->bytes = PackTailBytes(index->entryCount, index->namesBytes);
    pack->tail = Win32Allocate(index->bytes);
    index->row = 0;
    index->at = sizeof(PackHeader);
    index->phase = IndexFills;
    return pack->tail != NULL ? ERROR_IO_PENDING : ERROR_NOT_ENOUGH_MEMORY;
}

DWORD BulkPackIndexOn(BulkPack *pack, const BulkResult *result)
{
    Work work = {IndexSteps};
    if (pack->index.phase == IndexOrders)
        return PackTailOn(&pack->index.writing, &work) ? ERROR_SUCCESS : ERROR_IO_PENDING;
    return IndexRowsOn(pack, result) ? IndexNext(pack) : ERROR_IO_PENDING;
}
