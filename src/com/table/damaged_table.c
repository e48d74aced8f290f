#include "damaged_table.h"

#include "com/object/errors.h"
#include "com/object/object.h"

/* A 64-bit callee leaves the arguments to its caller, so one function serves for every member. */
typedef HRESULT(STDMETHODCALLTYPE *DamagedMember)(void *self);

enum { MemberCount = (sizeof(IPerfectHashTableVtbl) - sizeof(IDispatchVtbl)) / sizeof(DamagedMember) };

typedef struct DamagedVtable {
    IDispatchVtbl dispatch;
    DamagedMember members[MemberCount];
} DamagedVtable;
C_ASSERT(sizeof(DamagedVtable) == sizeof(IPerfectHashTableVtbl));

typedef struct DamagedTable {
    Object object;
    Interface table;
    DamagedVtable vtable; /* what `table` offers */
    Failure failure;
} DamagedTable;

static HRESULT STDMETHODCALLTYPE DamagedFail(void *self)
{
    const DamagedTable *table = ObjectOf(self);
    return ErrorRaise(&table->object, &table->failure);
}

static const IDispatchVtbl dispatchVtable = {OBJECT_DISPATCH(IDispatch)};

static const ObjectClass damagedClass = {
    L"PerfectHash.Table",
    sizeof(DamagedTable),
    NULL,
    TRUE,
    .entries = {{&IID_IPerfectHashTable, &dispatchVtable, offsetof(DamagedTable, table)}},
};

HRESULT DamagedTableCreate(const Failure *failure, IPerfectHashTable **out)
{
    DamagedTable *table = ObjectCreate(&damagedClass, (void **)out);
    if (table == NULL)
        return E_OUTOFMEMORY;
    table->vtable.dispatch = dispatchVtable;
    for (size_t i = 0; i < MemberCount; i++)
        table->vtable.members[i] = DamagedFail;
    table->table.vtable = &table->vtable;
    table->failure = *failure;
    return S_OK;
}
