#include "progress.h"

#include <stdio.h>

enum { BarChars = 24 };

void ProgressInit(Progress *progress, BOOL wanted)
{
    DWORD mode;
    progress->shown = wanted && GetConsoleMode(GetStdHandle(STD_ERROR_HANDLE), &mode);
    progress->width = 0;
}

static void ProgressWrite(Progress *progress, const wchar_t *line)
{
    wchar_t text[2 * ProgressChars];
    DWORD written;
    const int chars = swprintf(text, ARRAYSIZE(text), L"\r%-*ls\r%ls", progress->width, L"", line);
    if (chars > 0)
        WriteConsoleW(GetStdHandle(STD_ERROR_HANDLE), text, (DWORD)chars, &written, NULL);
    progress->width = (int)wcslen(line);
}

/*
 * One table: how long it has taken, since nobody knows how many attempts are to come. Many: how
 * fast they come, and how long the rest will take.
 */
static int ProgressCompose(wchar_t line[ProgressChars], IPerfectHashJob *job)
{
    double fraction = 0, completed = 0, failed = 0, total = 0, elapsed = 0;
    wchar_t bar[BarChars + 1];
    if (FAILED(IPerfectHashJob_get_Progress(job, &fraction)) ||
        FAILED(IPerfectHashJob_get_Completed(job, &completed)) || FAILED(IPerfectHashJob_get_Failed(job, &failed)) ||
        FAILED(IPerfectHashJob_get_Total(job, &total)) || FAILED(IPerfectHashJob_get_Elapsed(job, &elapsed)))
        return 0;
    for (int i = 0; i < BarChars; i++)
        bar[i] = i < (int)(fraction * (double)BarChars) ? L'#' : L'.';
    bar[BarChars] = 0;
    if (total <= 1)
        return swprintf(line, ProgressChars, L"[%ls] %.0f %%, %.0f s", bar, 100 * fraction, elapsed);
    const int chars = swprintf(line, ProgressChars, L"[%ls] %.0f of %.0f, %.0f failed", bar, completed, total, failed);
    if (completed <= 0 || elapsed <= 0 || chars <= 0)
        return chars;
    const double rate = completed / elapsed;
    return chars + swprintf(line + chars, ProgressChars - (size_t)chars, L", %.0f/s, %.0f s left", rate,
                            (total - completed) / rate);
}

void ProgressDraw(Progress *progress, IPerfectHashJob *job)
{
    wchar_t line[ProgressChars];
    if (progress->shown && ProgressCompose(line, job) > 0)
        ProgressWrite(progress, line);
}

void ProgressErase(Progress *progress)
{
    if (progress->width != 0)
        ProgressWrite(progress, L"");
}
