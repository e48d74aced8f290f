/* IEnumVARIANT over the tables of a bulk run. Its position is guarded, so that two threads may share one (each table goes to one of them). */
#include <windows.h>
#include <oleauto.h>

#include "errors.h"
#include "object.h"
#include "tables.h"

typedef struct Enumerator {
    Object object;
    Interface enumerator;
    BulkResult *result;
    volatile LONG next;             /* number of the table to come */
} Enumerator;

static HRESULT Create(BulkResult *result, LONG next, IEnumVARIANT **out);

static HRESULT STDMETHODCALLTYPE EnumeratorNext(IEnumVARIANT *self, ULONG count, VARIANT *items, ULONG *fetched)
{
    Enumerator *enumerator = ObjectOf(self);
    ULONG got = 0;
    HRESULT hr = S_OK;
    if (fetched)
        *fetched = 0;
    if (!items || (count > 1 && !fetched))
        return ErrorRaisePointer(&enumerator->object, items ? L"fetched" : L"items");
    for (ULONG i = 0; i < count; i++)
        VariantInit(&items[i]);
    while (got < count) {
        IPerfectHashTable *table;
        Failure failure;
        const LONG number = InterlockedIncrement(&enumerator->next) - 1;
        hr = TablesLoad(enumerator->result, (size_t)number, &table, &failure);
        if (hr != S_OK) {
            InterlockedDecrement(&enumerator->next);
            if (FAILED(hr))
                hr = ErrorRaise(&enumerator->object, &failure);
            break;
        }
        V_VT(&items[got]) = VT_DISPATCH;
        V_DISPATCH(&items[got]) = (IDispatch *)table;
        got++;
    }
    if (FAILED(hr)) {               /* all or nothing */
        InterlockedExchangeAdd(&enumerator->next, -(LONG)got);
        while (got)
            VariantClear(&items[--got]);
    }
    if (fetched)
        *fetched = got;
    return hr;
}

static HRESULT STDMETHODCALLTYPE EnumeratorSkip(IEnumVARIANT *self, ULONG count)
{
    Enumerator *enumerator = ObjectOf(self);
    const LONGLONG left = (LONGLONG)(enumerator->result->rowCount - enumerator->result->failed) - enumerator->next;
    const LONG step = (LONG)(left < (LONGLONG)count ? (left > 0 ? left : 0) : (LONGLONG)count);
    InterlockedExchangeAdd(&enumerator->next, step);
    return (ULONG)step == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE EnumeratorReset(IEnumVARIANT *self)
{
    Enumerator *enumerator = ObjectOf(self);
    InterlockedExchange(&enumerator->next, 0);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE EnumeratorClone(IEnumVARIANT *self, IEnumVARIANT **out)
{
    const Enumerator *enumerator = ObjectOf(self);
    if (!out)
        return ErrorRaisePointer(&enumerator->object, L"out");
    return SUCCEEDED(Create(enumerator->result, enumerator->next, out)) ? S_OK : ErrorRaiseMemory(&enumerator->object);
}

static void Destroy(Object *object)
{
    BulkResultRelease(((Enumerator *)object)->result);
}

static const IEnumVARIANTVtbl vtable = {OBJECT_UNKNOWN(IEnumVARIANT), EnumeratorNext, EnumeratorSkip, EnumeratorReset, EnumeratorClone};

static const InterfaceEntry entries[] = {{&IID_IEnumVARIANT, &vtable, offsetof(Enumerator, enumerator)}};

static const ObjectClass enumeratorClass = {
    L"PerfectHash.Tables", NULL, entries, ARRAYSIZE(entries), sizeof(Enumerator), Destroy,
};

static HRESULT Create(BulkResult *result, LONG next, IEnumVARIANT **out)
{
    Enumerator *enumerator = ObjectCreate(&enumeratorClass);
    *out = NULL;
    if (!enumerator)
        return E_OUTOFMEMORY;
    BulkResultHold(result);
    enumerator->result = result;
    enumerator->next = next;
    *out = (IEnumVARIANT *)&enumerator->enumerator;
    return S_OK;
}

HRESULT TablesEnumeratorCreate(BulkResult *result, IUnknown **out)
{
    return Create(result, 0, (IEnumVARIANT **)out);
}
