/* See text_contents.h. */
#include "text_contents.h"

/* The loops. */
enum { ContentsSlots, ContentsDisplacements, ContentsPositions, ContentsKeys, ContentsAreOver };

static void TextSlotsBelow(TextContents *contents, Work *work, const uint8_t *slots, size_t count, size_t bound)
{
    WorkPiece piece;
    (void)WorkLines(work, &contents->place, slots != NULL ? count : 0, &piece);
    for (size_t i = piece.from; i < piece.from + piece.bytes; i++)
        contents->leadsAway |= slots[i] >= bound;
}

static void TextAllBelow(TextContents *contents, Work *work, const uint32_t *numbers, size_t count, size_t bound)
{
    WorkPiece piece;
    uint32_t most = 0;
    (void)WorkLines(work, &contents->place, numbers != NULL ? count * sizeof *numbers : 0, &piece);
    const size_t from = piece.from / sizeof *numbers, to = from + piece.bytes / sizeof *numbers;
    for (size_t i = from; i < to; i++)
        most = numbers[i] > most ? numbers[i] : most;
    contents->leadsAway |= most >= bound;
}

/* Do the keys have the lengths that the shape says, and lie in the pool? */
static void TextKeysLie(const TextTable *table, TextContents *contents, Work *work)
{
    const size_t window = 8 * (size_t)table->reduction.words;
    WorkPiece piece;
    (void)WorkLines(work, &contents->place, table->entryCount * sizeof *table->lengths, &piece);
    const size_t from = piece.from / sizeof *table->lengths, to = from + piece.bytes / sizeof *table->lengths;
    for (size_t i = from; i < to; i++) {
        const size_t length = table->lengths[i], inPool = length > window ? length : 0;
        contents->members += length != 0;
        contents->longest = length > contents->longest ? length : contents->longest;
        contents->poolBytes += inPool;
        contents->reachesOut |=
            length > table->longest || (inPool != 0 && (uint64_t)table->offsets[i] + inPool > table->poolBytes);
    }
}

static void TextContentsLoop(const TextTable *table, TextContents *contents, Work *work)
{
    const size_t slots = (size_t)1 << table->slotBits, groups = (size_t)1 << table->groupBits;
    switch (contents->place.loop) {
    case ContentsSlots: TextSlotsBelow(contents, work, table->slots, slots, table->keyCount); break;
    case ContentsDisplacements: TextAllBelow(contents, work, table->displacements, groups, slots); break;
    case ContentsPositions: TextAllBelow(contents, work, table->positions, table->entryCount, table->keyCount); break;
    default: TextKeysLie(table, contents, work); break;
    }
}

/* Returns whether the lengths and the pool are those of the shape. */
static bool TextLengthsFit(const TextTable *table, const TextContents *contents)
{
    return !contents->reachesOut && contents->longest == table->longest && contents->poolBytes == table->poolBytes &&
           contents->members + (table->emptyPosition != TEXT_NOT_FOUND) == table->keyCount;
}

static ChmStatus TextContentsFail(const TextView *view, const void *part, const char *reason, ChmError *error)
{
    return ChmFail(error, ChmTableMalformed, reason, (uint64_t)((const uint8_t *)part - view->image), 0, 0);
}

ChmStatus TextContentsOn(const TextView *view, TextContents *contents, Work *work, ChmError *error)
{
    const TextTable *const table = &view->table;
    const void *const leads = table->slots != NULL ? (const void *)table->slots : table->displacements;
    while (contents->place.loop != ContentsAreOver && work->left != 0)
        TextContentsLoop(table, contents, work);
    if (contents->place.loop != ContentsAreOver)
        return ChmContinue;
    if (contents->leadsAway)
        return TextContentsFail(view, leads, "it leads to keys that it does not have", error);
    if (!TextLengthsFit(table, contents))
        return TextContentsFail(view, table->lengths, "the lengths of its keys do not fit", error);
    return ChmOk;
}
