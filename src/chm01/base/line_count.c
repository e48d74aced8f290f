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

/* Counts the line ends of a step: the compiler makes a vector of it. */
static uint8_t LineEndsIn(const uint8_t *at)
{
    uint8_t ends = 0;
    for (size_t i = 0; i < LineStepBytes; i++)
        ends = (uint8_t)(ends + (at[i] == '\n'));
    return ends;
}

bool LineCountOn(LineCount *count, Work *work)
{
    for (; count->at != count->end && work->left != 0; work->left--) {
        const size_t left = (size_t)(count->end - count->at), bytes = left < LineStepBytes ? left : LineStepBytes;
        uint8_t last[LineStepBytes] = {0};
        if (bytes < LineStepBytes)
            memcpy(last, count->at, bytes);
        count->ends += LineEndsIn(bytes < LineStepBytes ? last : count->at);
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
