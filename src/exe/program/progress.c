#include "progress.h"

#include <stdio.h>

#include "job_tally.h"

enum { WidestLine = 160, UsualColumns = 79 };

void ProgressInit(Progress *progress, BOOL wanted, IPerfectHashIocpContext *context)
{
    DWORD mode;
    progress->shown = wanted && GetConsoleMode(GetStdHandle(STD_ERROR_HANDLE), &mode);
    progress->width = 0;
    progress->context = context;
}

/* Returns how many characters a line may have without a line break by the console. */
static size_t ProgressColumns(void)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!GetConsoleScreenBufferInfo(GetStdHandle(STD_ERROR_HANDLE), &info))
        return UsualColumns;
    const int columns = info.srWindow.Right - info.srWindow.Left;
    return columns <= 0 ? UsualColumns : min((size_t)columns, (size_t)WidestLine);
}

static void ProgressPut(Progress *progress, const wchar_t *line)
{
    wchar_t text[2 * WidestLine + 3];
    DWORD written;
    const int chars = swprintf(text, ARRAYSIZE(text), L"\r%-*ls\r%ls", progress->width, L"", line);
    if (chars > 0)
        WriteConsoleW(GetStdHandle(STD_ERROR_HANDLE), text, (DWORD)chars, &written, NULL);
    progress->width = (int)wcslen(line);
}

uint64_t ProgressBytesWritten(IPerfectHashIocpContext *context)
{
    IPerfectHashStatistics *statistics = NULL;
    double bytes = 0;
    if (context == NULL || FAILED(IPerfectHashIocpContext_get_Statistics(context, &statistics)))
        return 0;
    if (FAILED(IPerfectHashStatistics_get_BytesWritten(statistics, &bytes)))
        bytes = 0;
    IPerfectHashStatistics_Release(statistics);
    return (uint64_t)bytes;
}

static BOOL ProgressTake(const Progress *progress, IPerfectHashJob *job, ProgressFigures *figures)
{
    double completed = 0, failed = 0, total = 0, elapsed = 0;
    JobTally tally;
    if (FAILED(IPerfectHashJob_get_Progress(job, &figures->fraction)) ||
        FAILED(IPerfectHashJob_get_Completed(job, &completed)) || FAILED(IPerfectHashJob_get_Failed(job, &failed)) ||
        FAILED(IPerfectHashJob_get_Total(job, &total)) || FAILED(IPerfectHashJob_get_Elapsed(job, &elapsed)))
        return FALSE;
    JobTallyTake(&tally);
    figures->completed = (uint64_t)completed;
    figures->failed = (uint64_t)min(failed, completed);
    figures->total = (uint64_t)max(total, completed);
    figures->milliseconds = (uint64_t)(1000 * elapsed);
    figures->keys = (uint64_t)tally.keys;
    figures->bytes = ProgressBytesWritten(progress->context);
    return TRUE;
}

void ProgressDraw(Progress *progress, IPerfectHashJob *job)
{
    wchar_t text[WidestLine + 1];
    ProgressFigures figures;
    if (!progress->shown || !ProgressTake(progress, job, &figures))
        return;
    TextLine line = TextLineIn(text, ARRAYSIZE(text));
    ProgressWrite(&line, &figures, ProgressColumns());
    ProgressPut(progress, text);
}

void ProgressErase(Progress *progress)
{
    if (progress->width != 0)
        ProgressPut(progress, L"");
}
