/*
 * The progress of a job as one line on a console that is drawn over again; nothing where stderr is
 * no console. One thread.
 */
#ifndef EXE_PROGRESS_H
#define EXE_PROGRESS_H

#include "PerfectHash.h"

typedef struct Progress {
    BOOL shown; /* stderr is a console, and the progress is not turned off */
    int width;  /* characters of the line that stands there */
} Progress;

enum { ProgressChars = 80 }; /* of a line, with the terminator */

void ProgressInit(Progress *progress, BOOL wanted);
void ProgressDraw(Progress *progress, IPerfectHashJob *job);
void ProgressErase(Progress *progress);

#endif
