/*
 * XXH64, the 64-bit xxHash of Yann Collet (https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md):
 * the checksum of a table file and the fingerprint of a key set. Four lanes of multiplies: faster
 * than memory can deliver. A change within one aligned 8-byte word always changes its lane; any
 * other change goes unseen once in 2^64. It is no protection against someone who wants a collision.
 * Any thread.
 */
#ifndef CHM01_HASH64_H
#define CHM01_HASH64_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

uint64_t Hash64(const void *bytes, size_t size, uint64_t seed);

#ifdef __cplusplus
}
#endif
#endif
