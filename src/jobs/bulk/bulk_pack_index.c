/*
 * The index of a pack, of the rows of the run, whose tables lie in the pack in the order of the
 * rows without gaps. It is made at the end, in the one block that is written, so that a run keeps
 * neither entries nor names besides its rows.
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

static void BulkPackMeasure(const BulkResult *result, size_t *entryCount, size_t *namesBytes)
{
    *entryCount = *namesBytes = 0;
    for (size_t i = 0; i < result->rowCount; i++) {
        if (!RowIsInPack(&result->rows[i]))
            continue;
        *namesBytes += NameOf(&result->rows[i], NULL);
        ++*entryCount;
    }
}

BYTE *BulkPackIndex(const BulkResult *result, ULONGLONG offset, size_t *bytes)
{
    size_t entryCount, namesBytes, nameOffset = 0;
    BulkPackMeasure(result, &entryCount, &namesBytes);
    *bytes = PackTailBytes(entryCount, namesBytes);
    BYTE *tail = Win32Allocate(*bytes);
    if (tail == NULL)
        return NULL;
    PackEntry *entry = (PackEntry *)(void *)tail;
    char *names = (char *)tail + PackNamesAt(entryCount);
    ULONGLONG at = sizeof(PackHeader);
    for (size_t i = 0; i < result->rowCount; i++) {
        const BulkRow *row = &result->rows[i];
        if (!RowIsInPack(row))
            continue;
        const size_t nameBytes = NameOf(row, names + nameOffset);
        *entry++ = (PackEntry){at, row->bytesWritten, nameOffset, (uint32_t)nameBytes, 0};
        at += row->bytesWritten;
        nameOffset += nameBytes;
    }
    RuntimeCheck(at == offset, "the rows tell of other bytes than a pack has");
    PackTailWrite((const PackEntry *)(void *)tail, entryCount, names, namesBytes, offset, tail);
    return tail;
}
