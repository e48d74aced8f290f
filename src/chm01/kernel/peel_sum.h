/*
 * The sum of a byte array, for the overflow guard of peel_body.h: compilers find no psadbw on their
 * own. Any thread.
 */
#ifndef CHM01_PEEL_SUM_H
#define CHM01_PEEL_SUM_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

/* count: a multiple of 64. */
static inline uint64_t PeelSumBytes(const uint8_t *bytes, size_t count)
{
    uint64_t lanes[8] = {0};
#if defined(__AVX512BW__)
    __m512i sum = _mm512_setzero_si512();
    for (size_t i = 0; i < count; i += 64)
        sum = _mm512_add_epi64(sum, _mm512_sad_epu8(_mm512_loadu_si512(bytes + i), _mm512_setzero_si512()));
    _mm512_storeu_si512(lanes, sum);
#else
    __m128i sum = _mm_setzero_si128();
    for (size_t i = 0; i < count; i += 16)
        sum = _mm_add_epi64(
            sum, _mm_sad_epu8(_mm_loadu_si128((const __m128i *)(const void *)(bytes + i)), _mm_setzero_si128()));
    _mm_storeu_si128((__m128i *)(void *)lanes, sum);
#endif
    uint64_t total = 0;
    for (int i = 0; i < 8; i++)
        total += lanes[i];
    return total;
}

#endif
