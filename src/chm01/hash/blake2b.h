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

enum { Blake2bBlockBytes = 128 };

/* A hash in slices: first Blake2bBlocks(size) whole blocks in their order, then the rest. */
typedef struct Blake2bStream {
    uint64_t state[8], counted;
} Blake2bStream;

/* All blocks but the last, which need not be whole. */
static inline size_t Blake2bBlocks(size_t size)
{
    return size != 0 ? (size - 1) / Blake2bBlockBytes : 0;
}

void Blake2bBegin(_Out_ Blake2bStream *stream, size_t size, uint64_t key);
void Blake2bAdd(_Inout_ Blake2bStream *stream, _In_reads_bytes_(128 * blockCount) const void *bytes, size_t blockCount);
uint64_t Blake2bEnd(_Inout_ Blake2bStream *stream, _In_reads_bytes_opt_(size) const void *bytes, size_t size);

#ifdef __cplusplus
}
#endif
#endif
