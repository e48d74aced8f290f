/*
 * A ring of a worker's last events: for a debugger, a crash dump (look for the mark) or
 * RuntimeTraceWrite. Written by its worker alone; a reader on another thread may see an event half
 * written.
 */
#ifndef RUNTIME_TRACE_H
#define RUNTIME_TRACE_H

#include <windows.h>

#include "code_place.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum TraceKind {
    TraceNothing,
    TraceWorkerStarted,
    TraceItem,    /* a work item's callback was called */
    TraceTimer,   /* a timer's was */
    TraceBacklog, /* bytes: entries of a batch that any worker may run */
    TraceWaits,
    TraceWorkerLeft
} TraceKind;

enum { TraceEvents = 128 }; /* a power of two */

typedef struct TraceEvent {
    ULONGLONG ticks;
    const void *item;
    ULONG_PTR callback; /* its address: a debugger names it */
    DWORD error, bytes;
    TraceKind kind;
    DWORD number; /* counts up over the worker's life */
} TraceEvent;

typedef struct TraceRing {
    char mark[8]; /* "PHTRACE1" */
    DWORD next;
    TraceEvent events[TraceEvents];
} TraceRing;

void TraceInit(TraceRing *ring);
void TraceAdd(TraceRing *ring, TraceKind kind, ULONGLONG ticks, const void *item, ULONG_PTR callback, DWORD error,
              DWORD bytes);

/*
 * Gives each event as a line of text to `line`, oldest first. module: that of the callbacks, whose
 * places in it are told.
 */
void TraceWrite(const TraceRing *ring, const CodeModule *module, void (*line)(void *context, const char *text),
                void *context);

#ifdef __cplusplus
}
#endif
#endif
