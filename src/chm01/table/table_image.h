/*
 * The bytes of a table image (.pht), for those who write one (the solver) and those who check one
 * (TableOpen). docs/reference/table-file.md says the same in words. Everything is little-endian,
 * and so must the host be. An image is written by one owner at a time:
 *
 *   TableImageSize    bytes of the image for a spec.
 *   TableImageBegin   lays a spec out over memory; the caller then fills the directory and every
 *                     slot.
 *   TableSeal         adds the keys, the description, the padding and the checksum: the image is
 *                     whole.
 *
 * An image has these sections:
 *
 *   header 512 | directory (partitioned) | slots | keys (unless omitted) | payload | module |
 *   padding
 *
 * The padding ends with the checksum, in the last 8 bytes.
 *
 * Each section begins on a multiple of TABLE_ALIGNMENT, right behind the one before it, and the
 * gaps hold zeros: a spec has one layout.
 */
#ifndef CHM01_TABLE_IMAGE_H
#define CHM01_TABLE_IMAGE_H

#include <stddef.h>

#include "annotations.h"
#include "chm01/base/work.h"
#include "chm01/hash/hash64.h"
#include "table.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TABLE_MAGIC "\x89PHT\r\n\x1a\n" /* as PNG's: a transfer in text mode breaks it */
#define TABLE_FLAG_KEYS 1u              /* the keys are included */
#define TABLE_FLAG_FOLDS 2u             /* text keys whose ASCII letters may be small or capital */
#define TABLE_FLAGS_KNOWN TABLE_FLAG_KEYS
#define TABLE_CHECKSUM_BYTES 8u /* the last of an image */
#define TABLE_PACKED_PADDING 4u /* zeros behind packed slots, whose last one is read with a word more */
#define TABLE_MIN_EDGE_BITS 3u
#define TABLE_MAX_EDGE_BITS 30u   /* flat */
#define TABLE_MAX_BUCKET_BITS 20u /* partitioned; and compact: of a segment */
#define TABLE_MAX_BUCKETS ((uint64_t)1 << 28)
#define TABLE_MAX_SLOTS ((uint64_t)1 << 32)    /* twelve times what the most keys need; lookups count them in 32 bits */
#define TABLE_MAX_VERTICES ((uint32_t)1 << 30) /* of a compact graph */

typedef struct TableHeader {
    uint8_t magic[8];
    uint32_t version;     /* TABLE_VERSION */
    uint32_t headerBytes; /* 512 */
    uint64_t imageBytes;  /* the whole file, checksum included; a multiple of TABLE_ALIGNMENT */
    uint32_t flags;
    uint32_t hashFunction;    /* HashFunctionId */
    uint32_t layout;          /* not LayoutAuto */
    uint32_t keySizeInBytes;  /* 4, 8 or 16 */
    uint32_t slotSizeInBytes; /* 1, 2 or 4 */
    uint32_t edgeBits;
    uint32_t seedCount;
    uint32_t resizes;
    uint64_t keyCount;
    uint64_t keysHash;
    uint64_t extractMask;
    uint64_t rngSeed;
    uint64_t attempts;
    uint64_t bucketCount;
    uint64_t seeds[TABLE_MAX_SEEDS];          /* zero beyond seedCount, except wide keys' last two */
    uint64_t directoryOffset, directoryBytes; /* offsets from the image's first byte; 0 and 0: no such section */
    uint64_t slotsOffset, slotsBytes;         /* the bytes tell E, or a compact graph's vertices */
    uint64_t keysOffset, keysBytes;
    uint32_t nameBytes; /* 0..255, without the terminator */
    /* From here to the name: of version 2; in version 1 all are zero. */
    uint32_t valueBits;                   /* 8, 16 or 32: the bits of the keys' values; 0: none */
    uint64_t optionsDigest;               /* SolvePlan.optionsDigest, or 0: not known */
    uint64_t payloadOffset, payloadBytes; /* values beside positions; 0 and 0: no such section */
    uint32_t fingerprintBits;             /* 8 or 16: each slot holds a fingerprint too; 0: none does */
    uint32_t packedBits;                  /* bits of a slot of a compact layout; 0: slotSizeInBytes */
    uint64_t moduleOffset, moduleBytes;   /* a TableModule; 0 and 0: no such section */
    char name[256];                       /* UTF-8, zero beyond nameBytes */
} TableHeader;

/* Compilers of both languages must agree on the file's layout. */
#ifdef __cplusplus
static_assert(sizeof(TableModule) == 320, "the record of a .pht's module has 320 bytes");
static_assert(sizeof(TableHeader) == 512 && offsetof(TableHeader, name) == 256, "the .pht header has 512 bytes");
#else
_Static_assert(sizeof(TableModule) == 320, "the record of a .pht's module has 320 bytes");
_Static_assert(sizeof(TableHeader) == 512 && offsetof(TableHeader, name) == 256, "the .pht header has 512 bytes");
#endif

/*
 * A seed pair of a bucket; 64 bits wide for 64-bit keys without an extract mask, and in compact
 * tables.
 */
typedef struct TableSeeds32 {
    uint32_t s1, s2;
} TableSeeds32;
typedef struct TableSeeds64 {
    uint64_t s1, s2;
} TableSeeds64;

