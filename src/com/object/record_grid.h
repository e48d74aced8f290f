/*
 * Columns of values out of a VARIANT: an array, an array of two dimensions as Excel's ranges give,
 * an array of columns or of rows, or an ADO Recordset. Any thread.
 */
#ifndef COM_RECORD_GRID_H
#define COM_RECORD_GRID_H

#include "variant_keys.h"

enum { GridMostColumns = 255 };

typedef struct RecordGrid { /* all zero: it has no cells */
    SAFEARRAY *cells;       /* of VARIANT: copies, one column behind another */
    SAFEARRAY *names;       /* of VARIANT: those of a Recordset's fields; otherwise NULL */
    size_t columns, rows;
} RecordGrid;

/*
 * Takes an argument of that name. An array of typed arrays has a column in each, one of arrays of
 * VARIANT a row. A single row of keyCount cells is one column; 0: it is a row.
 */
HRESULT RecordGridTake(const VARIANT *value, const wchar_t *name, size_t keyCount, RecordGrid *grid, Failure *failure);
void RecordGridFree(RecordGrid *grid);

/* Returns a cell, which stands for no object. */
static inline const VARIANT *RecordGridCell(const RecordGrid *grid, size_t row, size_t column)
{
    return (const VARIANT *)grid->cells->pvData + column * grid->rows + row;
}

#endif
