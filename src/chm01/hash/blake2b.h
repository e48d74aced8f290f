/*
 * BLAKE2b (RFC 7693) with a digest of 8 bytes and a key of 8: the hash that decides which seeds a
 * set gets when the ordinary ones fail. Nobody knows how to find bytes for a digest faster than by
 * trying, so nobody can make keys against seeds that come from it. Hash64 is faster, but anyone can
 * compute bytes for a hash of it. Any thread.
 */
#ifndef CHM01_BLAKE2B_H
#define CHM01_BLAKE2B_H

#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

uint64_t Blake2b(_In_reads_bytes_(size) const void *bytes, size_t size, uint64_t key);

#ifdef __cplusplus
}
#endif
#endif
