/*
 * Words that the compilers of C11 do not have in common: atomics (MSVC has no <stdatomic.h>), bits,
 * forced inlining, and CHM_SCALAR() in a loop, which keeps compilers from making vectors of it.
 * Nothing else of the compiler's dialect is used in this folder. All atomics are sequentially
 * consistent. Any thread.
 */
#ifndef CHM01_PORTABLE_H
#define CHM01_PORTABLE_H

#include <stdbool.h>
#include <stdint.h>

#if defined(_MSC_VER)
/* These of <intrin.h> alone: all of it takes a compiler longer than windows.h. */
__int64 _InterlockedCompareExchange64(__int64 volatile *, __int64, __int64);
unsigned char _BitScanForward(unsigned long *, unsigned long);
#pragma intrinsic(_InterlockedCompareExchange64, _BitScanForward)
#define CHM_INLINE static __forceinline
#define CHM_SCALAR() ((void)0)

static __forceinline bool AtomicReplace(volatile uint64_t *p, uint64_t expected, uint64_t value)
{
    return (uint64_t)_InterlockedCompareExchange64((volatile __int64 *)p, (__int64)value, (__int64)expected) ==
           expected;
}

#if defined(_M_IX86)
/* For 64 bits this processor has only the exchange that compares. */
static __forceinline uint64_t AtomicLoad(const volatile uint64_t *p)
{
    return (uint64_t)_InterlockedCompareExchange64((volatile __int64 *)p, 0, 0);
}

static __forceinline uint64_t AtomicAdd(volatile uint64_t *p, uint64_t value) /* the value before */
{
    uint64_t before = AtomicLoad(p);
    while (!AtomicReplace(p, before, before + value))
        before = AtomicLoad(p);
    return before;
}

static __forceinline void AtomicStore(volatile uint64_t *p, uint64_t value)
{
    while (!AtomicReplace(p, AtomicLoad(p), value))
        continue;
}

static __forceinline uint32_t TrailingZeros(uint64_t value) /* of a value that is not 0 */
{
    unsigned long zeros;
    if (_BitScanForward(&zeros, (unsigned long)value))
        return zeros;
    (void)_BitScanForward(&zeros, (unsigned long)(value >> 32));
    return zeros + 32;
}
#else
__int64 _InterlockedOr64(__int64 volatile *, __int64);
__int64 _InterlockedExchange64(__int64 volatile *, __int64);
__int64 _InterlockedExchangeAdd64(__int64 volatile *, __int64);
unsigned char _BitScanForward64(unsigned long *, unsigned __int64);
#pragma intrinsic(_InterlockedOr64, _InterlockedExchange64, _InterlockedExchangeAdd64, _BitScanForward64)

static __forceinline uint32_t TrailingZeros(uint64_t value) /* of a value that is not 0 */
{
    unsigned long zeros;
    (void)_BitScanForward64(&zeros, value);
    return zeros;
}

static __forceinline uint64_t AtomicLoad(const volatile uint64_t *p)
{
    return (uint64_t)_InterlockedOr64((volatile __int64 *)p, 0);
}

static __forceinline void AtomicStore(volatile uint64_t *p, uint64_t value)
{
    (void)_InterlockedExchange64((volatile __int64 *)p, (__int64)value);
}

static __forceinline uint64_t AtomicAdd(volatile uint64_t *p, uint64_t value) /* the value before */
{
    return (uint64_t)_InterlockedExchangeAdd64((volatile __int64 *)p, (__int64)value);
}
#endif
#else
#define CHM_INLINE static inline __attribute__((always_inline))
#define CHM_SCALAR() __asm__ volatile("")

CHM_INLINE uint32_t TrailingZeros(uint64_t value) /* of a value that is not 0 */
{
    return (uint32_t)__builtin_ctzll(value);
}

CHM_INLINE uint64_t AtomicLoad(const volatile uint64_t *p)
{
    return __atomic_load_n(p, __ATOMIC_SEQ_CST);
}

CHM_INLINE void AtomicStore(volatile uint64_t *p, uint64_t value)
{
    __atomic_store_n(p, value, __ATOMIC_SEQ_CST);
}

CHM_INLINE uint64_t AtomicAdd(volatile uint64_t *p, uint64_t value) /* the value before */
{
    return __atomic_fetch_add(p, value, __ATOMIC_SEQ_CST);
}

CHM_INLINE bool AtomicReplace(volatile uint64_t *p, uint64_t expected, uint64_t value)
{
    return __atomic_compare_exchange_n(p, &expected, value, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
#endif

/* Lowers *p to value if that is less; true when it did. */
CHM_INLINE bool AtomicLower(volatile uint64_t *p, uint64_t value)
{
    for (;;) {
        const uint64_t present = AtomicLoad(p);
        if (value >= present)
            return false;
        if (AtomicReplace(p, present, value))
            return true;
    }
}

#endif