/* The facts that decide the layout of an image. */
typedef struct TableSpec {
    HashFunctionId hashFunction;
    TableLayout layout;      /* not LayoutAuto */
    uint32_t keySizeInBytes; /* 4, 8 or 16; the last of Quadx and version 2 */
    uint64_t keyCount;
    uint64_t extractMask; /* only with 8-byte keys; the hash functions then see 32 bits */
    uint32_t edgeBits;    /* log2 of E (flat) or of a bucket's Eb, rounded up; compact: of a segment's vertices */
    uint64_t bucketCount; /* 1 for one graph */
    bool omitKeys;
    uint32_t valueBits;       /* 8, 16 or 32, of a table of Quadx without keys; 0: positions */
    uint32_t payloadBits;     /* 8, 16 or 32, of a table of positions: values beside them; 0: none */
    uint32_t fingerprintBits; /* 8 or 16, of a table of Quadx without keys; 0: none */
    uint32_t version;         /* 0 = TABLE_VERSION; an older one has its own sizes of slots */
    /*
     * E; 0 = 2^edgeBits. Another number only of a flat table of Quadx; compact: the vertices of a
     * graph
     */
    uint32_t edges;
    /*
     * The bits of a slot of a compact table whose slots are packed (packed.h). As many as positions
     * need, or of values at most valueBits, and fewer than a slot otherwise has; 0: slots are not
     * packed.
     */
    uint32_t packedBits;
    bool hasModule; /* of a program's functions, of version 2 */
} TableSpec;

/*
 * An image in the making. slots: bucketCount slices of 2E slots; a partitioned slice
 * has room for 2^edgeBits 8-byte pairs.
 */
typedef struct TableImage {
    TableSpec spec;
    uint8_t *memory;
    void *directory; /* TableSeeds32 or TableSeeds64, one a bucket; NULL for one graph */
    void *slots;     /* uint8_t, uint16_t or uint32_t (slotSizeInBytes), or packed */
    void *keys;      /* NULL when omitted */
    void *payload;   /* NULL: there is none */
    void *module;    /* likewise */
    bool keysStand;  /* they have been copied there; else TableSeal does it */
    uint32_t slotSizeInBytes;
    uint64_t slotCount;
    size_t imageBytes;
} TableImage;

/* The facts of a table that are known at the end. */
typedef struct TableDescription {
    const KeySet *keys;
    const char *name; /* UTF-8, at most TABLE_MAX_NAME bytes are taken (never half a character) */
    uint64_t rngSeed;
    uint64_t attempts;
    uint32_t resizes;
    const uint64_t *seeds; /* flat: the family's; partitioned: S0 */
    uint32_t seedCount;    /* at most TABLE_MAX_SEEDS */
    uint64_t optionsDigest;
    const uint64_t *wideSeeds; /* of 16-byte keys: WIDE_SEEDS of hash_wide.h; else NULL */
    const void *payload;       /* with payloadBits: a value for each key */
    const TableModule *module; /* with hasModule: it is copied */
} TableDescription;

/*
 * Bytes of a slot. Of positions: 1 for a flat table of at most 256 edges, 2 for one of at most
 * 65,536, else 4; a compact graph's width follows from the keys instead. Version 1 has none of 1
 * byte. Of values as many as they have. Beside a fingerprint the least of 2 and 4 that holds both;
 * 0: they have no room in 4. Packed slots have fewer bits than that.
 */
uint32_t TableSlotSize(_In_ const TableSpec *spec);

/*
 * True when the hash functions see 64-bit keys: 8-byte keys without an extract mask, and 16-byte
 * keys, which are reduced.
 */
static inline bool TableHashes64(uint32_t keySizeInBytes, uint64_t extractMask)
{
    return keySizeInBytes != 4 && extractMask == 0;
}

/* True when the directory holds TableSeeds64. */
static inline bool TableSeedsAreWide(TableLayout layout, uint32_t keySizeInBytes, uint64_t extractMask)
{
    return layout == LayoutCompactPartitioned || TableHashes64(keySizeInBytes, extractMask);
}

/*
 * Bytes of the image; 0 for a spec that no image can have (the limits above; more keys than edges;
 * a size that does not fit).
 */
size_t TableImageSize(_In_ const TableSpec *spec);

/*
 * Lays a sound spec out over memory (TableImageSize bytes, TABLE_ALIGNMENT aligned), which is not
 * touched yet.
 */
void TableImageBegin(_In_ const TableSpec *spec, _Inout_ void *memory, _Out_ TableImage *out);

/*
 * Makes the image whole and returns its bytes. The directory and every slot must have been
 * written.
 */
size_t TableSeal(_Inout_ TableImage *image, _In_ const TableDescription *description);

/*
 * KeySetHash in slices, a line of memory a step: begin, then on until it returns true; Hash64End
 * has the hash.
 */
void KeySetHashBegin(_In_ const KeySet *set, _Out_ Hash64Stream *hash);
bool KeySetHashOn(_In_ const KeySet *set, _Inout_ Hash64Stream *hash, _Inout_ WorkPlace *place, _Inout_ Work *work);

/*
 * The same in slices, for images that take longer. What the description points to, and the image,
 * stay as they are meanwhile.
 */
typedef struct TableSealing {
    TableImage *image;
    TableDescription description;
    WorkPlace place;
    Hash64Stream hash; /* of the keys, then of the image */
    size_t imageBytes; /* once it is over; 0 until then */
} TableSealing;

/* False: no image can have the spec. */
_Success_(return ) bool TableSealBegin(_Out_ TableSealing *sealing, _Inout_ TableImage *image,
                                       _In_ const TableDescription *description);
bool TableSealOn(_Inout_ TableSealing *sealing, _Inout_ Work *work); /* true: the image is whole */

#ifdef __cplusplus
}
#endif
#endif
