/*
 * Many small things in few blocks: what is taken from a store is zero, aligned and nobody else's
 * until all of it goes, also when many threads take. A page that there is no memory for is told
 * without harm to those before it.
 */
#include "jobs/base/store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

#include "runtime/base/win32_calls.h"

namespace {

struct Taken {
    unsigned char *bytes;
    size_t size;
};

// Takes pieces of many sizes, and marks each with its number.
std::vector<Taken> TakeMany(Store &store, size_t count, unsigned char mark)
{
    std::vector<Taken> taken;
    for (size_t i = 0; i < count; i++) {
        const Taken piece = {static_cast<unsigned char *>(StoreTake(&store, 1 + i * 37 % 500)), 1 + i * 37 % 500};
        const bool zero =
            piece.bytes != nullptr && std::all_of(piece.bytes, piece.bytes + piece.size, [](int b) { return b == 0; });
        if (!zero || (uintptr_t)piece.bytes % 8 != 0)
            return {};
        memset(piece.bytes, mark, piece.size);
        taken.push_back(piece);
    }
    return taken;
}

} // namespace

TEST_CASE("what four threads take from a store at once is zero, aligned, and each one's own")
{
    Store store = {};
    std::vector<Taken> taken[4];
    std::vector<std::thread> threads;
    for (unsigned char t = 0; t < 4; t++)
        threads.emplace_back([&, t] { taken[t] = TakeMany(store, 2000, (unsigned char)(t + 1)); });
    for (std::thread &thread : threads)
        thread.join();
    for (unsigned char t = 0; t < 4; t++) {
        REQUIRE(taken[t].size() == 2000);
        for (const Taken &piece : taken[t])
            REQUIRE(std::all_of(piece.bytes, piece.bytes + piece.size, [&](int b) { return b == t + 1; }));
    }
    StoreFree(&store);
    CHECK(store.last == nullptr);
    CHECK(store.left == 0);
}

TEST_CASE("a piece larger than a page has a page of its own, and one beyond all memory is none")
{
    Store store = {};
    const size_t large = 3 * StorePageBytes + 5;
    auto *bytes = static_cast<unsigned char *>(StoreTake(&store, large));
    REQUIRE(bytes != nullptr);
    bytes[0] = bytes[large - 1] = 1;
    CHECK(StoreTake(&store, SIZE_MAX) == nullptr);
    CHECK(StoreTake(&store, SIZE_MAX - 8) == nullptr);
    CHECK(StoreTake(&store, 8) != nullptr);
    StoreFree(&store);
}

#ifndef NDEBUG
TEST_CASE("a thousand failures of 200 bytes are seven blocks of memory, and all of them go")
{
    Store store = {};
    const LONG before = Win32Outstanding();
    for (int i = 0; i < 1000; i++)
        REQUIRE(StoreTake(&store, 200) != nullptr);
    CHECK(Win32Outstanding() - before == 7);
    StoreFree(&store);
    CHECK(Win32Outstanding() == before);
}

TEST_CASE("a page without memory gives nothing, and what was taken before stays")
{
    Store store = {};
    auto *first = static_cast<unsigned char *>(StoreTake(&store, StorePageBytes - 100));
    REQUIRE(first != nullptr);
    first[0] = 7;
    Win32FailNth(1);
    CHECK(StoreTake(&store, 200) == nullptr);
    Win32FailNth(0);
    CHECK(first[0] == 7);
    CHECK(StoreTake(&store, 200) != nullptr);
    StoreFree(&store);
}
#endif
