/*
 * Key sets and the formats they come in: packed little-endian integers, text, and PE files (whose
 * function addresses are the keys). Bytes in, keys out; the caller owns all memory. The order of
 * the input is kept: a key's index is its position. Everything here treats its bytes as hostile.
 * Any thread.
 */
#ifndef CHM01_KEYS_H
#define CHM01_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chm01/base/status.h"
#include "chm01/base/work.h"
#include "chm01/program/program.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CHM_MAX_KEYS ((uint64_t)1 << 28)

typedef struct KeySet {
    const void *keys; /* count uint32_t, uint64_t or WideKey, aligned as these are; not owned */
    size_t count;
    uint32_t keySizeInBytes; /* 4, 8 or 16 */
} KeySet;

/*
 * A key of 128 bits: 16 bytes as two little-endian numbers, the first 8 bytes first. A GUID is as
 * it lies in memory.
 */
typedef struct WideKey {
    uint64_t low, high;
} WideKey;

typedef enum KeysFormat {
    KeysPacked32,
    KeysPacked64,
    KeysText,
    KeysPe,
    KeysPacked8,
    KeysPacked16,
    KeysPacked128,
    KeysTextWide
} KeysFormat;

/*
 * Returns the format that a file's name tells. A name that ends in .txt is text, and one in .dll,
 * .exe, .sys, .ocx, .drv or .cpl is PE. A name that ends in 64.keys with no digit before it is
 * Packed64, and any other is Packed32. A keySizeInBytes of 1, 2, 4, 8 or 16 (0: by the name)
 * overrides the packed ones, and 16 makes text that of 128-bit keys. The name is UTF-16, not
 * terminated.
 */
KeysFormat KeysFormatOfName(const uint16_t *name, size_t length, uint32_t keySizeInBytes);

/*
 * Returns the format that a file's bytes ask for, whatever its name. A program is KeysPe. Text
 * under a name of packed keys is KeysText; that is so of any file that is text and has a line's
 * end, a byte order mark or a number. Text whose first key is a GUID or needs more than 64 bits is
 * KeysTextWide. Any other file is what the name tells. Keys of 8 and 16 bits, which only a caller
 * can ask for, may look like anything.
 */
KeysFormat KeysFormatOfBytes(KeysFormat named, const void *bytes, size_t size);

/* The most bytes that a line of a text may have before a comment, which may be of any length. */
#define KEYS_MAX_LINE_BYTES ((size_t)65535)

/* A text as it is read line by line: see keys_lines.h. */
typedef struct KeysLines {
    const uint8_t *at, *end;
    uint64_t line; /* 1-based, of what is being read */
    bool isRest;   /* `at` is within a line of which no more counts */
} KeysLines;

/*
 * The same look in slices, which may go over all of the bytes. All of it is the look's. On: true,
 * *out is the format. A step is 16 bytes.
 */
typedef struct KeysFormatLook {
    KeysFormat named;
    const uint8_t *bytes;
    size_t size, at; /* at: of the letters */
    bool isComment;  /* of the letters so far: the last one is of a comment, */
    bool hasLines;   /* and some line has an end */
    bool isText;     /* it is known to be one, if its first key is: */
    KeysLines lines;
} KeysFormatLook;

void KeysFormatLookBegin(KeysFormatLook *look, KeysFormat named, const void *bytes, size_t size);
bool KeysFormatLookOn(KeysFormatLook *look, Work *work, KeysFormat *out);

/*
 * Upper bound, in bytes, of what KeysDecode writes for these bytes. 0 for packed keys of 32 bits
 * and more, which are used in place. The second one is told the line ends of a text, which the
 * first one counts at once.
 */
size_t KeysDecodedBound(KeysFormat format, const void *bytes, size_t size);
size_t KeysDecodedBoundOf(KeysFormat format, const void *bytes, size_t size, size_t lineEnds);

