#include "log_ring.h"

#include <stdio.h>

#include "jobs/text/text.h"

wchar_t *LogRingPut(LogRing *ring, wchar_t *line)
{
    wchar_t **place = &ring->lines[ring->count++ % LogRingLines];
    wchar_t *old = *place;
    *place = line;
    return old;
}

BOOL LogRingNext(const LogRing *ring, ULONGLONG *told, wchar_t **line, BOOL *stopped)
{
    const wchar_t *next;
    wchar_t text[80];
    *line = NULL;
    *stopped = FALSE;
    if (*told == ring->count)
        return FALSE;
    if (ring->count - *told > LogRingLines) {
        swprintf(text, ARRAYSIZE(text), L"(%llu lines are left out)", ring->count - LogRingLines - *told);
        *told = ring->count - LogRingLines;
        next = text;
    } else {
        next = ring->lines[(*told)++ % LogRingLines];
    }
    *stopped = next == NULL;
    if (next != NULL)
        *line = TextCopy(next);
    return TRUE;
}

void LogRingFree(LogRing *ring)
{
    for (size_t i = 0; i < LogRingLines; i++)
        TextFree(ring->lines[i]);
}
