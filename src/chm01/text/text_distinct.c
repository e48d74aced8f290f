/*
 * Numbers are mixed first, and each marks a bit that its highest bits choose. Only numbers that
 * share their bit with another one are kept, which are few. Those are sorted by their highest
 * three bytes, and the few that agree in these are compared one by one. Where many agree, as in a
 * set that was made for it, all bytes are sorted. See text_distinct.h.
 */
#include "text_distinct.h"

#define TEXT_MIX UINT64_C(0x9E3779B97F4A7C15)
#define TEXT_UNMIX UINT64_C(0xF1DE83E19937733D) /* its product with the other is 1 */

enum { TextSortedBytes = 3, TextLowestByte = TextBytes - TextSortedBytes, TextNearNumbers = 16 };

/*
 * The loops: marks, and keeps what was marked again; counts, a pass for each of the highest bytes,
 * and a compare; then counts, passes and a compare of all bytes.
 */
enum {
    TextLoopClear,
    TextLoopMark,
    TextLoopKeep,
    TextLoopFew,
    TextLoopNear = TextLoopFew + 1 + TextSortedBytes,
    TextLoopCount,
    TextLoopAll,
    TextLoopSorted = TextLoopAll + TextBytes
};

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
    while ((size_t)4 << sort->pairBits <= count)
        sort->pairBits++;
}

/* ---- marks: pairs of words in the spare memory; the second has what was marked again ---- */

static uint64_t *TextMarksOf(const TextDistinct *sort, uint64_t number)
{
    return sort->spare + 2 * (size_t)(number >> 1 >> (63 - sort->pairBits));
}

static uint64_t TextMarkOf(const TextDistinct *sort, uint64_t number)
{
    return (uint64_t)1 << (number >> (58 - sort->pairBits) & 63);
}

static void TextMarkNumbers(TextDistinct *sort, Work *work)
{
    const size_t stop = WorkUntil(work, sort->place.at, sort->count);
    for (size_t i = sort->place.at; i < stop; i++) {
        const uint64_t number = sort->numbers[i] *= TEXT_MIX, mark = TextMarkOf(sort, number);
        uint64_t *const marks = TextMarksOf(sort, number);
        marks[1] |= marks[0] & mark;
        marks[0] |= mark;
    }
    (void)WorkPassed(&sort->place, stop, sort->count);
}

/* Keeps the numbers whose bits have been marked again. */
static void TextKeepMarked(TextDistinct *sort, Work *work)
{
    const size_t stop = WorkUntil(work, sort->place.at, sort->count);
    for (size_t i = sort->place.at; i < stop; i++) {
        const uint64_t number = sort->numbers[i];
        sort->numbers[sort->kept] = number;
        sort->kept += (TextMarksOf(sort, number)[1] & TextMarkOf(sort, number)) != 0;
    }
    if (WorkPassed(&sort->place, stop, sort->count))
        sort->count = sort->kept;
}

/* ---- the sort ---- */

static void TextCountBytes(TextDistinct *sort, uint32_t from, size_t stop)
{
    for (size_t i = sort->place.at; i < stop; i++)
        for (uint32_t byte = from; byte < TextBytes; byte++)
            sort->counts[byte][TextByteOf(sort->numbers[i], byte)]++;
}

static void TextCountFew(TextDistinct *sort, Work *work)
{
    const size_t stop = WorkUntil(work, sort->place.at, sort->count);
    TextCountBytes(sort, TextLowestByte, stop);
    (void)WorkPassed(&sort->place, stop, sort->count);
}

static void TextCountAll(TextDistinct *sort, Work *work)
{
    const size_t stop = WorkUntil(work, sort->place.at, sort->count);
    if (sort->place.at == 0)
        memset(sort->counts, 0, sizeof sort->counts);
    TextCountBytes(sort, 0, stop);
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

static WorkAnswer TextFound(uint64_t mixed, uint64_t *twice)
{
    *twice = mixed * TEXT_UNMIX;
    return WorkNo;
}

/* Returns how many numbers before one agree with it in the bytes that were sorted. */
static size_t TextNearBefore(const TextDistinct *sort, size_t at)
{
    const uint32_t shift = 8 * TextLowestByte;
    size_t alike = 0;
    while (alike < TextNearNumbers && alike < at && (sort->numbers[at] ^ sort->numbers[at - alike - 1]) >> shift == 0)
        alike++;
    return alike;
}

/* Compares numbers with those near them. Where these are many, all bytes must be sorted. */
static WorkAnswer TextCompareNear(TextDistinct *sort, Work *work, uint64_t *twice)
{
    const size_t stop = WorkUntil(work, sort->place.at, sort->count);
    for (size_t i = sort->place.at; i < stop; i++) {
        const size_t alike = TextNearBefore(sort, i);
        for (size_t j = i - alike; j < i; j++)
            if (sort->numbers[i] == sort->numbers[j])
                return TextFound(sort->numbers[i], twice);
        if (alike == TextNearNumbers) {
            (void)WorkPassed(&sort->place, sort->count, sort->count); /* to the next loop */
            return WorkMore;
        }
    }
    sort->place.at = stop;
    return stop == sort->count ? WorkYes : WorkMore;
}

static WorkAnswer TextCompareSorted(TextDistinct *sort, Work *work, uint64_t *twice)
{
    const size_t stop = WorkUntil(work, sort->place.at, sort->count);
    for (size_t i = sort->place.at; i < stop; i++)
        if (i != 0 && sort->numbers[i] == sort->numbers[i - 1])
            return TextFound(sort->numbers[i], twice);
    return WorkPassed(&sort->place, stop, sort->count) ? WorkYes : WorkMore;
}

/* Goes on with a pass over the numbers by a byte, which is left out where it is the same in all. */
static void TextPass(TextDistinct *sort, uint32_t byte, Work *work)
{
    if (sort->place.at == 0 && TextIsSame(sort, byte))
        sort->place.loop++;
    else
        TextSortByByte(sort, byte, work);
}

WorkAnswer TextDistinctOn(TextDistinct *sort, Work *work, uint64_t *twice)
{
    WorkAnswer answer = sort->count < 2 ? WorkYes : WorkMore;
    while (work->left != 0 && answer == WorkMore) {
        const uint32_t loop = sort->place.loop;
        if (loop == TextLoopClear)
            (void)WorkClear(work, &sort->place, sort->spare, (size_t)16 << sort->pairBits);
        else if (loop == TextLoopMark)
            TextMarkNumbers(sort, work);
        else if (loop == TextLoopKeep)
            TextKeepMarked(sort, work);
        else if (loop == TextLoopFew)
            TextCountFew(sort, work);
        else if (loop < TextLoopNear)
            TextPass(sort, loop - TextLoopFew - 1 + TextLowestByte, work);
        else if (loop == TextLoopNear)
            answer = TextCompareNear(sort, work, twice);
        else if (loop == TextLoopCount)
            TextCountAll(sort, work);
        else if (loop < TextLoopSorted)
            TextPass(sort, loop - TextLoopAll, work);
        else
            answer = TextCompareSorted(sort, work, twice);
    }
    return answer;
}
