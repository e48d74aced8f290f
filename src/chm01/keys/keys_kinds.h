/*
 * Does a text hold numbers, or other texts? By its lines as keys_text.c reads them: without blanks
 * around them, empty lines and comments. Any thread.
 */
#ifndef CHM01_KEYS_KINDS_H
#define CHM01_KEYS_KINDS_H

#include "annotations.h"
#include "keys_lines.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The first line of each kind, from 1; 0: none so far. A number is a GUID too, and one that is too
 * large.
 */
typedef struct KeysKinds {
    KeysLines lines;
    uint64_t numberLine, otherLine;
    size_t numberOffset; /* of that number, from `text` */
    const uint8_t *text;
} KeysKinds;

/* UTF-16 has no lines of either kind. */
KeysKinds KeysKindsOf(_In_reads_bytes_(size) const uint8_t *bytes, size_t size);

/* Looks until a line of each kind is found: true, as at the text's end. A step is 16 bytes. */
bool KeysKindsOn(_Inout_ KeysKinds *kinds, _Inout_ Work *work);

#ifdef __cplusplus
}
#endif
#endif
