/* Where in a text of keys something is, as people count, and what stands there. Any thread. */
#ifndef CHM01_KEYS_PLACE_H
#define CHM01_KEYS_PLACE_H

#include "annotations.h"
#include "keys_lines.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct KeysPlace {
    uint64_t column;     /* in characters of UTF-8, from 1 */
    const uint8_t *from; /* what the line holds without the blanks around it; a comment belongs to it */
    size_t length;
} KeysPlace;

/* Returns the place of a byte of a UTF-8 text; of its end for an offset that is no less. */
KeysPlace KeysPlaceOf(_In_reads_bytes_(size) const uint8_t *text, size_t size, uint64_t offset);

/* Two keys of a text of numbers, by their positions: the lower one first. */
typedef struct KeysSeek {
    KeysLines lines;
    uint64_t position;     /* of the next key */
    uint64_t positions[2]; /* that are sought */
    KeysLine found[2];     /* line 0: not found */
} KeysSeek;

KeysSeek KeysSeekOf(_In_reads_bytes_(size) const uint8_t *text, size_t size, uint64_t first, uint64_t second);

/* Seeks on: true when both are found, or the text ends. A step is 16 bytes. */
bool KeysSeekOn(_Inout_ KeysSeek *seek, _Inout_ Work *work);

#ifdef __cplusplus
}
#endif
#endif
