/*
 * Finds a text key that occurs twice: a multikey quicksort of the positions (Bentley and Sedgewick,
 * Fast Algorithms for Sorting and Searching Strings, 1997). It looks at no byte more often than
 * there are values of a byte, so no set makes it quadratic. Of its three parts it works on the
 * smallest first, so that a short stack holds the others.
 */
#include "text_fold.h"
#include "text_look.h"

/* Returns the byte at `depth`, and one, of the i-th position's key; 0: the key ends before. */
static uint32_t TextSortByte(const TextLook *look, uint32_t i, uint32_t depth)
{
    const uint32_t position = look->order[i];
    if (depth >= look->keys->lengths[position])
        return 0;
    const uint8_t byte = TextKeysAt(look->keys, position)[depth];
    return 1u + (look->ignoreCase ? TextFold(byte) : byte);
}

static void TextSortSwap(TextLook *look, uint32_t i, uint32_t j)
{
    const uint32_t swap = look->order[i];
    look->order[i] = look->order[j];
    look->order[j] = swap;
}

static uint32_t TextMedian(uint32_t a, uint32_t b, uint32_t c)
{
    const uint32_t low = a < b ? a : b, high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

/* Notes the lowest two of positions whose keys are equal, if they are the lowest so far. */
static void TextSortEqual(TextLook *look, const TextRange *range)
{
    uint32_t first = UINT32_MAX, second = UINT32_MAX;
    for (uint32_t i = range->from; i != range->to; i++) {
        const uint32_t position = look->order[i];
        if (position < first) {
            second = first;
            first = position;
        } else if (position < second) {
            second = position;
        }
    }
    if (second < look->second) {
        look->first = first;
        look->second = second;
    }
}

static void TextSortPush(TextLook *look, const TextRange *range)
{
    if (range->to - range->from > 1)
        look->ranges[look->rangeCount++] = *range;
}

static uint32_t TextRangeSize(const TextRange *range)
{
    return range->to - range->from;
}

/* Pushes three parts, the smallest last. */
static void TextSortPushAll(TextLook *look, TextRange *ranges)
{
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t j = i + 1; j < 3; j++)
            if (TextRangeSize(&ranges[j]) > TextRangeSize(&ranges[i])) {
                const TextRange swap = ranges[i];
                ranges[i] = ranges[j];
                ranges[j] = swap;
            }
    for (uint32_t i = 0; i < 3; i++)
        TextSortPush(look, &ranges[i]);
}

/* Begins to divide a range by one byte into what is less than a pivot, equal to it and greater. */
static void TextDivideBegin(TextLook *look, TextRange range)
{
    const uint32_t middle = range.from + (range.to - range.from) / 2;
    look->range = range;
    look->pivot = TextMedian(TextSortByte(look, range.from, range.depth), TextSortByte(look, middle, range.depth),
                             TextSortByte(look, range.to - 1, range.depth));
    look->less = look->at = range.from;
    look->greater = range.to;
}

/* Goes on with it. True: it is divided. */
static bool TextDivideOn(TextLook *look, Work *work)
{
    for (; look->at < look->greater; work->left--) {
        if (work->left == 0)
            return false;
        const uint32_t byte = TextSortByte(look, look->at, look->range.depth);
        if (byte < look->pivot)
            TextSortSwap(look, look->at++, look->less++);
        else if (byte > look->pivot)
            TextSortSwap(look, look->at, --look->greater);
        else
            look->at++;
    }
    return true;
}

static void TextDivideEnd(TextLook *look)
{
    const TextRange range = look->range;
    TextRange ranges[3] = {{range.from, look->less, range.depth},
                           {look->less, look->greater, range.depth + 1},
                           {look->greater, range.to, range.depth}};
    if (look->pivot == 0) {
        TextSortEqual(look, &ranges[1]);
        ranges[1].to = ranges[1].from;
    }
    look->pivot = UINT32_MAX;
    TextSortPushAll(look, ranges);
}

void TextLookBegin(TextLook *look, const TextKeys *keys, bool ignoreCase, uint32_t *order)
{
    memset(look, 0, sizeof *look);
    look->keys = keys;
    look->ignoreCase = ignoreCase;
    look->order = order;
    look->second = look->pivot = UINT32_MAX;
}

/* Lists all positions, which are the first range. */
static bool TextLookList(TextLook *look, Work *work)
{
    const uint32_t count = (uint32_t)look->keys->count;
    const TextRange all = {0, count, 0};
    if (look->listed == count)
        return true;
    const size_t stop = WorkUntil(work, look->listed, count);
    for (uint32_t i = look->listed; i < stop; i++)
        look->order[i] = i;
    look->listed = (uint32_t)stop;
    if (stop == count)
        TextSortPush(look, &all);
    return stop == count;
}

bool TextLookOn(TextLook *look, Work *work)
{
    if (!TextLookList(look, work))
        return false;
    while (look->pivot != UINT32_MAX || look->rangeCount != 0) {
        if (work->left == 0)
            return false;
        if (look->pivot == UINT32_MAX)
            TextDivideBegin(look, look->ranges[--look->rangeCount]);
        if (!TextDivideOn(look, work))
            return false;
        TextDivideEnd(look);
    }
    return true;
}

ChmStatus TextLookAnswer(const TextLook *look, ChmError *error)
{
    if (look->second == UINT32_MAX)
        return ChmOk;
    return ChmFail(error, ChmDuplicateKey, NULL, 0, look->first, look->second);
}

size_t TextKeysDuplicateScratch(const TextKeys *keys)
{
    return keys->count * sizeof(uint32_t);
}

ChmStatus TextKeysFindDuplicate(const TextKeys *keys, bool ignoreCase, void *scratch, ChmError *error)
{
    TextLook look;
    Work work = WorkAll();
    if (keys->count > TEXT_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, keys->count, TEXT_MAX_KEYS, 0);
    TextLookBegin(&look, keys, ignoreCase, scratch);
    (void)TextLookOn(&look, &work);
    return TextLookAnswer(&look, error);
}
