/* The part of a reading that is about declarations. Private to gperf*.c; one owner. */
#ifndef CHM01_GPERF_DECLARATION_H
#define CHM01_GPERF_DECLARATION_H

#include "gperf.h"

/* A line of the text, without its end. */
typedef struct GperfLine {
    const char *at, *end;
    size_t next; /* where the next line begins */
} GperfLine;

/* Returns the line at an offset: LF and CRLF end it. */
GperfLine GperfLineAt(const GperfReading *reading, size_t at, size_t limit);

ChmStatus GperfBad(ChmError *error, uint64_t line, size_t column, const char *reason);

/*
 * Takes that many bytes of the arena: GperfTake behind all that it has taken, GperfTakeLast from
 * the arena's end. A byte of the text is taken once at most, and one more for each line.
 */
char *GperfTake(GperfReading *reading, size_t length);
char *GperfTakeLast(GperfReading *reading, size_t length);

/* Reads the declarations, which end at that offset. */
ChmStatus GperfDeclare(GperfReading *reading, size_t end, ChmError *error);

#endif
