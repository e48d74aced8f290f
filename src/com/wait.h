/* Waiting on the caller's thread, as its apartment wants it. */
#ifndef COM_WAIT_H
#define COM_WAIT_H

#include <windows.h>

/* Until the event is set, or for so many milliseconds (INFINITE); FALSE: not in that time. A single-threaded apartment goes on with its messages. */
BOOL WaitOnCallersThread(HANDLE event, DWORD milliseconds);

#endif
