/*
 * A table of text keys: a lookup of a byte string answers its position, and that a foreign one is
 * none. It reduces the key to 64 bits, multiplies once, and takes the top bits as a slot. Up to 256
 * keys no two have one slot; above that, a displacement that keys of one group share makes it so.
 * The slot's entry holds a key's first 16 bytes, or its first and last 16, and longer keys are
 * compared whole. A table is read-only and serves any number of threads.
 */
#ifndef CHM01_TEXT_TABLE_H
#define CHM01_TEXT_TABLE_H

#include "chm01/base/work.h"
#include "chm01/hash/hash64.h"
#include "text_reduction.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TEXT_NOT_FOUND UINT32_MAX

enum { TextDirectMost = 256 }; /* keys of a table without displacements */

typedef struct TextTable {
    TextReduction reduction;
    uint64_t multiplier; /* odd */
    uint32_t slotBits;
    uint32_t groupBits, groupShift; /* of displacements: the product's bits that choose one */
    size_t keyCount, longest;
    size_t entryCount;             /* of a slot each with displacements, otherwise of a key each */
    uint32_t emptyPosition;        /* of the key without bytes; TEXT_NOT_FOUND: there is none */
    const uint8_t *slots;          /* without displacements: each slot's position; otherwise NULL */
    const uint32_t *displacements; /* exclusive or'ed to the slot; NULL: there are none */
    const uint32_t *positions;     /* with displacements: each slot's position */
    const uint64_t *entries;       /* TextEntryWords each; zeros: no key */
    const uint16_t *lengths;       /* of each entry's key */
    const uint32_t *offsets;       /* into the pool, of keys that are longer than the words; NULL: there are none */
    const uint8_t *pool;           /* small letters, where case is ignored */
    size_t poolBytes;
    size_t tableBytes; /* TextTableBuild's memory before the scratch; of an image all of it */
    uint64_t keysHash; /* XXH64 of each key's length, of 2 bytes, and its bytes: tells equal sets */
} TextTable;

/*
 * Returns the words of an entry: those of the key in small letters and, where case is ignored, as
 * many again with the bit 0x20 at each letter.
 */
static inline uint32_t TextEntryWords(_In_ const TextReduction *reduction)
{
    return reduction->words << reduction->ignoreCase;
}

/*
 * TextTable.keysHash of a set, in slices: begin, then on until it returns true; Hash64End has the
 * hash.
 */
void TextKeysHashBegin(_Out_ Hash64Stream *hash);
bool TextKeysHashOn(_In_ const TextKeys *keys, _Inout_ Hash64Stream *hash, _Inout_ WorkPlace *place,
                    _Inout_ Work *work);

typedef struct TextTableOptions {
    bool ignoreCase; /* of ASCII letters */
    uint64_t rngSeed;
} TextTableOptions;

/*
 * Returns the memory that TextTableBuild needs, in bytes: the table's own at the beginning, and
 * scratch.
 */
size_t TextTableBound(_In_ const TextKeys *keys, bool ignoreCase);
size_t TextTableBoundOf(_In_ const TextTraits *traits, bool ignoreCase);

/* Returns an upper bound of what of that memory is the table's own. */
size_t TextTableOwnBound(_In_ const TextTraits *traits, bool ignoreCase);

/*
 * Makes a table and verifies it. Two equal keys are ChmDuplicateKey, as TextKeysFindDuplicate tells
 * them. The bytes of the table depend on the keys, their order and the options alone. memory:
 * TextTableBound bytes, 64-byte aligned; the keys are not used afterwards.
 */
_Success_(return == ChmOk) ChmStatus TextTableBuild(_In_ const TextKeys *keys, _In_ const TextTableOptions *options,
                                                    _Out_writes_bytes_(memoryBytes) void *memory, size_t memoryBytes,
                                                    _Out_ TextTable *out, _Inout_opt_ ChmError *error);

/* Returns the position of a key of the set, TEXT_NOT_FOUND of any other. */
uint32_t TextTableFind(_In_ const TextTable *table, _In_reads_bytes_(length) const void *key, size_t length);

/* A text that is looked up. */
typedef struct TextString {
    const uint8_t *bytes;
    size_t length;
} TextString;

/* Gives TextTableFind of each text. Of a large table it reads for many of them at a time. */
void TextTableFindMany(_In_ const TextTable *table, _In_reads_(count) const TextString *texts, size_t count,
                       _Out_writes_(count) uint32_t *positions);

/*
 * The same making in slices. The build is in the memory; memory, keys and table are its own until
 * it is over.
 */
typedef struct TextBuild TextBuild;
ChmStatus TextTableBegin(_In_ const TextKeys *keys, _In_ const TextTableOptions *options,
                         _Out_writes_bytes_(memoryBytes) void *memory, size_t memoryBytes, _Out_ TextTable *out,
                         _Outptr_ TextBuild **build, _Inout_opt_ ChmError *error);
/* The same where the traits are known, so that no key is looked at. */
ChmStatus TextTableBeginOf(_In_ const TextKeys *keys, _In_ const TextTraits *traits,
                           _In_ const TextTableOptions *options, _Out_writes_bytes_(memoryBytes) void *memory,
                           size_t memoryBytes, _Out_ TextTable *out, _Outptr_ TextBuild **build,
                           _Inout_opt_ ChmError *error);
/* A step is a key, or 32 bytes of one. ChmContinue: the same call with more work goes on. */
ChmStatus TextTableOn(_Inout_ TextBuild *build, _Inout_ Work *work, _Inout_opt_ ChmError *error);

/*
 * The keys out of the table, in the order of its entries: those of no key have the position
 * TEXT_NOT_FOUND. The key without bytes has no entry. Where case is ignored, letters are small.
 */
uint32_t TextTableEntryPosition(_In_ const TextTable *table, size_t entry);

/* Writes an entry's key, and returns its length. out: table->longest bytes. */
size_t TextTableEntryKey(_In_ const TextTable *table, size_t entry,
                         _Out_writes_bytes_(_Inexpressible_("longest")) uint8_t *out);

/* Returns the entry of a position, after a look at all; entryCount: it has none. */
size_t TextTableEntryOf(_In_ const TextTable *table, uint32_t position);

/*
 * Looks every key up. Returns whether each gives its position, and whether they are as many as
 * there must be. key: table->longest bytes.
 */
bool TextTableVerify(_In_ const TextTable *table, _Out_writes_bytes_(_Inexpressible_("longest")) uint8_t *key);

/* Returns the position of a key of the set, and some number below keyCount of any other. */
uint32_t TextTableIndex(_In_ const TextTable *table, _In_reads_bytes_(length) const void *key, size_t length);

#ifdef __cplusplus
}
#endif
#endif
