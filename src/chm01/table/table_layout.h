/*
 * Where an image's sections lie: a function of its spec, used by those who write and by those who
 * check. Private to table*.c.
 */
#ifndef CHM01_TABLE_LAYOUT_H
#define CHM01_TABLE_LAYOUT_H

#include "chm01/hash/family.h"
#include "chm01/hash/hash_quadx.h"
#include "table_image.h"

typedef struct TableSections {
    uint64_t directoryOffset, directoryBytes; /* 0 and 0 without buckets */
    uint64_t slotsOffset, slotsBytes;
    uint64_t keysOffset, keysBytes;       /* 0 and 0 when omitted */
    uint64_t payloadOffset, payloadBytes; /* 0 and 0 without a payload */
    uint64_t moduleOffset, moduleBytes;   /* 0 and 0 without a module */
    uint64_t slotCount;
    uint64_t imageBytes;
} TableSections;

/* E of the table, or of a bucket. */
static inline uint32_t TableEdges(const TableSpec *spec)
{
    return spec->edges != 0 ? spec->edges : (uint32_t)1 << spec->edgeBits;
}

/* False for a spec that no image can have. */
bool TableLayOut(const TableSpec *spec, TableSections *out);

/* The bytes between the sections, and behind the last one up to the checksum; see TableGaps. */
typedef struct TableGap {
    uint64_t from, to;
} TableGap;
enum { TableGapRoom = 5 };

/* Lists the gaps of an image, which hold zeros; returns how many they are. */
size_t TableGaps(const TableSections *sections, TableGap *gaps);

/* How many seeds a table of this hash function holds; 0 for a pair that does not exist. */
static inline uint32_t TableSeedCount(HashFunctionId hashFunction, TableLayout layout)
{
    const Family *const family = FamilyOf(hashFunction);
    if (family == NULL)
        return 0;
    if (layout == LayoutFlat)
        return family->seedCount;
    return family->hash != NULL ? 0 : LayoutHasBuckets(layout) ? 1 : QUADX_SEEDS;
}

static inline uint32_t TableMaskBits(uint64_t mask)
{
    uint32_t bits = 0;
    for (; mask != 0; mask &= mask - 1)
        bits++;
    return bits;
}

#endif
