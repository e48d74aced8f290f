/* See table_lookups.h. A kind of table is a line in KINDS, with its vertices. */
#include "table_lookups.h"

#include "chm01/base/packed.h"
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
    KIND(Scaled32, VerticesScaled32(table, (uint32_t)key))                          \
    KIND(ScaledExtracted, VerticesScaled32(table, Extracted(table, key)))           \
    KIND(Scaled64, VerticesScaled64(table, key))                                    \
    KIND(Partitioned32, VerticesPartitioned32(table, (uint32_t)key))                \
    KIND(PartitionedExtracted, VerticesPartitioned32(table, Extracted(table, key))) \
    KIND(Partitioned64, VerticesPartitioned64(table, key))                          \
    KIND(Shared32, VerticesShared32(table, (uint32_t)key))                          \
    KIND(SharedExtracted, VerticesShared32(table, Extracted(table, key)))

#define LOOKUP(name, size, vertices)                                             \
    static uint32_t Lookup##name##Of##size(const TableView *table, uint64_t key) \
    {                                                                            \
        const uint##size##_t *const slots = table->slots;                        \
        const Vertices at = vertices;                                            \
        return ((uint32_t)slots[at.first] + slots[at.second]) & table->sumMask;  \
    }
#define LOOKUPS(name, vertices) LOOKUP(name, 8, vertices) LOOKUP(name, 16, vertices) LOOKUP(name, 32, vertices)
KINDS(LOOKUPS)

/* Compact tables: a name, and the hash that the three vertices come from. */
#define COMPACT_KINDS(KIND)                                                           \
    KIND(Compact32, HashCompact(table, (uint32_t)key))                                \
    KIND(CompactExtracted, HashCompact(table, Extracted(table, key)))                 \
    KIND(Compact64, HashCompact(table, key))                                          \
    KIND(CompactBuckets32, HashCompactBuckets32(table, (uint32_t)key))                \
    KIND(CompactBucketsExtracted, HashCompactBuckets32(table, Extracted(table, key))) \
    KIND(CompactBuckets64, HashCompactBuckets64(table, key))

#define LOOKUP_THREE(name, size, hashed)                                                     \
    static uint32_t Lookup##name##Of##size(const TableView *table, uint64_t key)             \
    {                                                                                        \
        const CompactVertices of = VerticesCompact(table, hashed);                           \
        const uint##size##_t *const slots = (const uint##size##_t *)table->slots + of.begin; \
        const uint32_t two = (uint32_t)slots[of.at.first] + slots[of.at.second];             \
        return (two + slots[of.at.third]) & table->sumMask;                                  \
    }
/* The bits above those of a slot don't change the low bits of a sum. */
CHM_INLINE uint32_t TablePackedSum(const TableView *table, CompactVertices of)
{
    const uint64_t bits = table->packedBits, begin = of.begin * bits;
    const uint32_t two =
        PackedAt(table->slots, begin + of.at.first * bits) + PackedAt(table->slots, begin + of.at.second * bits);
    return two + PackedAt(table->slots, begin + of.at.third * bits);
}

#define LOOKUP_PACKED(name, hashed)                                                    \
    static uint32_t Lookup##name##Packed(const TableView *table, uint64_t key)         \
    {                                                                                  \
        return TablePackedSum(table, VerticesCompact(table, hashed)) & table->sumMask; \
    }
#define LOOKUPS_THREE(name, hashed) \
    LOOKUP_THREE(name, 8, hashed)   \
    LOOKUP_THREE(name, 16, hashed)  \
    LOOKUP_THREE(name, 32, hashed)  \
    LOOKUP_PACKED(name, hashed)
COMPACT_KINDS(LOOKUPS_THREE)

/* By the size of slots: 1, 2 or 4 bytes. */
#define KIND_ROW(name, vertices) [TableKind##name] = {Lookup##name##Of8, Lookup##name##Of16, Lookup##name##Of32},
static const TableLookup lookups[TableKinds][3] = {KINDS(KIND_ROW) COMPACT_KINDS(KIND_ROW)};

#define PACKED_ROW(name, vertices) [TableKind##name] = Lookup##name##Packed,
static const TableLookup packedLookups[TableKinds] = {COMPACT_KINDS(PACKED_ROW)};

/* The kind that hashes 32 bits of a key and its two neighbours, by what is hashed. */
static TableKind TableKindNear(const TableView *table, TableKind of32)
{
    if (TableHashes64(table->keySizeInBytes, table->extractMask))
        return of32 + 2;
    return table->extractMask != 0 ? of32 + 1 : of32;
}

TableKind TableKindOf(const TableView *table)
{
    if (table->family->hash != NULL)
        return TableKindNear(table, TableKindShared32);
    switch (table->layout) {
    case LayoutCompact: return TableKindNear(table, TableKindCompact32);
    case LayoutCompactPartitioned: return TableKindNear(table, TableKindCompactBuckets32);
    case LayoutFlat: return TableKindNear(table, TableIsScaled(table) ? TableKindScaled32 : TableKindFlat32);
    default: return TableKindNear(table, TableKindPartitioned32);
    }
}

TableLookup TableLookupOf(const TableView *table)
{
    const TableKind kind = TableKindOf(table);
    return table->packedBits != 0 ? packedLookups[kind] : lookups[kind][table->slotSizeInBytes / 2];
}

