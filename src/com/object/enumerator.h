/*
 * The enumerators of COM (IEnumVARIANT, IEnumConnections, ...): they differ by their items alone. A
 * kind gives the items of something that is counted by their number. Two threads may share an
 * enumerator, whose position moves in one piece; no lock is held while an item is given.
 */
#ifndef COM_ENUMERATOR_H
#define COM_ENUMERATOR_H

#include "object.h"

typedef struct EnumeratorKind {
    ObjectClass objectClass;                   /* ENUMERATOR_CLASS */
    size_t itemBytes, pointerAt;               /* where an item has its interface pointer, which is released with it */
    BOOL (*has)(const void *of, ULONG number); /* FALSE: the number is passed over. NULL: it has each */
    HRESULT (*give)(void *of, ULONG number, void *item);
} EnumeratorKind;

typedef struct Enumerator {
    Object object;
    Interface enumerator;
    IUnknown *owner; /* held: what `of` belongs to */
    void *of;
    ULONG count; /* of the numbers */
    volatile LONG next;
} Enumerator;

/* The class of the enumerators of one interface: `source` is what errors name. */
extern const IEnumUnknownVtbl enumeratorVtable;
void EnumeratorDestroy(Object *object);
#define ENUMERATOR_CLASS(source, iid)                                      \
    {                                                                      \
        source, sizeof(Enumerator), EnumeratorDestroy, FALSE, .entries = { \
            {iid, &enumeratorVtable, offsetof(Enumerator, enumerator)}     \
        }                                                                  \
    }

/* Creates one that begins with the first item. E_OUTOFMEMORY: there is no memory. */
HRESULT EnumeratorCreate(const EnumeratorKind *kind, void *owner, void *of, size_t count, void **out);

/* Fills an empty VARIANT with an object; takes over the caller's reference. */
static inline void EnumeratorGiveObject(_Out_ void *item, _In_ IDispatch *object)
{
    V_VT((VARIANT *)item) = VT_DISPATCH;
    V_DISPATCH((VARIANT *)item) = object;
}

#endif
