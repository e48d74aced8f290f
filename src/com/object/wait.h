/*
 * Waiting on the caller's thread, as its apartment wants it: a single-threaded one goes on with
 * COM's calls into it and with the messages that other threads send.
 */
#ifndef COM_WAIT_H
#define COM_WAIT_H

#include <windows.h>
#include <oaidl.h>

#include "object.h"

/*
 * Checks the arguments of a method that waits: -1 is no limit. *done becomes VARIANT_FALSE. S_OK,
 * or raises.
 */
HRESULT WaitBegin(const Object *object, LONG milliseconds, VARIANT_BOOL *done, DWORD *limit);

/*
 * Waits until the event is set, or for that many milliseconds (INFINITE: without a limit). FALSE:
 * it was not set in that time.
 */
BOOL WaitOnCallersThread(HANDLE event, DWORD milliseconds);

/* Waits for any of the handles, and answers as WaitForMultipleObjects does. */
DWORD WaitOnCallersThreadForAny(DWORD count, const HANDLE *handles, DWORD milliseconds);

#endif
