/*
 * Vectors of 16 bytes, by SSE2 or by NEON, and hints to the caches. The first byte in memory is
 * the lowest. Any thread.
 */
#ifndef CHM01_VECTOR_H
#define CHM01_VECTOR_H

#include <stdbool.h>
#include <stdint.h>

#if defined(_M_ARM64) || defined(__aarch64__)
#include <arm_neon.h> /* IWYU pragma: export */
#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

typedef uint8x16_t Vector;

static inline Vector VectorZero(void)
{
    return vdupq_n_u8(0);
}

static inline Vector VectorAt(const void *bytes)
{
    return vld1q_u8((const uint8_t *)bytes);
}

static inline Vector VectorAnd(Vector a, Vector b)
{
    return vandq_u8(a, b);
}

static inline Vector VectorOr(Vector a, Vector b)
{
    return vorrq_u8(a, b);
}

static inline Vector VectorXor(Vector a, Vector b)
{
    return veorq_u8(a, b);
}

/* Is a bit of it set? */
static inline bool VectorAny(Vector vector)
{
    return vmaxvq_u32(vreinterpretq_u32_u8(vector)) != 0;
}

static inline uint64_t VectorLow(Vector vector)
{
    return vgetq_lane_u64(vreinterpretq_u64_u8(vector), 0);
}

static inline uint64_t VectorHigh(Vector vector)
{
    return vgetq_lane_u64(vreinterpretq_u64_u8(vector), 1);
}

/* Returns a vector whose last byte alone is not zero. */
static inline Vector VectorLastByte(uint8_t byte)
{
    return vsetq_lane_u8(byte, VectorZero(), 15);
}

/* Adds the sums of eight bytes each to two numbers of 64 bits. */
static inline Vector VectorSumBytes(Vector sums, Vector bytes)
{
    const uint64x2_t two = vpaddlq_u32(vpaddlq_u16(vpaddlq_u8(bytes)));
    return vreinterpretq_u8_u64(vaddq_u64(vreinterpretq_u64_u8(sums), two));
}

/* Copies 16 bytes, whose addresses are multiples of 16, past the cache if the processor can. */
static inline void VectorStream(void *to, const void *from)
{
    vst1q_u8((uint8_t *)to, VectorAt(from));
}

/* Makes what was streamed appear before what is written from now on. */
static inline void VectorStreamed(void) {}

static inline void CacheAhead(const void *bytes)
{
#if defined(_MSC_VER) && !defined(__clang__)
    __prefetch2(bytes, 0);
#else
    __builtin_prefetch(bytes, 0, 3);
#endif
}

/* For the second-level cache, which lets more misses be under way than the first level. */
static inline void CacheFarAhead(const void *bytes)
{
#if defined(_MSC_VER) && !defined(__clang__)
    __prefetch2(bytes, 2);
#else
    __builtin_prefetch(bytes, 0, 2);
#endif
}
#else
#include <emmintrin.h> /* IWYU pragma: export */

typedef __m128i Vector;

static inline Vector VectorZero(void)
{
    return _mm_setzero_si128();
}

static inline Vector VectorAt(const void *bytes)
{
    return _mm_loadu_si128((const __m128i *)bytes);
}

static inline Vector VectorAnd(Vector a, Vector b)
{
    return _mm_and_si128(a, b);
}

static inline Vector VectorOr(Vector a, Vector b)
{
    return _mm_or_si128(a, b);
}

static inline Vector VectorXor(Vector a, Vector b)
{
    return _mm_xor_si128(a, b);
}

/* Is a bit of it set? */
static inline bool VectorAny(Vector vector)
{
    return _mm_movemask_epi8(_mm_cmpeq_epi8(vector, VectorZero())) != 0xFFFF;
}

static inline uint64_t VectorLow(Vector vector)
{
#if defined(_M_IX86) || defined(__i386__)
    uint64_t low;
    _mm_storel_epi64((__m128i *)(void *)&low, vector);
    return low;
#else
    return (uint64_t)_mm_cvtsi128_si64(vector);
#endif
}

static inline uint64_t VectorHigh(Vector vector)
{
    return VectorLow(
        _mm_shuffle_epi32(vector, 0xEE)); /* which writes all of its register, and waits for nothing that was in it */
}

/* Returns a vector whose last byte alone is not zero. */
static inline Vector VectorLastByte(uint8_t byte)
{
    return _mm_slli_si128(_mm_cvtsi32_si128(byte), 15);
}

/* Adds the sums of eight bytes each to two numbers of 64 bits. */
static inline Vector VectorSumBytes(Vector sums, Vector bytes)
{
    return _mm_add_epi64(sums, _mm_sad_epu8(bytes, VectorZero()));
}

/* Copies 16 bytes, whose addresses are multiples of 16, past the cache if the processor can. */
static inline void VectorStream(void *to, const void *from)
{
    _mm_stream_si128((__m128i *)to, _mm_load_si128((const __m128i *)from));
}

/* Makes what was streamed appear before what is written from now on. */
static inline void VectorStreamed(void)
{
    _mm_sfence();
}

static inline void CacheAhead(const void *bytes)
{
    _mm_prefetch((const char *)bytes, _MM_HINT_T0);
}

/* For the second-level cache, which lets more misses be under way than the first level. */
static inline void CacheFarAhead(const void *bytes)
{
    _mm_prefetch((const char *)bytes, _MM_HINT_T1);
}
#endif

#endif