/*
 * Decodes size bytes into *out. Text and PE keys, and packed ones of 8 and 16 bits, are written to
 * memory (8-byte aligned, memoryBytes >= KeysDecodedBound). Other packed keys are not copied: their
 * bytes must be 8-byte aligned. Where keySizeInBytes is 0, keys have 32 bits, or 64 where a text
 * key needs it. Where it is 1 or 2, they have 32 bits, none of which needs more than 8 or 16.
 * KeysDecode does not look for duplicates.
 */
ChmStatus KeysDecode(KeysFormat format, const void *bytes, size_t size, uint32_t keySizeInBytes, void *memory,
                     size_t memoryBytes, KeySet *out, ChmError *error);

/*
 * Decoding in slices, of which text and programs take more than one. All of it is the decoder's,
 * except what the caller sets between KeysDecodeBegin and the first slice.
 */
typedef struct KeysDecoding {
    KeysFormat format;
    const uint8_t *bytes;
    size_t size;
    uint32_t keySizeInBytes;
    void *memory;
    size_t most;     /* keys that the memory has room for */
    KeysLines lines; /* of a text: the lines to come, */
    size_t count;    /* the keys before them, */
    uint64_t all;    /* and their bits */
    WorkPlace place;
    ProgramFunctions functions; /* of a program; the caller may set it, */
    bool pieces;                /* and this: pieces of functions count, too */
    bool reads;                 /* the program's reading has begun */
    ProgramReading program;
} KeysDecoding;

/*
 * Checks what can be told at once. Bytes and memory must last until the decoding is over. A text
 * that has more keys than the memory has room for fails where it does.
 */
ChmStatus KeysDecodeBegin(KeysFormat format, const void *bytes, size_t size, uint32_t keySizeInBytes, void *memory,
                          size_t memoryBytes, KeysDecoding *out, ChmError *error);
/*
 * A step is 16 bytes of text, a key or an entry. ChmContinue: the same call with more work goes on.
 */
ChmStatus KeysDecodeOn(KeysDecoding *decoding, Work *work, KeySet *out, ChmError *error);

/*
 * Looks for a key that occurs twice and names it with both positions (the lowest second position,
 * and the position before it); ChmOk when all differ. Of keys of 4 or 8 bytes. scratch:
 * KeysDuplicateScratch(set) bytes, 8-byte aligned.
 */
size_t KeysDuplicateScratch(const KeySet *set);
ChmStatus KeysFindDuplicate(const KeySet *set, void *scratch, ChmError *error);

enum { KeysDigitValues = 256 };

/* The same look in slices. */
typedef struct KeysLook {
    KeySet set;
    WorkPlace place;
    uint32_t digit;
    uint32_t starts[KeysDigitValues]; /* of the digit's values: how many keys, then where they begin */
    uint32_t *sorted, *spare;         /* the positions, and as much room */
    uint32_t first, second;           /* of the lowest pair so far; second UINT32_MAX: none */
} KeysLook;

/* Begins a look at no more than CHM_MAX_KEYS keys. The scratch is the look's until it is over. */
void KeysLookBegin(KeysLook *look, const KeySet *set, void *scratch);
bool KeysLookOn(KeysLook *look, Work *work); /* true: it is over */
ChmStatus KeysLookAnswer(const KeysLook *look, ChmError *error);

static inline bool KeySetIsWide(const KeySet *set)
{
    return set->keySizeInBytes == sizeof(WideKey);
}

/* Returns a key of a set of 16-byte keys. */
static inline WideKey KeySetWideAt(const KeySet *set, size_t i)
{
    return ((const WideKey *)set->keys)[i];
}

static inline bool WideKeysEqual(WideKey a, WideKey b)
{
    return a.low == b.low && a.high == b.high;
}

/* Returns a key of a set of 4-byte or 8-byte keys. */
static inline uint64_t KeySetAt(const KeySet *set, size_t i)
{
    return set->keySizeInBytes == 8 ? ((const uint64_t *)set->keys)[i] : ((const uint32_t *)set->keys)[i];
}

#ifdef __cplusplus
}
#endif
#endif
