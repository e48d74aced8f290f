/*
 * The lookup of one key, an instance for each kind of table: a kind of vertices (table_vertices.h)
 * and a size of values. Which one a table has is decided once. Private to table*.c.
 */
#ifndef CHM01_TABLE_LOOKUPS_H
#define CHM01_TABLE_LOOKUPS_H

#include "table.h"

/* Returns the lookup of a view that has all its other fields. */
TableLookup TableLookupOf(const TableView *table);

#endif
