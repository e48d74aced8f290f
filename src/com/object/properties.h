/*
 * Properties of an object. Those that are settings of its own are numbers, flags and texts under
 * its lock, which may be fixed once something runs. Any thread.
 */
#ifndef COM_PROPERTIES_H
#define COM_PROPERTIES_H

#include <windows.h>
#include <oaidl.h>

#include "object.h"
#include "runtime/pure/io_mode.h"

/*
 * Gives a value that the caller has read. S_OK, or raises: E_POINTER without `value`,
 * E_OUTOFMEMORY.
 */
HRESULT PropertyGiveText(const Object *object, const wchar_t *text, BSTR *value);
HRESULT PropertyGiveLong(const Object *object, ULONGLONG number, LONG *value);
HRESULT PropertyGiveDouble(const Object *object, double number, double *value);
HRESULT PropertyGiveFlag(const Object *object, BOOL flag, VARIANT_BOOL *value);

typedef struct PropertyOwner {
    const Object *object;
    SRWLOCK *lock;
    BOOL (*fixed)(const Object *object); /* under the lock: runtime settings can't be changed now */
} PropertyOwner;

/* field: of the object, which another thread may be setting. */
HRESULT PropertyGetText(PropertyOwner owner, wchar_t *const *field, const wchar_t *otherwise, BSTR *value);
HRESULT PropertyGetNumber(PropertyOwner owner, const DWORD *field, LONG *value);
HRESULT PropertyGetFlag(PropertyOwner owner, const BOOL *field, VARIANT_BOOL *value);
HRESULT PropertyGetIoMode(PropertyOwner owner, const IoMode *field, BSTR *value);

/*
 * PERFECTHASH_E_OPTION_VALUE, PERFECTHASH_E_ARGUMENT; PERFECTHASH_E_RUNTIME_STARTED when they are
 * fixed. A field's text is its owner's (TextFree).
 */
HRESULT PropertyPutText(PropertyOwner owner, const wchar_t *name, wchar_t **field, BSTR value);
HRESULT PropertyPutNumber(PropertyOwner owner, const wchar_t *name, DWORD *field, LONG least, LONG most, LONG value);
HRESULT PropertyPutFlag(PropertyOwner owner, const wchar_t *name, BOOL *field, VARIANT_BOOL value);
HRESULT PropertyPutNumaNodes(PropertyOwner owner, wchar_t **field, BSTR value);
HRESULT PropertyPutIoMode(PropertyOwner owner, IoMode *field, BSTR value);

/* What RuntimeStart takes. */
enum { PropertyMostConcurrency = 512, PropertyMostThreads = 1024 };

#endif
