/*
 * The atomic operations that the runtime needs, full barriers all, over the compiler's intrinsics:
 * C11's own are missing in MSVC. A model check defines ATOMIC_STEP to get a say before each of
 * them.
 *
 * One rule holds for each volatile: a plain read or write of it is whole, and has no order. So what
 * another thread's answer depends on goes through these functions, and so do 64 bits, which a
 * processor of 32 bits would move in halves. Only two accesses are plain: a look at a number that a
 * lock guards, and the owner's own. tests/repo/volatiles.txt names each.
 */
#ifndef RUNTIME_ATOMIC_H
#define RUNTIME_ATOMIC_H

#include "annotations.h"

#ifdef _MSC_VER
/* These of <intrin.h> alone: all of it takes a compiler longer than windows.h. */
long _InterlockedExchangeAdd(long volatile *, long);
long _InterlockedExchange(long volatile *, long);
long _InterlockedCompareExchange(long volatile *, long, long);
long _InterlockedOr(long volatile *, long);
long _InterlockedAnd(long volatile *, long);
__int64 _InterlockedCompareExchange64(__int64 volatile *, __int64, __int64);
void *_InterlockedCompareExchangePointer(void *volatile *, void *, void *);
#ifndef _M_IX86
__int64 _InterlockedExchangeAdd64(__int64 volatile *, __int64);
#pragma intrinsic(_InterlockedExchangeAdd64)
#endif
#pragma intrinsic(_InterlockedCompareExchange64, _InterlockedCompareExchangePointer)
#pragma intrinsic(_InterlockedExchangeAdd, _InterlockedExchange, _InterlockedCompareExchange, _InterlockedOr, \
                  _InterlockedAnd)
#ifdef _M_ARM64
void __dmb(unsigned int);
#pragma intrinsic(__dmb)
#endif
#endif

#ifndef ATOMIC_STEP
#define ATOMIC_STEP() ((void)0)
#endif

/*
 * Keeps plain reads and writes on their side of it, where the processor would not. x86 keeps a read
 * before what follows it, and a write behind what precedes it. ARM64 keeps neither, and a volatile
 * has no order under /volatile:iso, which is the default there.
 */
static inline void AtomicBarrier(void)
{
#if defined(_MSC_VER) && defined(_M_ARM64)
    __dmb(0xB); /* among all processors */
#endif
}

/* long, because the intrinsics of Windows say so; 32 bits count there. */
typedef volatile long AtomicLong;

/* Returns the value before. */
static inline long AtomicAdd(_Inout_ AtomicLong *target, long value)
{
    ATOMIC_STEP();
#ifdef _MSC_VER
    return _InterlockedExchangeAdd(target, value);
#else
    return __atomic_fetch_add(target, value, __ATOMIC_SEQ_CST);
#endif
}

static inline long AtomicIncrement(_Inout_ AtomicLong *target)
{
    return AtomicAdd(target, 1) + 1;
}
static inline long AtomicDecrement(_Inout_ AtomicLong *target)
{
    return AtomicAdd(target, -1) - 1;
}

/* Returns the value before. */
static inline long AtomicExchange(_Inout_ AtomicLong *target, long value)
{
    ATOMIC_STEP();
#ifdef _MSC_VER
    return _InterlockedExchange(target, value);
#else
    return __atomic_exchange_n(target, value, __ATOMIC_SEQ_CST);
#endif
}

