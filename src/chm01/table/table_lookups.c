/* See table_lookups.h. A kind of table is a line in KINDS, with its vertices. */
#include "table_lookups.h"

#include "table_vertices.h"

CHM_INLINE uint32_t Extracted(const TableView *table, uint64_t key)
{
    return (uint32_t)BitExtractBits(&table->extract, key);
}

/* A name, and the vertices of `key` in `table`. */
#define KINDS(KIND)                                                                 \
    KIND(Flat32, VerticesFlat32(table, (uint32_t)key))                              \
    KIND(FlatExtracted, VerticesFlat32(table, Extracted(table, key)))               \
    KIND(Flat64, VerticesFlat64(table, key))                                        \
    KIND(Partitioned32, VerticesPartitioned32(table, (uint32_t)key))                \
    KIND(PartitionedExtracted, VerticesPartitioned32(table, Extracted(table, key))) \
    KIND(Partitioned64, VerticesPartitioned64(table, key))                          \
    KIND(Shared32, VerticesShared32(table, (uint32_t)key))                          \
    KIND(SharedExtracted, VerticesShared32(table, Extracted(table, key)))

#define LOOKUP(name, size, vertices)                                              \
    static uint32_t Lookup##name##Of##size(const TableView *table, uint64_t key)  \
    {                                                                             \
        const uint##size##_t *const values = table->values;                       \
        const Vertices at = vertices;                                             \
        return ((uint32_t)values[at.first] + values[at.second]) & table->sumMask; \
    }
#define LOOKUPS(name, vertices) LOOKUP(name, 8, vertices) LOOKUP(name, 16, vertices) LOOKUP(name, 32, vertices)
KINDS(LOOKUPS)

/* By the size of values: 1, 2 or 4 bytes. */
#define KIND_ROW(name, vertices) [TableKind##name] = {Lookup##name##Of8, Lookup##name##Of16, Lookup##name##Of32},
static const TableLookup lookups[TableKinds][3] = {KINDS(KIND_ROW)};

TableKind TableKindOf(const TableView *table)
{
    const bool flat = table->layout == LayoutFlat, extracts = table->extractMask != 0;
    if (table->family->hash != NULL)
        return extracts ? TableKindSharedExtracted : TableKindShared32;
    if (TableHashes64(table->keySizeInBytes, table->extractMask))
        return flat ? TableKindFlat64 : TableKindPartitioned64;
    if (extracts)
        return flat ? TableKindFlatExtracted : TableKindPartitionedExtracted;
    return flat ? TableKindFlat32 : TableKindPartitioned32;
}

TableLookup TableLookupOf(const TableView *table)
{
    return lookups[TableKindOf(table)][table->valueSizeInBytes / 2];
}
