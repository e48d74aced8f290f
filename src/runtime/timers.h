/* A node's waiting timers. Any thread. */
#ifndef RUNTIME_TIMERS_H
#define RUNTIME_TIMERS_H

#include "timer.h"

typedef struct Timers {
    SRWLOCK lock;               /* guards the heap */
    TimerHeap heap;
} Timers;

void TimersInit(Timers *timers);
void TimersFree(Timers *timers);

DWORD TimersTimeoutMs(Node *node);          /* until the earliest deadline; INFINITE: there is none; 0 while the runtime stops and there is one */
Timer *TimersTake(Node *node, DWORD *error);    /* one that is due, with what to tell it, or NULL */

#endif
