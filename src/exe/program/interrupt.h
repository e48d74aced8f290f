/*
 * Ctrl+C and Ctrl+Break: the first one is noted, for whoever asks between two waits, and ends what
 * goes on cleanly; the second one ends the process at once with ExitFailed, since there is nothing
 * to save: a file that is not whole has its temporary name still.
 */
#ifndef EXE_INTERRUPT_H
#define EXE_INTERRUPT_H

#include <windows.h>

void InterruptInstall(void); /* once, first thing */
BOOL InterruptCame(void);    /* any thread */
HANDLE InterruptEvent(void); /* manual-reset, set when it came; NULL: there was no memory for it */

#endif
