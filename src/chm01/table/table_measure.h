/* TableMeasure in slices (work.h). The memory is the caller's; one owner. */
#ifndef CHM01_TABLE_MEASURE_H
#define CHM01_TABLE_MEASURE_H

#include "chm01/base/work.h"
#include "coverage.h"
#include "table.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A key a step; the place is all zero at first. True: *out has the figures. */
bool TableMeasureOn(_In_ const TableView *table, _In_ const KeySet *set, _In_opt_ const uint32_t *positions,
                    size_t count, _Inout_ Work *work, _Inout_ WorkPlace *place, _Inout_ uint8_t *touched,
                    _Inout_ TableCoverage *out);

#ifdef __cplusplus
}
#endif
#endif
