/*
 * The sum of a byte array, for the overflow guard of peel_body.h: compilers find no psadbw on their
 * own. Any thread.
 */
#ifndef CHM01_PEEL_SUM_H
#define CHM01_PEEL_SUM_H

#if defined(__AVX512BW__)
#include <immintrin.h>
#endif
#include <stddef.h>
#include <stdint.h>

#include "chm01/base/vector.h"

/* count: a multiple of 64. */
static inline uint64_t PeelSumBytes(const uint8_t *bytes, size_t count)
{
#if defined(__AVX512BW__)
    uint64_t lanes[8], total = 0;
    __m512i sum = _mm512_setzero_si512();
    for (size_t i = 0; i < count; i += 64)
        sum = _mm512_add_epi64(sum, _mm512_sad_epu8(_mm512_loadu_si512(bytes + i), _mm512_setzero_si512()));
    _mm512_storeu_si512(lanes, sum);
    for (int i = 0; i < 8; i++)
        total += lanes[i];
    return total;
#else
    Vector sums = VectorZero();
    for (size_t i = 0; i < count; i += 16)
        sums = VectorSumBytes(sums, VectorAt(bytes + i));
    return VectorLow(sums) + VectorHigh(sums);
#endif
}

#endif
