/*
 * Finds a text key that occurs twice: a multikey quicksort of the positions (Bentley and Sedgewick,
 * Fast Algorithms for Sorting and Searching Strings, 1997). It looks at no byte more often than
 * there are values of a byte, so no set makes it quadratic, and of its three parts it works on the
 * smallest first, so that a short stack holds the others.
 */
#include "text_fold.h"
#include "text_keys.h"

enum { PartsMost = 2 * 24 + 2 }; /* two a halving of TEXT_MAX_KEYS positions */

/* Positions from `from` to before `to`, whose keys agree in their first `depth` bytes. */
typedef struct TextPart {
    uint32_t from, to, depth;
} TextPart;

typedef struct TextSort {
    const TextKeys *keys;
    bool ignoreCase;
    uint32_t *order;
    uint32_t first, second; /* the duplicate found so far; second UINT32_MAX: none */
    uint32_t partCount;
    TextPart parts[PartsMost];
} TextSort;

/* Returns the byte at `depth`, and one, of the i-th position's key; 0: the key ends before. */
static uint32_t TextSortByte(const TextSort *sort, uint32_t i, uint32_t depth)
{
    const uint32_t position = sort->order[i];
    if (depth >= sort->keys->lengths[position])
        return 0;
    const uint8_t byte = TextKeysAt(sort->keys, position)[depth];
    return 1u + (sort->ignoreCase ? TextFold(byte) : byte);
}

static void TextSortSwap(TextSort *sort, uint32_t i, uint32_t j)
{
    const uint32_t swap = sort->order[i];
    sort->order[i] = sort->order[j];
    sort->order[j] = swap;
}

static uint32_t TextMedian(uint32_t a, uint32_t b, uint32_t c)
{
    const uint32_t low = a < b ? a : b, high = a < b ? b : a;
    return c < low ? low : c > high ? high : c;
}

/* Notes the lowest two of positions whose keys are equal, if they are the lowest so far. */
static void TextSortEqual(TextSort *sort, const TextPart *part)
{
    uint32_t first = UINT32_MAX, second = UINT32_MAX;
    for (uint32_t i = part->from; i != part->to; i++) {
        const uint32_t position = sort->order[i];
        if (position < first) {
            second = first;
            first = position;
        } else if (position < second) {
            second = position;
        }
    }
    if (second < sort->second) {
        sort->first = first;
        sort->second = second;
    }
}

static void TextSortPush(TextSort *sort, const TextPart *part)
{
    if (part->to - part->from > 1)
        sort->parts[sort->partCount++] = *part;
}

static uint32_t TextPartSize(const TextPart *part)
{
    return part->to - part->from;
}

/* Pushes three parts, the smallest last. */
static void TextSortPushAll(TextSort *sort, TextPart *parts)
{
    for (uint32_t i = 0; i < 2; i++)
        for (uint32_t j = i + 1; j < 3; j++)
            if (TextPartSize(&parts[j]) > TextPartSize(&parts[i])) {
                const TextPart swap = parts[i];
                parts[i] = parts[j];
                parts[j] = swap;
            }
    for (uint32_t i = 0; i < 3; i++)
        TextSortPush(sort, &parts[i]);
}

/* Divides a part by one byte into what is less than a pivot, equal to it and greater. */
static void TextSortDivide(TextSort *sort, TextPart part)
{
    const uint32_t middle = part.from + (part.to - part.from) / 2;
    const uint32_t pivot = TextMedian(TextSortByte(sort, part.from, part.depth), TextSortByte(sort, middle, part.depth),
                                      TextSortByte(sort, part.to - 1, part.depth));
    uint32_t less = part.from, greater = part.to;
    for (uint32_t i = part.from; i < greater;) {
        const uint32_t byte = TextSortByte(sort, i, part.depth);
        if (byte < pivot)
            TextSortSwap(sort, i++, less++);
        else if (byte > pivot)
            TextSortSwap(sort, i, --greater);
        else
            i++;
    }
    TextPart parts[3] = {
        {part.from, less, part.depth}, {less, greater, part.depth + 1}, {greater, part.to, part.depth}};
    if (pivot == 0) {
        TextSortEqual(sort, &parts[1]);
        parts[1].to = parts[1].from;
    }
    TextSortPushAll(sort, parts);
}

size_t TextKeysDuplicateScratch(const TextKeys *keys)
{
    return keys->count * sizeof(uint32_t);
}

ChmStatus TextKeysFindDuplicate(const TextKeys *keys, bool ignoreCase, void *scratch, ChmError *error)
{
    if (keys->count > TEXT_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, keys->count, TEXT_MAX_KEYS, 0);
    TextSort sort = {keys, ignoreCase, scratch, 0, UINT32_MAX, 0, {{0, 0, 0}}};
    const TextPart all = {0, (uint32_t)keys->count, 0};
    for (uint32_t i = 0; i < all.to; i++)
        sort.order[i] = i;
    TextSortPush(&sort, &all);
    while (sort.partCount != 0)
        TextSortDivide(&sort, sort.parts[--sort.partCount]);
    if (sort.second == UINT32_MAX)
        return ChmOk;
    return ChmFail(error, ChmDuplicateKey, NULL, 0, sort.first, sort.second);
}
