/*
 * Eight keys at a time: the hashes in vectors, seeds and values by gathers. Takes 0.6 to 0.7 of the
 * plain loop's time while caches hold the values.
 */
#include "table_batch.h"

#include <immintrin.h>

typedef struct Vertices {
    __m256i left, right; /* right: with E added */
} Vertices;

static inline Vertices TableBatchAvx2Hash8(__m256i keys, __m256i s1, __m256i s2, uint32_t edgeBits)
{
    const __m128i shift = _mm_cvtsi32_si128((int)(32 - edgeBits));
    const __m256i p = _mm256_mullo_epi32(keys, s1);
    const __m256i folded = _mm256_xor_si256(p, _mm256_srli_epi32(p, 16));
    const __m256i h = _mm256_mullo_epi32(folded, _mm256_xor_si256(keys, s2));
    const __m256i edges = _mm256_set1_epi32((int)(1u << edgeBits));
    const Vertices vertices = {_mm256_srl_epi32(p, shift), _mm256_add_epi32(_mm256_srl_epi32(h, shift), edges)};
    return vertices;
}

static inline __m256i TableBatchAvx2Load8(const uint32_t *keys)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)keys);
}

static inline void TableBatchAvx2Store8(uint32_t *indices, __m256i sums, uint32_t edgeBits)
{
    const __m256i mask = _mm256_set1_epi32((int)((1u << edgeBits) - 1));
    _mm256_storeu_si256((__m256i *)(void *)indices, _mm256_and_si256(sums, mask));
}

void TableBatchAvx2Flat16(const Flat32 *table, const uint32_t *keys, size_t count, uint32_t *indices)
{
    const Flat32 own = *table;
    for (size_t i = 0; i < count; i += 8) {
        const Vertices at = TableBatchAvx2Hash8(TableBatchAvx2Load8(keys + i), _mm256_set1_epi32((int)own.s1),
                                                _mm256_set1_epi32((int)own.s2), own.edgeBits);
        const __m256i left = _mm256_i32gather_epi32(own.values, at.left, 2);
        const __m256i right = _mm256_i32gather_epi32(own.values, at.right, 2);
        /* the mask drops the neighbours' halves too: E <= 2^16 */
        TableBatchAvx2Store8(indices + i, _mm256_add_epi32(left, right), own.edgeBits);
    }
}

void TableBatchAvx2Flat32(const Flat32 *table, const uint32_t *keys, size_t count, uint32_t *indices)
{
    const Flat32 own = *table;
    for (size_t i = 0; i < count; i += 8) {
        const Vertices at = TableBatchAvx2Hash8(TableBatchAvx2Load8(keys + i), _mm256_set1_epi32((int)own.s1),
                                                _mm256_set1_epi32((int)own.s2), own.edgeBits);
        const __m256i left = _mm256_i32gather_epi32(own.values, at.left, 4);
        const __m256i right = _mm256_i32gather_epi32(own.values, at.right, 4);
        TableBatchAvx2Store8(indices + i, _mm256_add_epi32(left, right), own.edgeBits);
    }
}

/* The high halves of eight products with a 32-bit number. */
static inline __m256i MultiplyHigh(__m256i a, __m256i b)
{
    const __m256i even = _mm256_srli_epi64(_mm256_mul_epu32(a, b), 32);
    const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(a, 32), b);
    return _mm256_blend_epi32(even, odd, 0xAA);
}

void TableBatchAvx2Buckets(const Buckets32 *table, const uint32_t *keys, size_t count, uint32_t *indices)
{
    const Buckets32 own = *table;
    const int *const values = own.values, *const seeds = own.directory;
    for (size_t i = 0; i < count; i += 8) {
        const __m256i eight = TableBatchAvx2Load8(keys + i);
        const __m256i bucket = MultiplyHigh(_mm256_mullo_epi32(eight, _mm256_set1_epi32((int)own.s0)),
                                            _mm256_set1_epi32((int)own.bucketCount));
        const __m256i s1 = _mm256_i32gather_epi32(seeds, bucket, 8), s2 = _mm256_i32gather_epi32(seeds + 1, bucket, 8);
        const Vertices at = TableBatchAvx2Hash8(eight, s1, s2, own.edgeBits);
        const __m256i slice = _mm256_sll_epi32(bucket, _mm_cvtsi32_si128((int)own.edgeBits + 1));
        const __m256i left = _mm256_i32gather_epi32(values, _mm256_add_epi32(slice, at.left), 4);
        const __m256i right = _mm256_i32gather_epi32(values, _mm256_add_epi32(slice, at.right), 4);
        _mm256_storeu_si256((__m256i *)(void *)(indices + i), _mm256_add_epi32(left, right));
    }
}
