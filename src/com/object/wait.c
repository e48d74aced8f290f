#include "wait.h"

#include <objbase.h>

BOOL WaitOnCallersThreadForAny(size_t count, HANDLE *handles, DWORD milliseconds)
{
    DWORD index;
    const HRESULT hr = CoWaitForMultipleHandles(0, milliseconds, (ULONG)count, handles, &index);
    if (hr == RPC_S_CALLPENDING)
        return FALSE;
    /* A thread without an apartment has no messages to go on with. */
    return SUCCEEDED(hr) || WaitForMultipleObjects((DWORD)count, handles, FALSE, milliseconds) < WAIT_OBJECT_0 + count;
}

BOOL WaitOnCallersThread(HANDLE event, DWORD milliseconds)
{
    return WaitOnCallersThreadForAny(1, &event, milliseconds);
}
