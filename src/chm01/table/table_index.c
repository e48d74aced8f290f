/* One key at a time. */
#include "table_measure.h"
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

/* Notes the slots that a key's lookup reads. */
static void TableTouch(const TableView *table, const KeySet *set, size_t at, uint8_t *touched)
{
    const uint64_t key = TableIsWide(table) ? TableReduced(table, KeySetWideAt(set, at)) : KeySetAt(set, at);
    if (LayoutIsCompact(table->layout)) {
        const CompactVertices of = VerticesCompact(table, TableHashCompact(table, key));
        touched[of.begin + of.at.first] = touched[of.begin + of.at.second] = touched[of.begin + of.at.third] = 1;
    } else {
        const Vertices of = VerticesOf(table, key);
        touched[of.first] = touched[of.second] = 1;
    }
}

bool TableMeasureOn(const TableView *table, const KeySet *set, const uint32_t *positions, size_t count, Work *work,
                    WorkPlace *place, uint8_t *touched, TableCoverage *out)
{
    const size_t end = positions != NULL ? count : set->count, stop = WorkUntil(work, place->at, end);
    for (size_t i = place->at; i < stop; i++)
        TableTouch(table, set, positions != NULL ? positions[i] : i, touched);
    if (!WorkPassed(place, stop, end))
        return false;
    CoverageCount(touched, (size_t)table->slotCount, TableSlotBits(table), out);
    return true;
}

void TableMeasure(const TableView *table, const KeySet *set, const uint32_t *positions, size_t count, uint8_t *touched,
                  TableCoverage *out)
{
    WorkPlace place = {0, 0};
    Work work = WorkAll();
    (void)TableMeasureOn(table, set, positions, count, &work, &place, touched, out);
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
