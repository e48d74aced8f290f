/*
 * The progress of a job as one line on a console that is drawn over again; nothing where stderr is
 * no console. One thread.
 */
#ifndef EXE_PROGRESS_H
#define EXE_PROGRESS_H

#include "PerfectHash.h"
#include "jobs/text/progress_text.h"

typedef struct Progress {
    BOOL shown;                       /* stderr is a console, and the progress is not turned off */
    int width;                        /* characters of the line that stands there */
    IPerfectHashIocpContext *context; /* which counts what is written; NULL: nobody does */
} Progress;

void ProgressInit(Progress *progress, BOOL wanted, IPerfectHashIocpContext *context);
void ProgressDraw(Progress *progress, IPerfectHashJob *job);
void ProgressErase(Progress *progress);

/* Returns the bytes that the context has written; 0: nobody counts them. */
uint64_t ProgressBytesWritten(IPerfectHashIocpContext *context);

#endif
