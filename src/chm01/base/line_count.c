/* See line_count.h. */
#include "line_count.h"

LineCount LineCountOf(const void *text, size_t size)
{
    const uint8_t *const from = text; /* may be null where the text is empty */
    const LineCount count = {from, size != 0 ? from + size : from, 0};
    return count;
}

bool LineCountOn(LineCount *count, Work *work)
{
    enum { BytesAStep = 16 };
    while (count->at != count->end && work->left != 0) {
        const size_t left = (size_t)(count->end - count->at);
        const size_t piece = left / BytesAStep < work->left ? left : (size_t)work->left * BytesAStep;
        const uint8_t *const newline = memchr(count->at, '\n', piece);
        const size_t passed = newline != NULL ? (size_t)(newline - count->at) + 1 : piece;
        count->ends += newline != NULL;
        count->at += passed;
        (void)WorkUntil(work, 0, passed / BytesAStep + 1);
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
