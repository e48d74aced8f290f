#include "wait.h"

#include <objbase.h>

#include "errors.h"

HRESULT WaitBegin(const Object *object, LONG milliseconds, VARIANT_BOOL *done, DWORD *limit)
{
    if (done == NULL)
        return ErrorRaisePointer(object, L"done");
    *done = VARIANT_FALSE;
    if (milliseconds < -1)
        return ErrorRaiseArgument(object, L"milliseconds", L"-1 for no limit, 0 or more are wanted");
    *limit = milliseconds < 0 ? INFINITE : (DWORD)milliseconds;
    return S_OK;
}

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
