#include "bulk_names.h"

#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/path_text.h"

/* A path or a base name in an open-addressed table. */
typedef struct NameSlot {
    ULONGLONG hash;
    const wchar_t *name; /* NULL: free */
    size_t length;       /* of the name, which may go on behind it with an extension */
    size_t row;
} NameSlot;

struct BulkNames {
    size_t mask; /* slotCount - 1, a power of two less one */
    NameSlot slots[];
};

/* FNV-1a (Fowler, Noll, Vo) over the lower-case letters, its halves folded for the mask. */
static ULONGLONG NameHash(const wchar_t *name, size_t length)
{
    ULONGLONG hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ TextLower(name[i])) * 0x100000001B3u;
    return hash ^ hash >> 32;
}

static BOOL NameIsSame(const NameSlot *slot, const wchar_t *name, size_t length)
{
    if (slot->length != length)
        return FALSE;
    for (size_t i = 0; i < length; i++)
        if (TextLower(slot->name[i]) != TextLower(name[i]))
            return FALSE;
    return TRUE;
}

/* The slot that has the name, or the free one where it belongs. */
static size_t NameSlotOf(const BulkNames *names, const wchar_t *name, size_t length, ULONGLONG hash)
{
    size_t at = (size_t)hash & names->mask;
    while (names->slots[at].name != NULL &&
           (names->slots[at].hash != hash || !NameIsSame(&names->slots[at], name, length)))
        at = (at + 1) & names->mask;
    return at;
}

static void NameAdd(BulkNames *names, const wchar_t *name, size_t length, size_t row)
{
    const ULONGLONG hash = NameHash(name, length);
    NameSlot *slot = &names->slots[NameSlotOf(names, name, length, hash)];
    if (slot->name == NULL)
        *slot = (NameSlot){hash, name, length, row};
}

BulkNames *BulkNamesCreate(const BulkResult *result)
{
    size_t slotCount = 4; /* at most half of them in use: a path and a base name of each row */
    while (slotCount < 4 * result->rowCount)
        slotCount *= 2;
    BulkNames *names = Win32Allocate(sizeof *names + slotCount * sizeof names->slots[0]);
    if (names == NULL)
        return NULL;
    names->mask = slotCount - 1;
    for (size_t row = 0; row < result->rowCount; row++)
        if (result->rows[row].failure == NULL)
            NameAdd(names, result->rows[row].keysPath, TextLength(result->rows[row].keysPath), row);
    for (size_t row = 0; row < result->rowCount; row++) {
        const wchar_t *base = PathNameOf(result->rows[row].keysPath);
        const size_t length = PathBaseChars(base);
        if (result->rows[row].failure == NULL && length != 0)
            NameAdd(names, base, length, row);
    }
    return names;
}

void BulkNamesFree(BulkNames *names)
{
    Win32Free(names);
}

BOOL BulkNamesFind(const BulkNames *names, const wchar_t *name, size_t *row)
{
    const size_t length = TextLength(name);
    const NameSlot *slot = &names->slots[NameSlotOf(names, name, length, NameHash(name, length))];
    *row = slot->row;
    return slot->name != NULL;
}
