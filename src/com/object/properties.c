#include "properties.h"

#include <wchar.h>

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "arrays.h"
#include "errors.h"
#include "jobs/text/text.h"
#include "runtime/pure/numa_expression.h"

HRESULT PropertyGiveText(const Object *object, const wchar_t *text, BSTR *value)
{
    if (value == NULL)
        return ErrorRaisePointer(object, L"value");
    return SUCCEEDED(BstrOut(text, value)) ? S_OK : ErrorRaiseMemory(object);
}

HRESULT PropertyGiveLong(const Object *object, ULONGLONG number, LONG *value)
{
    if (value == NULL)
        return ErrorRaisePointer(object, L"value");
    *value = (LONG)number;
    return S_OK;
}

HRESULT PropertyGiveDouble(const Object *object, double number, double *value)
{
    if (value == NULL)
        return ErrorRaisePointer(object, L"value");
    *value = number;
    return S_OK;
}

HRESULT PropertyGiveFlag(const Object *object, BOOL flag, VARIANT_BOOL *value)
{
    if (value == NULL)
        return ErrorRaisePointer(object, L"value");
    *value = flag ? VARIANT_TRUE : VARIANT_FALSE;
    return S_OK;
}

HRESULT PropertyGetText(PropertyOwner owner, wchar_t *const *field, const wchar_t *otherwise, BSTR *value)
{
    AcquireSRWLockShared(owner.lock);
    const HRESULT hr = PropertyGiveText(owner.object, *field ? *field : otherwise, value);
    ReleaseSRWLockShared(owner.lock);
    return hr;
}

HRESULT PropertyGetNumber(PropertyOwner owner, const DWORD *field, LONG *value)
{
    AcquireSRWLockShared(owner.lock);
    const DWORD number = *field;
    ReleaseSRWLockShared(owner.lock);
    return PropertyGiveLong(owner.object, number, value);
}

HRESULT PropertyGetFlag(PropertyOwner owner, const BOOL *field, VARIANT_BOOL *value)
{
    AcquireSRWLockShared(owner.lock);
    const BOOL flag = *field;
    ReleaseSRWLockShared(owner.lock);
    return PropertyGiveFlag(owner.object, flag, value);
}

HRESULT PropertyGetIoMode(PropertyOwner owner, const IoMode *field, BSTR *value)
{
    AcquireSRWLockShared(owner.lock);
    const IoMode mode = *field;
    ReleaseSRWLockShared(owner.lock);
    return PropertyGiveText(owner.object, mode == IoMapped ? L"Mapped" : L"Overlapped", value);
}

static HRESULT BadValue(PropertyOwner owner, const wchar_t *subject, const wchar_t *reason)
{
    Failure failure;
    FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, subject, reason, 0, 0, 0);
    return ErrorRaise(owner.object, &failure);
}

/* The lock is held when this answers S_OK. */
static HRESULT LockToPut(PropertyOwner owner, const wchar_t *name)
{
    Failure failure;
    AcquireSRWLockExclusive(owner.lock);
    if (owner.fixed == NULL || !owner.fixed(owner.object))
        return S_OK;
    ReleaseSRWLockExclusive(owner.lock);
    FailureSet(&failure, PERFECTHASH_E_RUNTIME_STARTED, name, NULL, 0, 0, 0);
    return ErrorRaise(owner.object, &failure);
}

/* Replaces a text; copy is given away. */
static HRESULT PutOwned(PropertyOwner owner, const wchar_t *name, wchar_t **field, wchar_t *copy)
{
    const HRESULT hr = copy != NULL ? LockToPut(owner, name) : ErrorRaiseMemory(owner.object);
    if (FAILED(hr)) {
        TextFree(copy);
        return hr;
    }
    wchar_t *old = *field;
    *field = copy;
    ReleaseSRWLockExclusive(owner.lock);
    TextFree(old);
    return S_OK;
}

HRESULT PropertyPutText(PropertyOwner owner, const wchar_t *name, wchar_t **field, BSTR value)
{
    const HRESULT hr = ErrorCheckText(owner.object, name, value, NULL);
    return FAILED(hr) ? hr : PutOwned(owner, name, field, TextCopy(value));
}

HRESULT PropertyPutNumber(PropertyOwner owner, const wchar_t *name, DWORD *field, LONG least, LONG most, LONG value)
{
    if (value < least || value > most) {
        wchar_t reason[80];
        swprintf(reason, ARRAYSIZE(reason), L"%ld is not from %ld to %ld", value, least, most);
        return BadValue(owner, name, reason);
    }
    const HRESULT hr = LockToPut(owner, name);
    if (FAILED(hr))
        return hr;
    *field = (DWORD)value;
    ReleaseSRWLockExclusive(owner.lock);
    return S_OK;
}

HRESULT PropertyPutFlag(PropertyOwner owner, const wchar_t *name, BOOL *field, VARIANT_BOOL value)
{
    const HRESULT hr = LockToPut(owner, name);
    if (FAILED(hr))
        return hr;
    *field = value != VARIANT_FALSE;
    ReleaseSRWLockExclusive(owner.lock);
    return S_OK;
}

HRESULT PropertyPutNumaNodes(PropertyOwner owner, wchar_t **field, BSTR value)
{
    const wchar_t *text = value != NULL ? value : L"";
    uint64_t selected;
    const HRESULT hr = ErrorCheckText(owner.object, L"NumaNodes", value, NULL);
    if (FAILED(hr))
        return hr;
    /* Which nodes there are is known when the runtime starts; here the form counts. */
    if (NumaExpressionParse(text, UINT64_MAX, &selected, NULL) != NumaExpressionOk) {
        wchar_t reason[160];
        swprintf(reason, ARRAYSIZE(reason), L"\"%.60ls\" is not all, a node's number, or a list such as 0,2-3", text);
        return BadValue(owner, L"NumaNodes", reason);
    }
    return PutOwned(owner, L"NumaNodes", field, TextCopy(text));
}

HRESULT PropertyPutIoMode(PropertyOwner owner, IoMode *field, BSTR value)
{
    const wchar_t *text = value != NULL ? value : L"";
    const BOOL mapped = TextSame(text, L"Mapped");
    HRESULT hr = ErrorCheckText(owner.object, L"IoMode", value, NULL);
    if (FAILED(hr))
        return hr;
    if (!mapped && !TextSame(text, L"Overlapped")) {
        wchar_t subject[80];
        swprintf(subject, ARRAYSIZE(subject), L"IoMode=%.60ls", text);
        return BadValue(owner, subject, L"Overlapped or Mapped is wanted");
    }
    hr = LockToPut(owner, L"IoMode");
    if (FAILED(hr))
        return hr;
    *field = mapped ? IoMapped : IoOverlapped;
    ReleaseSRWLockExclusive(owner.lock);
    return S_OK;
}
