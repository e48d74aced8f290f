// How tests deal with time. What must happen is waited for with patience, so that a slow machine
// fails no test and a hang fails it. A test may ask whether enough time has passed, which slowness
// only helps; nothing here tells that little has. How long something takes is for ./bench.
#pragma once

#include <windows.h>

constexpr DWORD PatienceMs = 60000;

// Measures from its construction on.
class Stopwatch {
public:
    Stopwatch() : begun(GetTickCount64()) {}
    // Has so much time passed, but for two ticks of the system's clock?
    bool AtLeast(DWORD milliseconds) const { return GetTickCount64() - begun + 32 >= milliseconds; }

private:
    ULONGLONG begun;
};

// Waits until the condition holds, and tells whether it came to hold before patience ended.
template <class Condition> bool Eventually(Condition condition)
{
    const ULONGLONG end = GetTickCount64() + PatienceMs;
    while (!condition()) {
        if (GetTickCount64() > end)
            return condition();
        Sleep(5);
    }
    return true;
}

// Keeps the processor busy: shorter and finer than Sleep.
inline void BusyFor(LONGLONG microseconds)
{
    LARGE_INTEGER start, now, frequency;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&start);
    do
        QueryPerformanceCounter(&now);
    while ((now.QuadPart - start.QuadPart) * 1000000 < microseconds * frequency.QuadPart);
}
