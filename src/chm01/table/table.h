/*
 * A table and its file are the same bytes: a "table image" (.pht). The solver writes into an image,
 * TableSeal finishes it, the file is a copy of it, and TableOpen checks any bytes and gives a view
 * that looks keys up in place. Layout: docs/reference/table-file.md. A view is read-only and may be
 * used by any number of threads; it lives as long as the image.
 */
#ifndef CHM01_TABLE_H
#define CHM01_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "chm01/base/bit_extract.h"
#include "chm01/base/status.h"
#include "chm01/hash/family_list.h"
#include "chm01/hash/hash_wide.h"
#include "chm01/keys/keys.h"

#ifdef __cplusplus
extern "C" {
#endif

struct TableCoverage;

/*
 * The compact layouts have three slots a key (hash_fuse.h): of one graph, or of one in each
 * bucket.
 */
typedef enum TableLayout {
    LayoutAuto,
    LayoutFlat,
    LayoutPartitioned,
    LayoutCompact,
    LayoutCompactPartitioned,
    LayoutText /* of text keys: chm01/text/text_image.h opens it, no TableView looks it up */
} TableLayout;

static inline bool LayoutIsCompact(TableLayout layout)
{
    return layout == LayoutCompact || layout == LayoutCompactPartitioned;
}

static inline bool LayoutHasBuckets(TableLayout layout)
{
    return layout == LayoutPartitioned || layout == LayoutCompactPartitioned;
}

/* As users write it: ASCII. */
_Ret_z_ const char *TableLayoutName(TableLayout layout);

#define TABLE_VERSION 2u       /* of what is written */
#define TABLE_FIRST_VERSION 1u /* of what is read, from there on */
#define TABLE_ALIGNMENT 64u    /* of an image's first byte */
#define TABLE_MAX_NAME 255u    /* bytes of UTF-8, without the terminator */

/* The first of WIDE_SEEDS seeds by which 16-byte keys are reduced, behind those of Quadx. */
#define TABLE_WIDE_SEED (TABLE_MAX_SEEDS - WIDE_SEEDS)

/*
 * The program whose functions are the keys, by which a table is known to fit a module in a process.
 * A section of the image, as it is here.
 */
typedef struct TableModule {
    uint32_t timeDateStamp, imageBytes; /* TimeDateStamp and SizeOfImage of its headers */
    uint32_t machine;                   /* as its header has it */
    uint32_t buildAge;                  /* of the debug information; 0 without a buildId */
    uint8_t buildId[16];                /* its GUID, as it lies in memory; zero: there is none */
    uint32_t nameBytes;                 /* 0 to TABLE_MAX_NAME */
    uint8_t reserved[28];               /* zero */
    char name[TABLE_MAX_NAME + 1];      /* the file's name in UTF-8, zero beyond nameBytes */
} TableModule;

struct TableView;

/*
 * Makes a position or a value of a key's two or three slots. Keys of 16 bytes come as what they are
 * reduced to (TableReduced).
 */
typedef uint32_t (*TableLookup)(_In_ const struct TableView *table, uint64_t key);

/* Has the key the fingerprint of its place? See TableFind. */
typedef bool (*TableFinder)(_In_ const struct TableView *table, uint64_t key, _Out_opt_ uint32_t *answer);

/*
 * A table image, decoded and checked. Offsets are not part of it: use the pointers. It begins with
 * what a lookup reads, so that it reads one or two lines of a cache.
 */
typedef struct TableView {
    TableLookup lookup;  /* of this hash function, layout and size of slots; chosen once, by TableOpen */
    const void *slots;   /* bucketCount x 2 x edges slots of slotSizeInBytes; compact: bucketCount x edges */
    uint32_t edgeBits;   /* log2 of `edges`, rounded up; compact: of a segment's vertices */
    uint32_t sumMask;    /* what of a sum of slots is the answer */
    uint32_t packedBits; /* bits of a slot of a compact table, with its fingerprint; 0: slotSizeInBytes */
    uint64_t edges;      /* E (flat) or Eb (a bucket): vertices a side; compact: all of a graph's */
    uint64_t seeds[TABLE_MAX_SEEDS]; /* one graph: the family's; buckets: [0] is S0; TABLE_WIDE_SEED */
    const void *directory;    /* buckets: pairs {s1, s2} of the (extracted) key's size, of 64 bits when compact */
    uint64_t bucketCount;     /* 1 for one graph */
    TableFinder find;         /* as lookup, of fingerprints; NULL: there are none */
    uint32_t fingerprintBits; /* 8 or 16: the high bits of a sum are the key's fingerprint; else 0 */
    uint64_t answerBound;     /* of what `find` gives: keyCount, or 2^32 where that are values */
    const uint8_t *image;
    size_t imageBytes;
    char name[TABLE_MAX_NAME + 1]; /* UTF-8 */
    HashFunctionId hashFunction;
    TableLayout layout;      /* not Auto */
    uint32_t keySizeInBytes; /* 4, 8 or 16 */
    uint64_t keyCount;
    uint32_t version;
    uint64_t keysHash; /* KeySetHash of the set it was made from */
    /*
     * what decided about the table besides its keys: SolvePlan.optionsDigest; 0: not known, as of
     * version 1
     */
    uint64_t optionsDigest;
    uint64_t extractMask; /* 64-bit keys that vary in <= 32 bits: the mask of a parallel bit extract; else 0 */
    uint64_t rngSeed;
    uint64_t attempts; /* up to and with the winning one; of all buckets when partitioned */
    uint32_t resizes;
    uint32_t slotSizeInBytes; /* 1, 2 or 4; of packed slots what they would have */
    uint32_t valueBits;       /* a table of values: 8, 16 or 32; else 0, and it gives positions */
    uint32_t payloadBits;     /* 8, 16 or 32: it gives values beside the positions; else 0 */
    uint32_t seedCount;
    uint64_t slotCount;
    const void *keys;            /* keyCount keys when included, else NULL */
    const void *payload;         /* with payloadBits: keyCount values in the keys' order, else NULL */
    const TableModule *module;   /* of the functions that are the keys, else NULL */
    BitExtract extract;          /* of extractMask */
    const struct Family *family; /* of hashFunction */
} TableView;

/*
 * Checks all of it: magic, version, every field, every offset, the checksum. ChmTable... on
 * anything else than a sound table.
 */
_Success_(return == ChmOk) ChmStatus TableOpen(_In_reads_bytes_(imageBytes) const void *image, size_t imageBytes,
                                               _Out_ TableView *out, _Inout_opt_ ChmError *error);

/*
 * The same of an image whose checksum holds: the solver has just sealed it here, or TableOpen has
 * checked it.
 */
_Success_(return == ChmOk) ChmStatus TableOpenSealed(_In_reads_bytes_(imageBytes) const void *image, size_t imageBytes,
                                                     _Out_ TableView *out, _Inout_opt_ ChmError *error);

#define TABLE_HEADER_BYTES 512u

/*
 * Checks the first TABLE_HEADER_BYTES of a file of that size, before anybody reads the rest: it is
 * a table of our version whose counts have a layout of that size. The rest is for TableOpen.
 */
ChmStatus TableCheckHeader(_In_reads_bytes_(TABLE_HEADER_BYTES) const void *bytes, uint64_t fileBytes,
                           _Inout_opt_ ChmError *error);

static inline bool TableIsWide(_In_ const TableView *table)
{
    return table->keySizeInBytes == sizeof(WideKey);
}

/* Returns the 64-bit key that a table of 16-byte keys has instead of this one. */
static inline uint64_t TableReduced(_In_ const TableView *table, WideKey key)
{
    return WideReduce(table->seeds + TABLE_WIDE_SEED, key.low, key.high);
}

/*
 * Returns the position of a key of the set. For any other key it returns an arbitrary number below
 * 2^32: ask TableContains. A key of 16 bytes is reduced first, and so it is for TableValue and
 * TableFind; TableContainsWide takes it as it is, and batches do.
 */
static inline uint32_t TableIndex(_In_ const TableView *table, uint64_t key)
{
    return table->lookup(table, key);
}

static inline uint32_t TableSlotBits(_In_ const TableView *table)
{
    return table->packedBits != 0 ? table->packedBits : 8 * table->slotSizeInBytes;
}

/* Bytes of all slots. */
static inline uint64_t TableSlotsBytes(_In_ const TableView *table)
{
    return table->slotCount * TableSlotBits(table) / 8;
}

/* Bytes of what lookups read: slots, seeds of buckets, values beside positions. */
uint64_t TableDataBytes(_In_ const TableView *table);

/* The bits of the values that it gives, instead of positions or beside them; 0: it gives none. */
static inline uint32_t TableValueBits(_In_ const TableView *table)
{
    return table->valueBits != 0 ? table->valueBits : table->payloadBits;
}

/*
 * Returns the value of the key at that position, 0 where there is no such position, of a table that
 * gives values beside positions: it must have a payload. So one lookup gives a key's position and
 * its value.
 */
static inline uint32_t TableValueAt(_In_ const TableView *table, uint64_t position)
{
    if (position >= table->keyCount)
        return 0;
    switch (table->payloadBits) {
    case 8: return ((const uint8_t *)table->payload)[position];
    case 16: return ((const uint16_t *)table->payload)[position];
    default: return ((const uint32_t *)table->payload)[position];
    }
}

/*
 * Returns the value of a key of the set, and an arbitrary value for any other key, if the table
 * gives values. TableIndex of a table of values alone, and TableValue of one of positions alone,
 * give what the other does.
 */
static inline uint32_t TableValue(_In_ const TableView *table, uint64_t key)
{
    const uint32_t answer = table->lookup(table, key);
    return table->payload != NULL ? TableValueAt(table, answer) : answer;
}

/*
 * True, with the position in *index (may be NULL), when the key is in the set. The keys must be
 * included.
 */
_Success_(return ) bool TableContains(_In_ const TableView *table, uint64_t key, _Out_opt_ uint32_t *index);

/* The same in a table of 16-byte keys. */
_Success_(return ) bool TableContainsWide(_In_ const TableView *table, WideKey key, _Out_opt_ uint32_t *index);

/*
 * True, with the position or the value in *answer (may be NULL), when the key has the fingerprint
 * of its place: each key of the set has it, and one in 2^fingerprintBits of all others. The table
 * must have fingerprints. Where it has both it is the position, of which TableValueAt tells the
 * value.
 */
_Success_(return ) static inline bool TableFind(_In_ const TableView *table, uint64_t key, _Out_opt_ uint32_t *answer)
{
    return table->find(table, key, answer);
}

/*
 * Does what TableFind does for each of many packed keys: *found says for each whether it was found
 * (1 or 0), and answers has what TableFind gives, which is below answerBound. Returns how many were
 * found.
 */
size_t TableFindBatch(_In_ const TableView *table, _In_reads_bytes_(keyCount * table->keySizeInBytes) const void *keys,
                      size_t keyCount, _Out_writes_(keyCount) uint32_t *answers, _Out_writes_(keyCount) uint8_t *found);

/*
 * indices[i] = TableIndex(keys[i]) or, of a table of values, TableValue(keys[i]); keys are keyCount
 * packed keys of the table's key size. Prefetches for tables beyond the cache.
 */
void TableIndexBatch(_In_ const TableView *table, _In_reads_bytes_(keyCount * table->keySizeInBytes) const void *keys,
                     size_t keyCount, _Out_writes_(keyCount) uint32_t *indices);

/* values[i] = TableValue(keys[i]), likewise. */
void TableValueBatch(_In_ const TableView *table, _In_reads_bytes_(keyCount * table->keySizeInBytes) const void *keys,
                     size_t keyCount, _Out_writes_(keyCount) uint32_t *values);

/*
 * Reads the slots once in their order, if keyCount lookups read most of their cache lines and a
 * cache holds them. A batch that follows is then up to three times as fast, when the slots were in
 * memory alone.
 */
void TableWarm(_In_ const TableView *table, size_t keyCount);

/*
 * How much of the table these keys touch (count positions of the set that it was made from; NULL:
 * all keys), as its solver would have measured it. touched: slotCount + 64 zeros.
 */
void TableMeasure(_In_ const TableView *table, _In_ const KeySet *set, _In_opt_ const uint32_t *positions, size_t count,
                  _Inout_ uint8_t *touched, _Out_ struct TableCoverage *out);

/*
 * Looks every key that the table includes up, and compares their hash: ChmTableMalformed where a
 * key doesn't give its position, or where the keys are others than those that it was made from. A
 * table without keys passes.
 */
ChmStatus TableVerify(_In_ const TableView *table, _Inout_opt_ ChmError *error);

/*
 * A 64-bit hash of the keys in their order: tells whether two tables were made from the same set.
 */
uint64_t KeySetHash(_In_ const KeySet *set);

#ifdef __cplusplus
}
#endif
#endif
