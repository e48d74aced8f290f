/* A node's waiting timers. Any thread. */
#ifndef RUNTIME_TIMERS_H
#define RUNTIME_TIMERS_H

#include "timer.h"

#define TimersNothing (~0ull)

typedef struct Timers {
    SRWLOCK lock;               /* guards what follows */
    TimerHeap heap;
    ULONGLONG watched;          /* the earliest deadline that a waiting worker wakes up for; TimersNothing: none does */
} Timers;

void TimersInit(Timers *timers);
void TimersFree(Timers *timers);

/*
 * One waiting worker watches the earliest deadline. TimersWatch: how long the caller, who counts as waiting, may sleep: INFINITE when there is
 * no timer or somebody else watches, 0 while the runtime stops and there is one; *watched is for TimersUnwatch when he is awake again.
 * TimersUnwatched: there is a timer that is due soon and nobody sleeps until its deadline; a wake-up makes one do so.
 */
DWORD TimersWatch(Node *node, ULONGLONG *watched);
void TimersUnwatch(Node *node, ULONGLONG watched);
BOOL TimersUnwatched(Node *node);
Timer *TimersTake(Node *node, DWORD *error);    /* one that is due, with what to tell it, or NULL */

#endif
