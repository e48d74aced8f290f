#include "read_check.h"

#include <string.h>

#include "chm01/text/text_image.h"

/* ---- tables ---- */

/* Keeps what of the piece lies in [from, from + bytes) of all that passes. */
static void ReadCheckKeep(const ReadCheck *check, const BYTE *piece, size_t count, ULONGLONG from, void *to,
                          size_t bytes)
{
    const ULONGLONG first = max(check->at, from), end = min(check->at + count, from + bytes);
    if (first < end)
        memcpy((BYTE *)to + (first - from), piece + (first - check->at), (size_t)(end - first));
}

static FileCheckAnswer ReadCheckSum(ReadCheck *check)
{
    ULONGLONG sum;
    memcpy(&sum, check->tail, sizeof sum);
    if (sum == Hash64End(&check->hash))
        return FileCheckMore;
    ChmFail(&check->error, ChmTableChecksum, NULL, 0, 0, 0);
    return FileCheckRefused;
}

static ChmStatus ReadCheckHeader(ReadCheck *check, ULONGLONG size)
{
    return TextImageIs(check->head, sizeof check->head) ? TextImageCheckHeader(check->head, size, &check->error)
                                                        : TableCheckHeader(check->head, size, &check->error);
}

static FileCheckAnswer ReadCheckTablePiece(void *context, const void *bytes, size_t count, ULONGLONG size)
{
    ReadCheck *check = context;
    const ULONGLONG sumAt = size - sizeof check->tail;
    const BOOL headWas = check->at >= sizeof check->head;
    ReadCheckKeep(check, bytes, count, 0, check->head, sizeof check->head);
    ReadCheckKeep(check, bytes, count, sumAt, check->tail, sizeof check->tail);
    if (check->at < sumAt)
        Hash64Add(&check->hash, bytes, (size_t)min((ULONGLONG)count, sumAt - check->at));
    check->at += count;
    if (!headWas && check->at >= sizeof check->head) {
        if (ReadCheckHeader(check, size) != ChmOk)
            return FileCheckRefused;
        if (size <= READ_CHECK_BELIEVED)
            return FileCheckEnough;
    }
    return check->at == size ? ReadCheckSum(check) : FileCheckMore;
}

void ReadCheckTable(ReadCheck *check)
{
    memset(check, 0, sizeof *check);
    check->check.piece = ReadCheckTablePiece;
    check->check.context = check;
    Hash64Begin(&check->hash, 0);
}

/* ---- indexes ---- */

static FileCheckAnswer ReadCheckIndexPiece(void *context, const void *bytes, size_t count, ULONGLONG size)
{
    ReadCheck *check = context;
    Hash64Add(&check->hash, bytes, count);
    check->at += count;
    if (check->at < size || Hash64End(&check->hash) == check->hashWanted)
        return FileCheckMore;
    ChmFail(&check->error, ChmTableChecksum, NULL, 0, 0, 0);
    return FileCheckRefused;
}

void ReadCheckIndex(ReadCheck *check, ULONGLONG hash)
{
    memset(check, 0, sizeof *check);
    check->check.piece = ReadCheckIndexPiece;
    check->check.context = check;
    check->hashWanted = hash;
    Hash64Begin(&check->hash, 0);
}

/* ---- texts ---- */

static FileCheckAnswer ReadCheckTextPiece(void *context, const void *bytes, size_t count, ULONGLONG size)
{
    ReadCheck *check = context;
    const BYTE *zero = memchr(bytes, 0, count);
    (void)size;
    if (zero != NULL)
        ChmFail(&check->error, ChmTableMalformed, "a zero byte stands there",
                check->at + (ULONGLONG)(zero - (const BYTE *)bytes), 0, 0);
    check->at += count;
    return zero == NULL ? FileCheckMore : FileCheckRefused;
}

void ReadCheckText(ReadCheck *check)
{
    memset(check, 0, sizeof *check);
    check->check.piece = ReadCheckTextPiece;
    check->check.context = check;
}
