// A new folder in the temporary one, whose name begins with that prefix. A process of this number
// that was ended may have left its own.
#pragma once

#include <windows.h>

#include <string>

#include <doctest/doctest.h>

inline std::wstring FreshFolder(const std::wstring &prefix)
{
    static volatile LONG number;
    wchar_t base[MAX_PATH];
    std::wstring path;
    bool made = false;
    REQUIRE(GetTempPathW(MAX_PATH, base) != 0);
    for (int i = 0; i < 1000 && !made; i++) {
        path = base + prefix + L"-" + std::to_wstring(GetCurrentProcessId()) + L"-" +
               std::to_wstring(InterlockedIncrement(&number));
        made = CreateDirectoryW(path.c_str(), nullptr) != FALSE;
    }
    REQUIRE(made);
    return path;
}
