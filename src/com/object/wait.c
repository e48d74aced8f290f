#include "wait.h"

#include <objbase.h>

#include "errors.h"

HRESULT WaitBegin(const Object *object, LONG milliseconds, VARIANT_BOOL *done, DWORD *limit)
{
    if (done == NULL)
        return ErrorRaisePointer(object, L"done");
    *done = VARIANT_FALSE;
    if (milliseconds < -1)
        return ErrorRaiseArgument(object, L"milliseconds", L"expected -1 (no limit) or a number from 0");
    *limit = milliseconds < 0 ? INFINITE : (DWORD)milliseconds;
    return S_OK;
}

DWORD WaitOnCallersThreadForAny(DWORD count, const HANDLE *handles, DWORD milliseconds)
{
    DWORD index;
    HANDLE *const given = (HANDLE *)(ULONG_PTR)handles; /* the function lacks a const */
    const HRESULT hr = CoWaitForMultipleHandles(0, milliseconds, count, given, &index);
    if (hr == RPC_S_CALLPENDING)
        return WAIT_TIMEOUT;
    /* A thread without an apartment has no messages to go on with. */
    return SUCCEEDED(hr) ? WAIT_OBJECT_0 + index : WaitForMultipleObjects(count, handles, FALSE, milliseconds);
}

BOOL WaitOnCallersThread(HANDLE event, DWORD milliseconds)
{
    return WaitOnCallersThreadForAny(1, &event, milliseconds) == WAIT_OBJECT_0;
}
