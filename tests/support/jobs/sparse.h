// Files that have a size and little content, and what reading them took.
#pragma once
#include <windows.h>

#include <winioctl.h>

#include <psapi.h>

#include "runtime/files/blocking_file.h"
#include "support/jobs/fixture.h"

constexpr ULONGLONG TwoGiB = (ULONGLONG)2 << 30;

// A file of that size: zeros which take no room on the disk.
class SparseFile {
public:
    SparseFile(const std::wstring &path, ULONGLONG size)
        : file(CreateFileW(path.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr))
    {
        DWORD moved = 0;
        REQUIRE(file != INVALID_HANDLE_VALUE);
        DeviceIoControl(file, FSCTL_SET_SPARSE, nullptr, 0, nullptr, 0, &moved, nullptr); // Wine's are so anyway
        seek(size);
        REQUIRE(SetEndOfFile(file));
    }
    ~SparseFile() { CloseHandle(file); }
    SparseFile(const SparseFile &) = delete;
    SparseFile &operator=(const SparseFile &) = delete;
    void put(ULONGLONG offset, const void *bytes, size_t size)
    {
        DWORD moved = 0;
        seek(offset);
        REQUIRE(WriteFile(file, bytes, (DWORD)size, &moved, nullptr));
        REQUIRE(moved == size);
    }
    void put(ULONGLONG offset, const std::string &text) { put(offset, text.data(), text.size()); }

private:
    const HANDLE file;
    void seek(ULONGLONG offset)
    {
        LARGE_INTEGER at;
        at.QuadPart = (LONGLONG)offset;
        REQUIRE(SetFilePointerEx(file, at, nullptr, FILE_BEGIN));
    }
};

// What this process has read of files since, through a runtime and on callers' own threads, and how
// far its memory has grown meanwhile.
class Reading {
public:
    explicit Reading(Runtime *of) : runtime(of), bytesBefore(read()), memoryBefore(memory()) {}
    ULONGLONG bytes() const { return read() - bytesBefore; }
    size_t grown() const // what the system counts is no more than about right
    {
        const size_t now = memory();
        return now > memoryBefore ? now - memoryBefore : 0;
    }

private:
    Runtime *const runtime;
    const ULONGLONG bytesBefore;
    const size_t memoryBefore;
    ULONGLONG read() const
    {
        RuntimeStatistics statistics = {};
        RuntimeStatisticsTake(runtime, &statistics);
        return statistics.bytesRead + BlockingBytesRead();
    }
    static size_t memory()
    {
        PROCESS_MEMORY_COUNTERS counters = {};
        counters.cb = sizeof counters;
        REQUIRE(GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters));
        return counters.PeakWorkingSetSize;
    }
};
