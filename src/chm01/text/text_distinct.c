/* A radix sort by a byte at a time, from the lowest on. See text_distinct.h. */
#include "text_distinct.h"

static uint32_t TextByteOf(uint64_t number, uint32_t byte)
{
    return (uint32_t)(number >> (8 * byte)) & (TextByteValues - 1);
}

/* Makes each count the sum of those before it. */
static void TextSumUp(uint32_t *counts)
{
    uint32_t sum = 0;
    for (uint32_t value = 0; value < TextByteValues; value++) {
        const uint32_t size = counts[value];
        counts[value] = sum;
        sum += size;
    }
}

void TextDistinctBegin(TextDistinct *sort, uint64_t *numbers, uint64_t *spare, size_t count)
{
    memset(sort, 0, sizeof *sort);
    sort->numbers = numbers;
    sort->spare = spare;
    sort->count = count;
}

/* Counts each value of each byte. */
static void TextCountBytes(TextDistinct *sort, Work *work)
{
    const size_t stop = WorkUntil(work, sort->place.at, sort->count);
    for (size_t i = sort->place.at; i < stop; i++)
        for (uint32_t byte = 0; byte < TextBytes; byte++)
            sort->counts[byte][TextByteOf(sort->numbers[i], byte)]++;
    (void)WorkPassed(&sort->place, stop, sort->count);
}

/* Do all numbers have one value of the byte? */
static bool TextIsSame(const TextDistinct *sort, uint32_t byte)
{
    return sort->count == 0 || sort->counts[byte][TextByteOf(sort->numbers[0], byte)] == sort->count;
}

static void TextSortByByte(TextDistinct *sort, uint32_t byte, Work *work)
{
    uint32_t *const places = sort->counts[byte];
    if (sort->place.at == 0)
        TextSumUp(places);
    const size_t stop = WorkUntil(work, sort->place.at, sort->count);
    for (size_t i = sort->place.at; i < stop; i++)
        sort->spare[places[TextByteOf(sort->numbers[i], byte)]++] = sort->numbers[i];
    if (!WorkPassed(&sort->place, stop, sort->count))
        return;
    uint64_t *const swap = sort->numbers;
    sort->numbers = sort->spare;
    sort->spare = swap;
}

static WorkAnswer TextCompareSorted(TextDistinct *sort, Work *work, uint64_t *twice)
{
    const size_t stop = WorkUntil(work, sort->place.at, sort->count);
    for (size_t i = sort->place.at; i < stop; i++)
        if (i != 0 && sort->numbers[i] == sort->numbers[i - 1]) {
            *twice = sort->numbers[i];
            return WorkNo;
        }
    return WorkPassed(&sort->place, stop, sort->count) ? WorkYes : WorkMore;
}

WorkAnswer TextDistinctOn(TextDistinct *sort, Work *work, uint64_t *twice)
{
    while (work->left != 0) {
        const uint32_t loop = sort->place.loop;
        if (loop == 0)
            TextCountBytes(sort, work);
        else if (loop > TextBytes)
            return TextCompareSorted(sort, work, twice);
        else if (sort->place.at == 0 && TextIsSame(sort, loop - 1))
            sort->place.loop++;
        else
            TextSortByByte(sort, loop - 1, work);
    }
    return WorkMore;
}
