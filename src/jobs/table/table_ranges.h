/*
 * The index of a table's keys as starts of ranges (chm01/ranges), made when it is first asked for.
 * Any thread.
 */
#ifndef JOBS_TABLE_RANGES_H
#define JOBS_TABLE_RANGES_H

#include "chm01/ranges/ranges.h"
#include "table_result.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Gives the index, which lives as long as the result. Fails of a table without keys, and of one
 * whose keys are texts or have 128 bits.
 */
HRESULT TableResultRanges(_Inout_ TableResult *result, _Outptr_ const Ranges **ranges, _Inout_opt_ Failure *failure);

/* Returns the index, or NULL when nobody has asked for it yet. */
_Ret_maybenull_ const Ranges *TableResultRangesMade(_In_ const TableResult *result);

#ifdef __cplusplus
}
#endif
#endif
