// What the benchmarks of jobs share: times, folders, and a generated tree of keys files whose sizes
// are distributed as those of the function addresses of Windows' own DLLs.
#pragma once

#include <windows.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "words.h"

inline void Require(bool condition, const char *what)
{
    if (condition)
        return;
    fprintf(stderr, "%s fails with %lu\n", what, GetLastError());
    exit(1);
}

inline double Milliseconds(const std::function<void()> &work)
{
    LARGE_INTEGER start, end, frequency;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&start);
    work();
    QueryPerformanceCounter(&end);
    return (double)(end.QuadPart - start.QuadPart) * 1e3 / (double)frequency.QuadPart;
}

// The whole path of what a command line says, in any form that the system takes; "" stays so.
inline std::wstring WholePath(const std::string &utf8)
{
    wchar_t given[MAX_PATH] = L"", whole[MAX_PATH] = L"";
    Require(MultiByteToWideChar(CP_UTF8, 0, utf8.c_str(), -1, given, MAX_PATH) != 0, "reading a path");
    Require(utf8.empty() || GetFullPathNameW(given, MAX_PATH, whole, nullptr) != 0, "finding a path");
    return whole;
}

// part: 0.5 for the median
inline double Quantile(std::vector<double> values, double part)
{
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[std::min(values.size() - 1, (size_t)((double)values.size() * part))];
}

inline void WriteFileAt(const std::wstring &path, const void *bytes, DWORD size, bool flushes = false)
{
    DWORD written = 0;
    const HANDLE file =
        CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
    Require(file != INVALID_HANDLE_VALUE && WriteFile(file, bytes, size, &written, nullptr), "writing");
    Require(!flushes || FlushFileBuffers(file), "flushing");
    CloseHandle(file);
}

inline void RemoveTree(const std::wstring &folder)
{
    WIN32_FIND_DATAW found;
    const HANDLE search = FindFirstFileW((folder + L"\\*").c_str(), &found);
    if (search == INVALID_HANDLE_VALUE)
        return;
    do {
        const std::wstring name = found.cFileName, path = folder + L"\\" + name;
        if (name == L"." || name == L"..")
            continue;
        if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY)
            RemoveTree(path);
        else
            DeleteFileW(path.c_str());
    } while (FindNextFileW(search, &found));
    FindClose(search);
    RemoveDirectoryW(folder.c_str());
}

// A folder below the temporary one, gone at the end.
struct WorkFolder {
    std::wstring path;
    WorkFolder()
    {
        wchar_t temporary[MAX_PATH];
        Require(GetTempPathW(MAX_PATH, temporary) != 0, "GetTempPath");
        path = std::wstring(temporary) + L"phbench-" + std::to_wstring(GetCurrentProcessId());
        Require(CreateDirectoryW(path.c_str(), nullptr), "making a folder");
    }
    ~WorkFolder() { RemoveTree(path); }
    WorkFolder(const WorkFolder &) = delete;
    WorkFolder &operator=(const WorkFolder &) = delete;
};

// Keys as function addresses are: ascending, multiples of 16 with gaps. Returns what the next set
// begins with as `random`.
inline uint32_t WriteKeys(const std::wstring &path, size_t count, uint32_t random)
{
    std::vector<uint32_t> keys(count);
    uint32_t key = 4096;
    for (uint32_t &each : keys) {
        each = key;
        random = random * 1664525u + 1013904223u;
        key += 16 * (1 + (random >> 8) % 24);
    }
    WriteFileAt(path, keys.data(), (DWORD)(count * sizeof keys[0]));
    return random;
}

inline void MakeSets(const std::wstring &folder, size_t count)
{
    static const double quantiles[] = {3,   21,  38,  63,   83,   112,  147,   204,  288,
                                       405, 549, 872, 1394, 2478, 5017, 10757, 48852};
    static const double at[] = {0, .075, .15, .25, .325, .375, .45, .525, .6, .675, .75, .825, .9, .95, .975, .99, 1};
    uint32_t random = 1;
    for (size_t i = 0; i < count; i++) {
        const double q = (double)i / (double)(count - 1);
        size_t k = 0;
        while (k + 2 < ARRAYSIZE(at) && q > at[k + 1])
            k++;
        const double part = (q - at[k]) / (at[k + 1] - at[k]);
        const size_t keys = (size_t)std::exp(std::log(quantiles[k]) * (1 - part) + std::log(quantiles[k + 1]) * part);
        wchar_t name[64];
        swprintf(name, 64, L"\\module%05u-%u.keys", (unsigned)(i * 7919 % count), (unsigned)keys);
        random = WriteKeys(folder + name, keys, random);
    }
}
