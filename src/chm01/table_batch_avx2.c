/* Eight keys at a time: the hashes in vectors, the values by gathers. Takes 0.6 to 0.8 of the plain loop's time while the values are in the L2 cache. */
#include "table_batch.h"

#include <immintrin.h>

typedef struct Vertices {
    __m256i left, right;        /* right: with E added */
} Vertices;

static inline Vertices Hash8(const Flat32 *table, __m256i keys)
{
    const __m128i shift = _mm_cvtsi32_si128((int)(32 - table->edgeBits));
    const __m256i p = _mm256_mullo_epi32(keys, _mm256_set1_epi32((int)table->s1));
    const __m256i folded = _mm256_xor_si256(p, _mm256_srli_epi32(p, 16));
    const __m256i h = _mm256_mullo_epi32(folded, _mm256_xor_si256(keys, _mm256_set1_epi32((int)table->s2)));
    const __m256i edges = _mm256_set1_epi32((int)(1u << table->edgeBits));
    const Vertices vertices = { _mm256_srl_epi32(p, shift), _mm256_add_epi32(_mm256_srl_epi32(h, shift), edges) };
    return vertices;
}

static inline __m256i Load8(const uint32_t *keys)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)keys);
}

static inline void Store8(uint32_t *indices, __m256i sums, uint32_t edgeBits)
{
    const __m256i mask = _mm256_set1_epi32((int)((1u << edgeBits) - 1));
    _mm256_storeu_si256((__m256i *)(void *)indices, _mm256_and_si256(sums, mask));
}

void TableBatchAvx2Flat16(const Flat32 *table, const uint32_t *keys, size_t count, uint32_t *indices)
{
    const Flat32 own = *table;
    for (size_t i = 0; i < count; i += 8) {
        const Vertices at = Hash8(&own, Load8(keys + i));
        const __m256i left = _mm256_i32gather_epi32((const int *)own.values, at.left, 2);
        const __m256i right = _mm256_i32gather_epi32((const int *)own.values, at.right, 2);
        Store8(indices + i, _mm256_add_epi32(left, right), own.edgeBits);   /* the mask drops the neighbours' halves too: E <= 2^16 */
    }
}

void TableBatchAvx2Flat32(const Flat32 *table, const uint32_t *keys, size_t count, uint32_t *indices)
{
    const Flat32 own = *table;
    for (size_t i = 0; i < count; i += 8) {
        const Vertices at = Hash8(&own, Load8(keys + i));
        const __m256i left = _mm256_i32gather_epi32((const int *)own.values, at.left, 4);
        const __m256i right = _mm256_i32gather_epi32((const int *)own.values, at.right, 4);
        Store8(indices + i, _mm256_add_epi32(left, right), own.edgeBits);
    }
}
