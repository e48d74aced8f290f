/*
 * Sets of text keys: byte strings of up to 65,535 bytes each, of any bytes, also of none. Bytes in,
 * keys out; the caller owns all memory. A key's index is its position. Everything here treats its
 * bytes as hostile. Any thread.
 */
#ifndef CHM01_TEXT_KEYS_H
#define CHM01_TEXT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "chm01/base/status.h"
#include "chm01/base/work.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TEXT_MAX_KEYS ((uint64_t)1 << 24)
#define TEXT_MAX_KEY_BYTES 65535u
#define TEXT_MAX_POOL_BYTES ((uint64_t)UINT32_MAX)

typedef struct TextKeys {
    const uint8_t *pool;     /* holds the bytes of all keys; not owned */
    const uint32_t *starts;  /* count; where each key begins in the pool */
    const uint16_t *lengths; /* count; in bytes */
    size_t count;
} TextKeys;

/*
 * Returns an upper bound, in bytes, of what TextKeysRead writes for this text. The second one is
 * told the line ends, which the first one counts at once.
 */
size_t TextKeysBound(_In_reads_bytes_(size) const void *text, size_t size);
size_t TextKeysBoundOf(_In_reads_bytes_(size) const void *text, size_t size, size_t lineEnds);

/*
 * Reads the keys of a text, one a line, with LF or CRLF ends; a last line may go without. Empty
 * lines hold no key. A line's other bytes are the key as they are, spaces, # and NUL too. A UTF-8
 * mark at the beginning is no part of a key. UTF-16 with a mark becomes UTF-8. Of any other text
 * the keys lie in the text itself, which must last as long as they do. memory: TextKeysBound bytes,
 * 8-byte aligned. Does not look for duplicates.
 */
_Success_(return == ChmOk) ChmStatus
    TextKeysRead(_In_reads_bytes_(size) const void *text, size_t size, _Out_writes_bytes_(memoryBytes) void *memory,
                 size_t memoryBytes, _Out_ TextKeys *out, _Inout_opt_ ChmError *error);

/*
 * A reading in slices, of a text that is no UTF-16 and whose number of line ends is known. All of
 * it is the reader's.
 */
typedef struct TextReading {
    const uint8_t *text;
    size_t size;
    uint32_t *starts;
    uint16_t *lengths;
    size_t at, count, most; /* most: keys that there is room for */
    uint64_t line;          /* from 0 */
} TextReading;

ChmStatus TextKeysReadBegin(_In_reads_bytes_(size) const void *text, size_t size, size_t lineEnds,
                            _Out_writes_bytes_(memoryBytes) void *memory, size_t memoryBytes, _Out_ TextReading *out,
                            _Inout_opt_ ChmError *error);
/* A step is 16 bytes. ChmContinue: the same call with more work goes on. */
_Success_(return == ChmOk) ChmStatus
    TextKeysReadOn(_Inout_ TextReading *reading, _Inout_ Work *work, _Out_ TextKeys *out, _Inout_opt_ ChmError *error);

/* Returns the line, from 1, of a key that TextKeysRead has read. */
uint64_t TextKeysLine(_In_ const TextKeys *keys, size_t position);

/*
 * Looks for a key that occurs twice; ChmOk when all differ. The error names the key by both
 * positions (the lowest second position, and the position before it) and a first number of 0. With
 * ignoreCase, an ASCII letter is equal to its capital. scratch: TextKeysDuplicateScratch bytes,
 * 8-byte aligned.
 */
size_t TextKeysDuplicateScratch(_In_ const TextKeys *keys);
ChmStatus TextKeysFindDuplicate(_In_ const TextKeys *keys, bool ignoreCase, _Inout_ void *scratch,
                                _Inout_opt_ ChmError *error);

static inline const uint8_t *TextKeysAt(_In_ const TextKeys *keys, size_t position)
{
    return keys->pool + keys->starts[position];
}

#ifdef __cplusplus
}
#endif
#endif