/* Those of Quadx have fingerprints, beside slots of 2 or 4 bytes. */
#define FINGERPRINT_32 TableFingerprint32(table, (uint32_t)key)
#define FINGERPRINT_EXTRACTED TableFingerprintExtracted(table, key)
#define FINGERPRINT_64 TableFingerprint64(table, key)
#define FIND(name, size, vertices, fingerprint)                                              \
    static bool Find##name##Of##size(const TableView *table, uint64_t key, uint32_t *answer) \
    {                                                                                        \
        const uint##size##_t *const slots = table->slots;                                    \
        const Vertices at = vertices;                                                        \
        const uint32_t sum = (uint##size##_t)((uint32_t)slots[at.first] + slots[at.second]); \
        if (answer != NULL)                                                                  \
            *answer = TableSumAnswer(table, sum);                                            \
        return sum >> (size - table->fingerprintBits) == (fingerprint);                      \
    }
#define FINDS(name, vertices, fingerprint) FIND(name, 16, vertices, fingerprint) FIND(name, 32, vertices, fingerprint)
FINDS(Flat32, VerticesFlat32(table, (uint32_t)key), FINGERPRINT_32)
FINDS(FlatExtracted, VerticesFlat32(table, Extracted(table, key)), FINGERPRINT_EXTRACTED)
FINDS(Flat64, VerticesFlat64(table, key), FINGERPRINT_64)
FINDS(Scaled32, VerticesScaled32(table, (uint32_t)key), FINGERPRINT_32)
FINDS(ScaledExtracted, VerticesScaled32(table, Extracted(table, key)), FINGERPRINT_EXTRACTED)
FINDS(Scaled64, VerticesScaled64(table, key), FINGERPRINT_64)
FINDS(Partitioned32, VerticesPartitioned32(table, (uint32_t)key), FINGERPRINT_32)
FINDS(PartitionedExtracted, VerticesPartitioned32(table, Extracted(table, key)), FINGERPRINT_EXTRACTED)
FINDS(Partitioned64, VerticesPartitioned64(table, key), FINGERPRINT_64)

/* Those of compact tables take the fingerprint from the hash that the vertices come from. */
CHM_INLINE uint32_t CompactFingerprint(const TableView *table, uint64_t key, uint64_t hash)
{
    (void)key;
    return QuadxFingerprint64(hash, table->fingerprintBits);
}

CHM_INLINE uint32_t CompactFingerprintExtracted(const TableView *table, uint64_t key, uint64_t hash)
{
    return QuadxFingerprintExtracted((uint32_t)hash, QuadxRest(key, table->extractMask), table->fingerprintBits);
}

#define FIND_THREE(name, size, hashed, fingerprint)                                          \
    static bool Find##name##Of##size(const TableView *table, uint64_t key, uint32_t *answer) \
    {                                                                                        \
        const CompactHash own = hashed;                                                      \
        const CompactVertices of = VerticesCompact(table, own);                              \
        const uint##size##_t *const slots = (const uint##size##_t *)table->slots + of.begin; \
        const uint32_t two = (uint32_t)slots[of.at.first] + slots[of.at.second];             \
        const uint32_t sum = (uint##size##_t)(two + slots[of.at.third]);                     \
        const uint32_t expected = fingerprint(table, key, own.hash);                         \
        if (answer != NULL)                                                                  \
            *answer = TableSumAnswer(table, sum);                                            \
        return sum >> (size - table->fingerprintBits) == expected;                           \
    }
#define FINDS_THREE(name, hashed, fingerprint) \
    FIND_THREE(name, 16, hashed, fingerprint)  \
    FIND_THREE(name, 32, hashed, fingerprint)
FINDS_THREE(Compact32, HashCompact(table, (uint32_t)key), CompactFingerprint)
FINDS_THREE(CompactExtracted, HashCompact(table, Extracted(table, key)), CompactFingerprintExtracted)
FINDS_THREE(Compact64, HashCompact(table, key), CompactFingerprint)
FINDS_THREE(CompactBuckets32, HashCompactBuckets32(table, (uint32_t)key), CompactFingerprint)
FINDS_THREE(CompactBucketsExtracted, HashCompactBuckets32(table, Extracted(table, key)), CompactFingerprintExtracted)
FINDS_THREE(CompactBuckets64, HashCompactBuckets64(table, key), CompactFingerprint)

#define FINDER(name) [TableKind##name] = {Find##name##Of16, Find##name##Of32}
static const TableFinder finders[][2] = {
    FINDER(Flat32),           FINDER(FlatExtracted),           FINDER(Flat64),
    FINDER(Scaled32),         FINDER(ScaledExtracted),         FINDER(Scaled64),
    FINDER(Partitioned32),    FINDER(PartitionedExtracted),    FINDER(Partitioned64),
    FINDER(Compact32),        FINDER(CompactExtracted),        FINDER(Compact64),
    FINDER(CompactBuckets32), FINDER(CompactBucketsExtracted), FINDER(CompactBuckets64),
};

/* Packed slots are for size: one finder decides for each key how it is hashed. */
static bool FindPacked(const TableView *table, uint64_t key, uint32_t *answer)
{
    const CompactHash own = TableHashCompact(table, key);
    const uint32_t sum = TablePackedSum(table, VerticesCompact(table, own));
    if (answer != NULL)
        *answer = TableSumAnswer(table, sum);
    return TableSumFingerprint(table, sum) == TableFingerprintCompact(table, key, own.hash);
}

TableFinder TableFinderOf(const TableView *table)
{
    if (table->fingerprintBits == 0)
        return NULL;
    return table->packedBits != 0 ? FindPacked : finders[TableKindOf(table)][table->slotSizeInBytes / 4];
}
