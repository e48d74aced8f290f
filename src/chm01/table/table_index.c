/* One key at a time. */
#include "coverage.h"
#include "table_vertices.h"

static Vertices VerticesOf(const TableView *table, uint64_t key)
{
    const bool flat = table->layout == LayoutFlat, scaled = TableIsScaled(table);
    if (TableHashes64(table->keySizeInBytes, table->extractMask))
        return scaled ? VerticesScaled64(table, key)
               : flat ? VerticesFlat64(table, key)
                      : VerticesPartitioned64(table, key);
    const uint32_t key32 = (uint32_t)(table->extractMask != 0 ? BitExtractBits(&table->extract, key) : key);
    if (table->family->hash != NULL)
        return VerticesShared32(table, key32);
    return scaled ? VerticesScaled32(table, key32)
           : flat ? VerticesFlat32(table, key32)
                  : VerticesPartitioned32(table, key32);
}

void TableMeasure(const TableView *table, const KeySet *set, const uint32_t *positions, size_t count, uint8_t *touched,
                  TableCoverage *out)
{
    const size_t keys = positions != NULL ? count : set->count;
    for (size_t i = 0; i < keys; i++) {
        const size_t at = positions != NULL ? positions[i] : i;
        const uint64_t key = TableIsWide(table) ? TableReduced(table, KeySetWideAt(set, at)) : KeySetAt(set, at);
        if (LayoutIsCompact(table->layout)) {
            const CompactVertices of = VerticesCompact(table, TableHashCompact(table, key));
            touched[of.begin + of.at.first] = touched[of.begin + of.at.second] = touched[of.begin + of.at.third] = 1;
        } else {
            const Vertices of = VerticesOf(table, key);
            touched[of.first] = touched[of.second] = 1;
        }
    }
    CoverageCount(touched, (size_t)table->slotCount, TableSlotBits(table), out);
}

bool TableContains(const TableView *table, uint64_t key, uint32_t *index)
{
    if (table->keys == NULL)
        return false;
    const uint32_t found = TableIndex(table, key);
    const KeySet set = {table->keys, (size_t)table->keyCount, table->keySizeInBytes};
    if (found >= table->keyCount || KeySetAt(&set, found) != key)
        return false;
    if (index != NULL)
        *index = found;
    return true;
}
