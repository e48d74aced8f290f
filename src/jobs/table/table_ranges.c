/* See table_ranges.h. The first who asks makes the index; of two who do so at once one keeps it. */
#include "table_ranges.h"

#include "PerfectHashErrors.h"
#include "jobs/base/block.h"
#include "runtime/pure/atomic.h"

/* The index begins a block; its memory follows at the next cache line. */
enum { RangesHeadBytes = (sizeof(Ranges) + 63) / 64 * 64 };

static Ranges *RangesMake(const KeySet *keys)
{
    Ranges *ranges = BlockAllocate(RangesHeadBytes + RangesBytes(keys));
    if (ranges != NULL)
        RangesBuild(keys, (BYTE *)ranges + RangesHeadBytes, ranges);
    return ranges;
}

static HRESULT RangesRefuse(const TableResult *result, Failure *failure)
{
    if (TableResultIsText(result) || TableIsWide(&result->view))
        return FailureSet(failure, PERFECTHASH_E_KEY_TYPE, result->name,
                          L"its keys are no addresses: ranges are of keys of 32 and 64 bits", 0, 0, 0);
    return result->view.keys == NULL
               ? FailureSet(failure, PERFECTHASH_E_TABLE_WITHOUT_KEYS, result->name, NULL, 0, 0, 0)
               : S_OK;
}

const Ranges *TableResultRangesMade(const TableResult *result)
{
    return AtomicReadPointer(&result->ranges);
}

HRESULT TableResultRanges(TableResult *result, const Ranges **ranges, Failure *failure)
{
    const KeySet keys = {result->view.keys, (size_t)result->view.keyCount, result->view.keySizeInBytes};
    *ranges = NULL;
    if (TableResultRangesMade(result) == NULL) {
        const HRESULT code = RangesRefuse(result, failure);
        if (FAILED(code))
            return code;
        Ranges *made = RangesMake(&keys);
        if (made == NULL)
            return FailureMemory(failure, result->name, RangesBytes(&keys));
        if (AtomicCompareExchangePointer(&result->ranges, made, NULL) != NULL)
            BlockFree(made);
    }
    *ranges = TableResultRangesMade(result);
    return S_OK;
}
