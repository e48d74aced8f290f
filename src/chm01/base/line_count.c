/* See line_count.h. */
#include "line_count.h"

#include <string.h>

LineCount LineCountOf(const void *text, size_t size)
{
    const uint8_t *const from = text; /* may be null where the text is empty */
    const LineCount count = {from, size != 0 ? from + size : from, 0};
    return count;
}

enum { LineStepBytes = 16 };

/* Counts the line ends among eight bytes: the top bit of each that is one, and their sum. */
static uint32_t LineEndsOfWord(const uint8_t *at)
{
    const uint64_t ones = 0x0101010101010101, lows = 0x7F * ones;
    uint64_t word;
    memcpy(&word, at, sizeof word);
    word ^= '\n' * ones;
    const uint64_t tops = ~(((word & lows) + lows) | word | lows);
    return (uint32_t)((tops >> 7) * ones >> 56);
}

bool LineCountOn(LineCount *count, Work *work)
{
    for (; count->at != count->end && work->left != 0; work->left--) {
        const size_t left = (size_t)(count->end - count->at), bytes = left < LineStepBytes ? left : LineStepBytes;
        uint8_t last[LineStepBytes] = {0};
        if (bytes < LineStepBytes)
            memcpy(last, count->at, bytes);
        const uint8_t *const at = bytes < LineStepBytes ? last : count->at;
        count->ends += LineEndsOfWord(at) + LineEndsOfWord(at + 8);
        count->at += bytes;
    }
    return count->at == count->end;
}

size_t LineEndsOf(const void *text, size_t size)
{
    LineCount count = LineCountOf(text, size);
    Work work = WorkAll();
    (void)LineCountOn(&count, &work);
    return count.ends;
}
