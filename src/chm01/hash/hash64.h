/*
 * XXH64, the 64-bit xxHash of Yann Collet (https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md):
 * the checksum of a table file and the keys hash of a set. Four lanes of multiplies: faster
 * than memory can deliver. A change within one aligned 8-byte word always changes its lane; any
 * other change goes unseen once in 2^64. It is no protection against people who look for a
 * collision. Any thread.
 */
#ifndef CHM01_HASH64_H
#define CHM01_HASH64_H

#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

uint64_t Hash64(_In_reads_bytes_(size) const void *bytes, size_t size, uint64_t seed);

/* The hash of bytes that come in pieces, of any sizes. */
typedef struct Hash64Stream {
    uint64_t lanes[4];
    uint64_t seed, size; /* of all pieces so far */
    uint8_t rest[32];    /* the stripe that is not full yet */
    size_t restBytes;
} Hash64Stream;

void Hash64Begin(_Out_ Hash64Stream *stream, uint64_t seed);
void Hash64Add(_Inout_ Hash64Stream *stream, _In_reads_bytes_(size) const void *bytes, size_t size);
uint64_t Hash64End(_In_ const Hash64Stream *stream); /* of what was added so far */

#ifdef __cplusplus
}
#endif
#endif
