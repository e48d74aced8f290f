#include "wait.h"

#include <objbase.h>

BOOL WaitOnCallersThread(HANDLE event, DWORD milliseconds)
{
    DWORD index;
    const HRESULT hr = CoWaitForMultipleHandles(0, milliseconds, 1, &event, &index);
    if (hr == RPC_S_CALLPENDING)
        return FALSE;
    /* A thread without an apartment has no messages to go on with. */
    return SUCCEEDED(hr) || WaitForSingleObject(event, milliseconds) == WAIT_OBJECT_0;
}
