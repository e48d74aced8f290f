/*
 * The queue of the requests that are served next: those that have work to do, interactive before
 * bulk, in turn within each kind. So that bulk does not starve, each ReadyInteractiveShare
 * interactive takes let one bulk request through. Bounds, with I interactive and B bulk requests
 * ready: a bulk request is taken within (ReadyInteractiveShare + 1) x B takes, an interactive one
 * within I + I / ReadyInteractiveShare + 1. Not locked. Pure.
 */
#ifndef RUNTIME_READY_QUEUE_H
#define RUNTIME_READY_QUEUE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ReadyKind { ReadyInteractive, ReadyBulk } ReadyKind;
enum { ReadyKinds = 2, ReadyInteractiveShare = 4 };

typedef struct ReadyEntry {
    struct ReadyEntry *next;
    ReadyKind kind;
} ReadyEntry;

/* All zero: empty. */
typedef struct ReadyQueue {
    ReadyEntry *first[ReadyKinds], *last[ReadyKinds];
    int streak; /* interactive takes in a row while a bulk request was ready */
} ReadyQueue;

void ReadyQueueAdd(ReadyQueue *queue, ReadyEntry *entry);    /* last in its line; it is in none */
void ReadyQueueRemove(ReadyQueue *queue, ReadyEntry *entry); /* it is in its line */
/*
 * The next one, taken out of its line, or NULL. bulkAllowed: zero leaves bulk requests where they
 * are.
 */
ReadyEntry *ReadyQueueTake(ReadyQueue *queue, int bulkAllowed);

#ifdef __cplusplus
}
#endif
#endif
