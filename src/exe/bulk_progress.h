/* The progress of a bulk run as one line on a console that is drawn over again; nothing where stderr is no console. One thread. */
#ifndef EXE_BULK_PROGRESS_H
#define EXE_BULK_PROGRESS_H

#include "PerfectHash.h"

typedef struct BulkProgress {
    BOOL shown;                     /* stderr is a console and it is wanted */
    int width;                      /* characters of the line that stands there */
} BulkProgress;

void BulkProgressInit(BulkProgress *progress, BOOL wanted);
void BulkProgressDraw(BulkProgress *progress, IPerfectHashJob *job);
void BulkProgressErase(BulkProgress *progress);

#endif
