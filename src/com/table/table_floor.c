/* Which range is it? The floors of a Table, natively and without VARIANTs: see table_object.h. */
#include <windows.h>
#include <oleauto.h>

#include "com/object/errors.h"
#include "jobs/table/table_ranges.h"
#include "table_object.h"

HRESULT TableNeedRanges(const Table *table)
{
    const Ranges *ranges;
    Failure failure;
    return SUCCEEDED(TableResultRanges(table->result, &ranges, &failure)) ? S_OK : ErrorRaise(&table->object, &failure);
}

static struct NativeFloors *FloorsOf(IPerfectHashTableNativeRanges *self)
{
    return (struct NativeFloors *)self;
}

static HRESULT STDMETHODCALLTYPE NativePrepareRanges(IPerfectHashTableNativeRanges *self)
{
    const Table *table = ObjectOf(self);
    const HRESULT hr = TableNeedRanges(table);
    if (SUCCEEDED(hr))
        FloorsOf(self)->ranges = TableResultRangesMade(table->result);
    return hr;
}

static ULONG STDMETHODCALLTYPE NativeFindFloor(IPerfectHashTableNativeRanges *self, ULONGLONG key)
{
    const Ranges *ranges = FloorsOf(self)->ranges;
    return ranges != NULL ? RangesFind(ranges, key) : RANGES_NONE;
}

static void STDMETHODCALLTYPE NativeFindFloorBatch(IPerfectHashTableNativeRanges *self, const void *keys,
                                                   ULONGLONG keyCount, ULONG *positions)
{
    const Ranges *ranges = FloorsOf(self)->ranges;
    if (ranges != NULL)
        RangesFindBatch(ranges, keys, (size_t)keyCount, (uint32_t *)positions);
    else
        FillMemory(positions, (size_t)keyCount * sizeof *positions, 0xFF);
}

const IPerfectHashTableNativeRangesVtbl tableNativeRangesVtable = {
    OBJECT_UNKNOWN(IPerfectHashTableNativeRanges),
    NativePrepareRanges,
    NativeFindFloor,
    NativeFindFloorBatch,
};
