// A page between two that nobody may touch: a byte read too far faults.
#pragma once

#include <cstdint>
#include <cstring>
#include <new>
#include <string>

#ifdef _WIN32
#include <windows.h>
#else
#include <sys/mman.h>
#endif

class GuardedPage {
public:
    static constexpr size_t pageBytes = 4096;

    GuardedPage() : memory(Map())
    {
        if (memory == nullptr)
            throw std::bad_alloc();
    }
    GuardedPage(const GuardedPage &) = delete;
    GuardedPage &operator=(const GuardedPage &) = delete;
#ifdef _WIN32
    ~GuardedPage()
    {
        VirtualFree(memory, 0, MEM_RELEASE);
    }
#else
    ~GuardedPage()
    {
        munmap(memory, 3 * pageBytes);
    }
#endif

    // The string so that it ends where the page does, or before that.
    const uint8_t *End(const std::string &string, size_t before = 0)
    {
        uint8_t *const at = memory + 2 * pageBytes - before - string.size();
        std::memcpy(at, string.data(), string.size());
        return at;
    }
    const uint8_t *Begin(const std::string &string)
    {
        std::memcpy(memory + pageBytes, string.data(), string.size());
        return memory + pageBytes;
    }

private:
    static uint8_t *Map()
    {
#ifdef _WIN32
        void *const pages = VirtualAlloc(nullptr, 3 * pageBytes, MEM_RESERVE, PAGE_NOACCESS);
        return pages == nullptr ? nullptr
                                : static_cast<uint8_t *>(VirtualAlloc(static_cast<uint8_t *>(pages) + pageBytes,
                                                                      pageBytes, MEM_COMMIT, PAGE_READWRITE)) -
                                      pageBytes;
#else
        void *const pages = mmap(nullptr, 3 * pageBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (pages == MAP_FAILED)
            return nullptr;
        mprotect(static_cast<uint8_t *>(pages) + pageBytes, pageBytes, PROT_READ | PROT_WRITE);
        return static_cast<uint8_t *>(pages);
#endif
    }

    uint8_t *memory;
};
