/*
 * IEnumVARIANT over the tables of a bulk run. Its position is guarded by a lock, so that two
 * threads may share one.
 */
#include <windows.h>
#include <oleauto.h>

#include "com/object/errors.h"
#include "com/object/object.h"
#include "damaged_table.h"
#include "tables_object.h"

typedef struct Enumerator {
    Object object;
    Interface enumerator;
    Tables *tables;
    SRWLOCK lock; /* guards next; held while a table is loaded */
    size_t next;  /* row of the table to come, or beyond the last */
} Enumerator;

static HRESULT TablesEnumeratorCreateAt(Tables *tables, size_t next, IEnumVARIANT **out);

/* Steps over the rows that gave no table; S_FALSE at the end. The lock is held. */
static HRESULT ToNextTable(Enumerator *enumerator)
{
    const BulkResult *result = enumerator->tables->result;
    while (enumerator->next < result->rowCount && result->rows[enumerator->next].failure != NULL)
        enumerator->next++;
    return enumerator->next < result->rowCount ? S_OK : S_FALSE;
}

/* The table of a row; one that can't be loaded comes as one that tells why. */
static HRESULT TableOrFailure(Tables *tables, size_t row, VARIANT *item)
{
    IPerfectHashTable *table;
    Failure failure;
    HRESULT hr = TableCacheGet(&tables->cache, row, &table, &failure);
    if (FAILED(hr))
        hr = DamagedTableCreate(&failure, &table);
    if (FAILED(hr))
        return hr;
    V_VT(item) = VT_DISPATCH;
    V_DISPATCH(item) = (IDispatch *)table;
    return S_OK;
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
        hr = TableOrFailure(enumerator->tables, enumerator->next, &items[got]);
        if (FAILED(hr))
            break;
        got++;
        enumerator->next++;
    }
    if (FAILED(hr)) /* all or nothing */
        enumerator->next = first;
    ReleaseSRWLockExclusive(&enumerator->lock);
    if (FAILED(hr)) {
        while (got)
            VariantClear(&items[--got]);
        hr = ErrorRaiseMemory(&enumerator->object);
    }
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
    return SUCCEEDED(TablesEnumeratorCreateAt(enumerator->tables, next, out)) ? S_OK
                                                                              : ErrorRaiseMemory(&enumerator->object);
}

static void TablesEnumeratorDestroy(Object *object)
{
    ObjectRelease(&((Enumerator *)object)->tables->tables);
}

static const IEnumVARIANTVtbl vtable = {OBJECT_UNKNOWN(IEnumVARIANT), EnumeratorNext, EnumeratorSkip, EnumeratorReset,
                                        EnumeratorClone};

static const ObjectClass enumeratorClass = {
    L"PerfectHash.Tables",
    sizeof(Enumerator),
    TablesEnumeratorDestroy,
    FALSE,
    .entries = {{&IID_IEnumVARIANT, &vtable, offsetof(Enumerator, enumerator)}},
};

static HRESULT TablesEnumeratorCreateAt(Tables *tables, size_t next, IEnumVARIANT **out)
{
    Enumerator *enumerator = ObjectCreate(&enumeratorClass, (void **)out);
    if (enumerator == NULL)
        return E_OUTOFMEMORY;
    ObjectAddRef(&tables->tables);
    InitializeSRWLock(&enumerator->lock);
    enumerator->tables = tables;
    enumerator->next = next;
    return S_OK;
}

HRESULT TablesEnumeratorCreate(Tables *tables, IUnknown **out)
{
    return TablesEnumeratorCreateAt(tables, 0, (IEnumVARIANT **)out);
}
