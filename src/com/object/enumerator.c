#include "enumerator.h"

#include <string.h>

#include "errors.h"
#include "runtime/pure/atomic.h"

static const EnumeratorKind *KindOf(const Enumerator *enumerator)
{
    return (const EnumeratorKind *)(const void *)enumerator->object.objectClass;
}

/* Moves over at most `count` items, from *first to before *end; returns how many. */
static ULONG EnumeratorMove(Enumerator *enumerator, ULONG count, ULONG *first, ULONG *end)
{
    const EnumeratorKind *kind = KindOf(enumerator);
    for (;;) {
        ULONG moved = 0;
        *first = *end = (ULONG)AtomicRead(&enumerator->next);
        for (; moved < count && *end < enumerator->count; ++*end)
            moved += kind->has == NULL || kind->has(enumerator->of, *end);
        if (AtomicCompareExchange(&enumerator->next, (LONG)*end, (LONG)*first) == (LONG)*first)
            return moved;
    }
}

static HRESULT EnumeratorGive(const Enumerator *enumerator, ULONG first, ULONG end, char *items, ULONG *got)
{
    const EnumeratorKind *kind = KindOf(enumerator);
    HRESULT hr = S_OK;
    *got = 0;
    for (ULONG number = first; SUCCEEDED(hr) && number < end; number++) {
        if (kind->has != NULL && !kind->has(enumerator->of, number))
            continue;
        hr = kind->give(enumerator->of, number, items + *got * kind->itemBytes);
        *got += SUCCEEDED(hr);
    }
    return hr;
}

/* All or nothing: after a failure the items are given again, unless another thread has moved on. */
static HRESULT STDMETHODCALLTYPE EnumeratorNext(IEnumUnknown *self, ULONG count, IUnknown **items, ULONG *fetched)
{
    Enumerator *enumerator = ObjectOf(self);
    const EnumeratorKind *kind = KindOf(enumerator);
    ULONG first, end, got;
    HRESULT hr = ErrorCheckNext(&enumerator->object, count, items, fetched);
    if (FAILED(hr))
        return hr;
    memset(items, 0, count * kind->itemBytes);
    EnumeratorMove(enumerator, count, &first, &end);
    hr = EnumeratorGive(enumerator, first, end, (char *)items, &got);
    if (FAILED(hr)) {
        for (ULONG i = 0; i < got; i++) {
            IUnknown *given = *(IUnknown **)(void *)((char *)items + i * kind->itemBytes + kind->pointerAt);
            IUnknown_Release(given);
        }
        memset(items, 0, count * kind->itemBytes);
        AtomicCompareExchange(&enumerator->next, (LONG)first, (LONG)end);
        return hr == E_OUTOFMEMORY ? ErrorRaiseMemory(&enumerator->object)
                                   : ErrorRaiseSystem(&enumerator->object, L"Next", hr);
    }
    if (fetched != NULL)
        *fetched = got;
    return got == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE EnumeratorSkip(IEnumUnknown *self, ULONG count)
{
    ULONG first, end;
    return EnumeratorMove(ObjectOf(self), count, &first, &end) == count ? S_OK : S_FALSE;
}

static HRESULT STDMETHODCALLTYPE EnumeratorReset(IEnumUnknown *self)
{
    Enumerator *enumerator = ObjectOf(self);
    AtomicExchange(&enumerator->next, 0);
    return S_OK;
}

static HRESULT STDMETHODCALLTYPE EnumeratorClone(IEnumUnknown *self, IEnumUnknown **out)
{
    const Enumerator *enumerator = ObjectOf(self);
    if (out == NULL)
        return ErrorRaisePointer(&enumerator->object, L"out");
    if (FAILED(
            EnumeratorCreate(KindOf(enumerator), enumerator->owner, enumerator->of, enumerator->count, (void **)out)))
        return ErrorRaiseMemory(&enumerator->object);
    Enumerator *clone = ObjectOf(*out);
    AtomicWrite(&clone->next, AtomicRead(&enumerator->next));
    return S_OK;
}

const IEnumUnknownVtbl enumeratorVtable = {
    OBJECT_UNKNOWN(IEnumUnknown), EnumeratorNext, EnumeratorSkip, EnumeratorReset, EnumeratorClone,
};

void EnumeratorDestroy(Object *object)
{
    IUnknown_Release(((Enumerator *)object)->owner);
}

HRESULT EnumeratorCreate(const EnumeratorKind *kind, void *owner, void *of, size_t count, void **out)
{
    Enumerator *enumerator = ObjectCreate(&kind->objectClass, out);
    if (enumerator == NULL)
        return E_OUTOFMEMORY;
    enumerator->owner = owner;
    IUnknown_AddRef(enumerator->owner);
    enumerator->of = of;
    enumerator->count = (ULONG)count;
    return S_OK;
}
