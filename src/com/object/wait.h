/* Waiting on the caller's thread, as its apartment wants it: a single-threaded one goes on with its messages. */
#ifndef COM_WAIT_H
#define COM_WAIT_H

#include <windows.h>

/* Until the event is set, or for so many milliseconds (INFINITE); FALSE: not in that time. */
BOOL WaitOnCallersThread(HANDLE event, DWORD milliseconds);

/* The same until one of these is; who waits sees which. */
BOOL WaitOnCallersThreadForAny(size_t count, HANDLE *handles, DWORD milliseconds);

#endif
