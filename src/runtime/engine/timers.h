/* A node's waiting timers. Any thread. */
#ifndef RUNTIME_TIMERS_H
#define RUNTIME_TIMERS_H

#include "timer.h"

#define TimersNothing (~0ull)
enum { TimersWatchers = 2 };

typedef struct Timers {
    SRWLOCK lock; /* guards what follows */
    TimerHeap heap;
    ULONGLONG watched[TimersWatchers]; /* deadlines that waiting workers wake up for; TimersNothing: none does */
} Timers;

void TimersInit(Timers *timers);
void TimersFree(Timers *timers);

/*
 * Two waiting workers watch the earliest deadline: whoever came last to wait gets the next work, so
 * with one watcher each piece of work would have to wake another. TimersWatch: how long the caller,
 * who counts as waiting, may sleep: INFINITE when there is no timer or two others watch, 0 while
 * the runtime stops and there is one; *watched is for TimersUnwatch when he is awake again.
 * TimersUnwatched: there is a timer and nobody sleeps until its deadline; a wake-up makes one do
 * so.
 */
DWORD TimersWatch(Node *node, ULONGLONG *watched);
void TimersUnwatch(Node *node, ULONGLONG watched);
BOOL TimersUnwatched(Node *node);
Timer *TimersTake(Node *node, DWORD *error); /* one that is due, with what to tell it, or NULL */

#endif
