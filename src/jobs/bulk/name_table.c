#include "name_table.h"

#include "chm01/hash/blake2b.h"
#include "jobs/text/text.h"
#include "runtime/base/win32_calls.h"

enum { PieceChars = Blake2bBlockBytes / sizeof(wchar_t) };

/*
 * BLAKE2b over the lower-case letters, a block at a time: each one's digest is the key of the next.
 */
static ULONGLONG NameTableHash(const NameTable *table, const wchar_t *name, size_t length)
{
    ULONGLONG hash = table->secret;
    while (length != 0) {
        wchar_t piece[PieceChars];
        const size_t count = min(length, (size_t)PieceChars);
        for (size_t i = 0; i < count; i++)
            piece[i] = TextLower(name[i]);
        hash = Blake2b(piece, count * sizeof piece[0], hash);
        name += count;
        length -= count;
    }
    return hash;
}

static BOOL IsNamed(const NameSlot *slot, const wchar_t *name, size_t length)
{
    if (slot->length != length)
        return FALSE;
    for (size_t i = 0; i < length; i++)
        if (TextLower(slot->name[i]) != TextLower(name[i]))
            return FALSE;
    return TRUE;
}

/*
 * The slot that has the name, or the free one where it belongs; counts those that were looked at.
 */
static NameSlot *NameTableSlot(const NameTable *table, const wchar_t *name, size_t length, ULONGLONG hash,
                               ULONGLONG *looks)
{
    const DWORD half = (DWORD)(hash >> 32);
    for (size_t at = (size_t)hash;; at++) {
        NameSlot *slot = &table->slots[at & table->mask];
        ++*looks;
        if (slot->name == NULL || (slot->hash == half && IsNamed(slot, name, length)))
            return slot;
    }
}

BOOL NameTableInit(NameTable *table, size_t names)
{
    size_t slotCount = 4; /* at most half of them in use */
    while (slotCount / 2 < names)
        slotCount *= 2;
    memset(table, 0, sizeof *table);
    table->mask = slotCount - 1;
    if (!Win32Random(&table->secret, sizeof table->secret))
        return FALSE;
    table->slots = Win32Allocate(slotCount * sizeof *table->slots);
    return table->slots != NULL;
}

void NameTableFree(NameTable *table)
{
    Win32Free(table->slots);
    table->slots = NULL;
}

size_t NameTableAdd(NameTable *table, const wchar_t *name, size_t length, size_t row)
{
    const ULONGLONG hash = NameTableHash(table, name, length);
    NameSlot *slot = NameTableSlot(table, name, length, hash, &table->looks);
    if (slot->name == NULL)
        *slot = (NameSlot){name, row, (DWORD)length, (DWORD)(hash >> 32)};
    return slot->row;
}

BOOL NameTableFind(const NameTable *table, const wchar_t *name, size_t length, size_t *row)
{
    ULONGLONG looks = 0;
    const NameSlot *slot = NameTableSlot(table, name, length, NameTableHash(table, name, length), &looks);
    *row = slot->row;
    return slot->name != NULL;
}
