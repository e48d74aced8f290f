/*
 * IEnumVARIANT over the tables of a bulk run. Its position is guarded by a lock, so that two
 * threads may share one.
 */
#include <windows.h>
#include <oleauto.h>

#include "com/object/errors.h"
#include "com/object/object.h"
#include "tables.h"

typedef struct Enumerator {
    Object object;
    Interface enumerator;
    BulkResult *result;
    SRWLOCK lock; /* guards next; held while a table is loaded */
    size_t next;  /* row of the table to come, or beyond the last */
} Enumerator;

static HRESULT TablesEnumeratorCreateAt(BulkResult *result, size_t next, IEnumVARIANT **out);

/* Steps over the rows that gave no table; S_FALSE at the end. The lock is held. */
static HRESULT ToNextTable(Enumerator *enumerator)
{
    const BulkResult *result = enumerator->result;
    while (enumerator->next < result->rowCount && result->rows[enumerator->next].failure != NULL)
        enumerator->next++;
    return enumerator->next < result->rowCount ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE EnumeratorNext(IEnumVARIANT *self, ULONG count, VARIANT *items, ULONG *fetched)
{
    Enumerator *enumerator = ObjectOf(self);
    ULONG got = 0;
    HRESULT hr = ErrorCheckNext(&enumerator->object, count, items, fetched);
    if (FAILED(hr))
        return hr;
    for (ULONG i = 0; i < count; i++)
        VariantInit(&items[i]);
    AcquireSRWLockExclusive(&enumerator->lock);
    const size_t first = enumerator->next;
    while (got < count && (hr = ToNextTable(enumerator)) == S_OK) {
        IPerfectHashTable *table;
        Failure failure;
        hr = TablesLoadRow(enumerator->result, enumerator->next, &table, &failure);
        if (FAILED(hr)) {
            hr = ErrorRaise(&enumerator->object, &failure);
            break;
        }
        V_VT(&items[got]) = VT_DISPATCH;
        V_DISPATCH(&items[got]) = (IDispatch *)table;
        got++;
        enumerator->next++;
    }
    if (FAILED(hr)) /* all or nothing */
        enumerator->next = first;
    ReleaseSRWLockExclusive(&enumerator->lock);
    if (FAILED(hr))
        while (got)
            VariantClear(&items[--got]);
    if (fetched != NULL)
        *fetched = got;
    return hr;
}

static HRESULT STDMETHODCALLTYPE EnumeratorSkip(IEnumVARIANT *self, ULONG count)
{
    Enumerator *enumerator = ObjectOf(self);
    HRESULT hr = S_OK;
    AcquireSRWLockExclusive(&enumerator->lock);
    for (; count && (hr = ToNextTable(enumerator)) == S_OK; count--)
        enumerator->next++;
    ReleaseSRWLockExclusive(&enumerator->lock);
    return hr;
}

static HRESULT STDMETHODCALLTYPE EnumeratorReset(IEnumVARIANT *self)
{
    Enumerator *enumerator = ObjectOf(self);
    AcquireSRWLockExclusive(&enumerator->lock);
    enumerator->next = 0;
    ReleaseSRWLockExclusive(&enumerator->lock);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE EnumeratorClone(IEnumVARIANT *self, IEnumVARIANT **out)
{
    Enumerator *enumerator = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(&enumerator->object, L"out");
    AcquireSRWLockShared(&enumerator->lock);
    const size_t next = enumerator->next;
    ReleaseSRWLockShared(&enumerator->lock);
    return SUCCEEDED(TablesEnumeratorCreateAt(enumerator->result, next, out)) ? S_OK
                                                                              : ErrorRaiseMemory(&enumerator->object);
}

static void TablesEnumeratorDestroy(Object *object)
{
    BulkResultRelease(((Enumerator *)object)->result);
}

static const IEnumVARIANTVtbl vtable = {OBJECT_UNKNOWN(IEnumVARIANT), EnumeratorNext, EnumeratorSkip, EnumeratorReset,
                                        EnumeratorClone};

static const ObjectClass enumeratorClass = {
    L"PerfectHash.Tables",
    sizeof(Enumerator),
    TablesEnumeratorDestroy,
    FALSE,
    {{&IID_IEnumVARIANT, &vtable, offsetof(Enumerator, enumerator)}},
};

static HRESULT TablesEnumeratorCreateAt(BulkResult *result, size_t next, IEnumVARIANT **out)
{
    Enumerator *enumerator = ObjectCreate(&enumeratorClass, (void **)out);
    if (enumerator == NULL)
        return E_OUTOFMEMORY;
    BulkResultHold(result);
    InitializeSRWLock(&enumerator->lock);
    enumerator->result = result;
    enumerator->next = next;
    return S_OK;
}

HRESULT TablesEnumeratorCreate(BulkResult *result, IUnknown **out)
{
    return TablesEnumeratorCreateAt(result, 0, (IEnumVARIANT **)out);
}
