#include "errors.h"

#include <wchar.h>

#include <windows.h>
#include <oleauto.h>

#include "PerfectHashErrors.h"

static HRESULT ComErrorsRaise(const Object *object, HRESULT code, const wchar_t *text)
{
    ICreateErrorInfo *create;
    SetErrorInfo(0, NULL); /* without memory there is no text, instead of an older one */
    if (SUCCEEDED(CreateErrorInfo(&create))) {
        IErrorInfo *info;
        ICreateErrorInfo_SetGUID(create, object->objectClass->entries[0].iid);
        /* The setters copy; their parameters only lack a const. */
        ICreateErrorInfo_SetSource(create, (wchar_t *)(uintptr_t)object->objectClass->source);
        ICreateErrorInfo_SetDescription(create, (wchar_t *)(uintptr_t)text);
        if (SUCCEEDED(ICreateErrorInfo_QueryInterface(create, &IID_IErrorInfo, (void **)&info))) {
            SetErrorInfo(0, info);
            IErrorInfo_Release(info);
        }
        ICreateErrorInfo_Release(create);
    }
    return code;
}

HRESULT ErrorRaise(const Object *object, const Failure *failure)
{
    wchar_t text[FAILURE_TEXT_CHARS];
    FailureText(failure, text, ARRAYSIZE(text));
    return ComErrorsRaise(object, failure->code, text);
}

HRESULT ErrorRaiseText(const Object *object, HRESULT code, const wchar_t *text)
{
    return *text != 0 ? ComErrorsRaise(object, code, text)
                      : ErrorRaiseSystem(object, object->objectClass->source, code);
}

HRESULT ErrorRaiseSystem(const Object *object, const wchar_t *subject, HRESULT code)
{
    Failure failure;
    FailureSystem(&failure, code, subject,
                  (DWORD)(HRESULT_FACILITY(code) == FACILITY_WIN32 ? HRESULT_CODE(code) : code));
    return ErrorRaise(object, &failure);
}

HRESULT ErrorRaiseArgument(const Object *object, const wchar_t *argument, const wchar_t *reason)
{
    Failure failure;
    FailureSet(&failure, PERFECTHASH_E_ARGUMENT, argument, reason, 0, 0, 0);
    return ErrorRaise(object, &failure);
}

HRESULT ErrorCheckText(const Object *object, const wchar_t *argument, BSTR text, const wchar_t *wanted)
{
    const UINT length = SysStringLen(text);
    if (length == 0)
        return wanted != NULL ? ErrorRaiseArgument(object, argument, wanted) : S_OK;
    return wcslen(text) == length ? S_OK : ErrorRaiseArgument(object, argument, L"there is a NUL character in it");
}

HRESULT ErrorRaisePointer(const Object *object, const wchar_t *argument)
{
    ErrorRaiseArgument(object, argument, L"this pointer must not be NULL");
    return E_POINTER;
}

HRESULT ErrorCheckNext(const Object *object, ULONG count, const void *items, ULONG *fetched)
{
    if (fetched != NULL)
        *fetched = 0;
    if (items == NULL)
        return ErrorRaisePointer(object, L"items");
    return count <= 1 || fetched != NULL ? S_OK : ErrorRaisePointer(object, L"fetched");
}

HRESULT ErrorRaiseMemory(const Object *object)
{
    return ComErrorsRaise(object, E_OUTOFMEMORY, L"There is not enough memory.");
}
