#include "bulk_progress.h"

#include <stdio.h>

enum { LineChars = 79, BarChars = 24 };

void BulkProgressInit(BulkProgress *progress, BOOL wanted)
{
    DWORD mode;
    progress->shown = wanted && GetConsoleMode(GetStdHandle(STD_ERROR_HANDLE), &mode);
    progress->width = 0;
}

static void Write(BulkProgress *progress, const wchar_t *line)
{
    wchar_t text[2 * LineChars];
    DWORD written;
    const int chars = swprintf(text, ARRAYSIZE(text), L"\r%-*ls\r%ls", progress->width, L"", line);
    if (chars > 0)
        WriteConsoleW(GetStdHandle(STD_ERROR_HANDLE), text, (DWORD)chars, &written, NULL);
    progress->width = (int)wcslen(line);
}

void BulkProgressDraw(BulkProgress *progress, IPerfectHashJob *job)
{
    double fraction = 0, completed = 0, failed = 0, total = 0, elapsed = 0;
    if (!progress->shown || FAILED(IPerfectHashJob_get_Progress(job, &fraction)) || FAILED(IPerfectHashJob_get_Completed(job, &completed)) ||
        FAILED(IPerfectHashJob_get_Failed(job, &failed)) || FAILED(IPerfectHashJob_get_Total(job, &total)) ||
        FAILED(IPerfectHashJob_get_Elapsed(job, &elapsed)))
        return;
    wchar_t bar[BarChars + 1], line[LineChars + 1];
    for (int i = 0; i < BarChars; ++i)
        bar[i] = i < (int)(fraction * BarChars) ? L'#' : L'.';
    bar[BarChars] = 0;
    const double rate = elapsed > 0 ? completed / elapsed : 0;
    const double left = rate > 0 ? (total - completed) / rate : 0;
    if (swprintf(line, ARRAYSIZE(line), L"[%ls] %.0f of %.0f, %.0f failed, %.0f/s, %.0f s left", bar, completed, total, failed, rate, left) > 0)
        Write(progress, line);
}

void BulkProgressErase(BulkProgress *progress)
{
    if (progress->width != 0)
        Write(progress, L"");
}
