/*
 * The runtime's clock: the performance counter, because the tick count's steps of 16 ms would let
 * timers fire early. Any thread.
 */
#ifndef RUNTIME_CLOCK_H
#define RUNTIME_CLOCK_H

#include <windows.h>

static inline ULONGLONG ClockTicks(void)
{
    LARGE_INTEGER ticks;
    QueryPerformanceCounter(&ticks);
    return (ULONGLONG)ticks.QuadPart;
}

static inline ULONGLONG ClockTicksPerSecond(void)
{
    LARGE_INTEGER frequency;
    QueryPerformanceFrequency(&frequency);
    return (ULONGLONG)frequency.QuadPart;
}

static inline ULONGLONG ClockNs(void)
{
    const ULONGLONG ticks = ClockTicks(), rate = ClockTicksPerSecond(), nsASecond = 1000000000;
    return ticks / rate * nsASecond + ticks % rate * nsASecond / rate;
}

static inline ULONGLONG ClockMs(void)
{
    return ClockTicks() * 1000 / ClockTicksPerSecond();
}

#endif
