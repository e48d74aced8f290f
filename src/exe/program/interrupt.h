/*
 * Ctrl+C, Ctrl+Break and the end of the console: the first one is noted, for whoever asks between
 * two waits, and ends the work cleanly. A second Ctrl+C ends the process at once with ExitFailed.
 * There is nothing to save then: a file that is not whole still has its temporary name. A console
 * that is closed leaves a process some seconds, and does not end it sooner.
 */
#ifndef EXE_INTERRUPT_H
#define EXE_INTERRUPT_H

#include <windows.h>

void InterruptInstall(void); /* once, first thing */
BOOL InterruptCame(void);    /* any thread */
BOOL InterruptCloses(void);  /* what came was the end of the console */
HANDLE InterruptEvent(void); /* manual-reset, set when it came; NULL: there was no memory for it */

#endif
