/*
 * The lookup of one key, an instance for each kind of table: a kind of vertices (table_vertices.h)
 * and a size of slots. Which one a table has is decided once. Private to table*.c.
 */
#ifndef CHM01_TABLE_LOOKUPS_H
#define CHM01_TABLE_LOOKUPS_H

#include "table.h"

/*
 * The kinds of vertices, by layout and what is hashed: 32 or 64 bits of the key, or 32 that are
 * extracted.
 */
#define TABLE_KINDS(prefix)                                                                           \
    prefix##Flat32, prefix##FlatExtracted, prefix##Flat64, prefix##Scaled32, prefix##ScaledExtracted, \
        prefix##Scaled64, prefix##Partitioned32, prefix##PartitionedExtracted, prefix##Partitioned64, \
        prefix##Shared32, prefix##SharedExtracted

/* Those of three vertices, which follow. */
#define TABLE_COMPACT_KINDS(prefix)                                                           \
    prefix##Compact32, prefix##CompactExtracted, prefix##Compact64, prefix##CompactBuckets32, \
        prefix##CompactBucketsExtracted, prefix##CompactBuckets64

typedef enum TableKind { TABLE_KINDS(TableKind), TABLE_COMPACT_KINDS(TableKind), TableKinds } TableKind;

TableKind TableKindOf(const TableView *table);

/* Returns the lookup of a view that has all its other fields. */
TableLookup TableLookupOf(const TableView *table);

/* The same for the fingerprints of a table that has them; NULL: it has none. */
TableFinder TableFinderOf(const TableView *table);

#endif