/* Stores value where expected is found; returns what was found. */
static inline long AtomicCompareExchange(_Inout_ AtomicLong *target, long value, long expected)
{
    ATOMIC_STEP();
#ifdef _MSC_VER
    return _InterlockedCompareExchange(target, value, expected);
#else
    __atomic_compare_exchange_n(target, &expected, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return expected;
#endif
}

/* Returns the value before. */
static inline long AtomicOr(_Inout_ AtomicLong *target, long bits)
{
    ATOMIC_STEP();
#ifdef _MSC_VER
    return _InterlockedOr(target, bits);
#else
    return __atomic_fetch_or(target, bits, __ATOMIC_SEQ_CST);
#endif
}

/* Returns the value before. */
static inline long AtomicAnd(_Inout_ AtomicLong *target, long bits)
{
    ATOMIC_STEP();
#ifdef _MSC_VER
    return _InterlockedAnd(target, bits);
#else
    return __atomic_fetch_and(target, bits, __ATOMIC_SEQ_CST);
#endif
}

static inline long AtomicRead(_In_ const AtomicLong *target)
{
    ATOMIC_STEP();
#ifdef _MSC_VER
    AtomicBarrier();
    const long value = *target;
    AtomicBarrier();
    return value;
#else
    return __atomic_load_n(target, __ATOMIC_SEQ_CST);
#endif
}

static inline void AtomicWrite(_Inout_ AtomicLong *target, long value)
{
    AtomicExchange(target, value);
}

/* For counters of 64 bits. Returns the value after. */
static inline long long AtomicAdd64(_Inout_ volatile long long *target, long long value)
{
    ATOMIC_STEP();
#if defined(_MSC_VER) && defined(_M_IX86)
    long long before, found = *target;
    do {
        before = found;
        found = _InterlockedCompareExchange64(target, before + value, before);
    } while (found != before); /* no instruction adds 64 bits */
    return before + value;
#elif defined(_MSC_VER)
    return _InterlockedExchangeAdd64(target, value) + value;
#else
    return __atomic_add_fetch(target, value, __ATOMIC_SEQ_CST);
#endif
}

/* Reads all 64 bits at once, also where a register has 32. */
static inline long long AtomicRead64(_In_ const volatile long long *target)
{
    ATOMIC_STEP();
#if defined(_MSC_VER) && defined(_M_IX86)
    return _InterlockedCompareExchange64((volatile long long *)target, 0, 0);
#elif defined(_MSC_VER)
    AtomicBarrier();
    const long long value = *target;
    AtomicBarrier();
    return value;
#else
    return __atomic_load_n(target, __ATOMIC_SEQ_CST);
#endif
}

/* Writes all 64 bits at once, after the writes that precede it. Later writes may overtake it. */
static inline void AtomicPut64(_Inout_ volatile long long *target, long long value)
{
#if defined(_MSC_VER) && defined(_M_IX86)
    long long before, found = *target;
    do {
        before = found;
        found = _InterlockedCompareExchange64(target, value, before);
    } while (found != before);
#elif defined(_MSC_VER)
    AtomicBarrier();
    *target = value;
    AtomicBarrier();
#else
    __atomic_store_n(target, value, __ATOMIC_RELEASE);
#endif
}

/* Counts on, in a counter that this thread alone writes. */
static inline void AtomicCount(_Inout_ volatile long long *target, long long value)
{
    AtomicPut64(target, AtomicRead64(target) + value);
}

/* The same of one more. */
static inline long long AtomicIncrement64(_Inout_ volatile long long *target)
{
    return AtomicAdd64(target, 1);
}

/* Stores value where expected is found; returns what was found. */
_Ret_maybenull_ static inline void *AtomicCompareExchangePointer(_Inout_ void *volatile *target, _In_opt_ void *value,
                                                                 _In_opt_ void *expected)
{
    ATOMIC_STEP();
#ifdef _MSC_VER
    return _InterlockedCompareExchangePointer(target, value, expected);
#else
    __atomic_compare_exchange_n(target, &expected, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return expected;
#endif
}

/* Returns the pointer. What it leads to is found as it was when the pointer was stored. */
_Ret_maybenull_ static inline void *AtomicReadPointer(_In_ void *const volatile *target)
{
    ATOMIC_STEP();
#ifdef _MSC_VER
    AtomicBarrier();
    void *value = *target;
    AtomicBarrier();
    return value;
#else
    return __atomic_load_n(target, __ATOMIC_SEQ_CST);
#endif
}

/* Plain reads and writes stay on their side of it. */
static inline void AtomicFence(void)
{
#ifdef _MSC_VER
    long nothing = 0;
    (void)_InterlockedExchangeAdd(&nothing, 0);
#else
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
}

#endif
