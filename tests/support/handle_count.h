// How many handles this process has. Wine's GetProcessHandleCount answers 0, and its list of the
// whole system's handles can bring its server down: there they are asked for one by one. They lie
// close together.
#pragma once

#include <windows.h>

inline DWORD HandleCount()
{
    DWORD count = 0, missing = 0, flags;
    if (GetProcessHandleCount(GetCurrentProcess(), &count) && count)
        return count;
    for (ULONG_PTR handle = 4; missing < 256; handle += 4) {
        const bool is = GetHandleInformation(reinterpret_cast<HANDLE>(handle), &flags) != FALSE;
        missing = is ? 0 : missing + 1;
        count += is ? 1 : 0;
    }
    return count;
}
