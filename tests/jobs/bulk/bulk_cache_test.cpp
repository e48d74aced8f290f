/*
 * A cache of a collection's rows keeps what it loaded within a budget of bytes. These tests count
 * loads, holds and releases. What is asked for again is not loaded again. Beyond the budget
 * the items that were asked for longest ago go, one larger than the budget is not kept, and a
 * load that fails keeps nothing. Many threads get the same items, and at the end none is left.
 */
#include "jobs/bulk/bulk_cache.h"

#include <thread>

#include "jobs/bulk/bulk_result.h"
#include "runtime/pure/atomic.h"
#include "support/jobs/fixture.h"

namespace {

constexpr size_t Rows = 8;
constexpr ULONGLONG ItemBytes = 100;

struct Item {
    size_t row;
    volatile LONG references;
};

volatile LONG loads, items; // since the scene began, and now
size_t rowThatFails;
ULONGLONG bytesOfRow[Rows];

HRESULT Load(BulkResult *, size_t row, void **item, ULONGLONG *bytes, Failure *failure)
{
    AtomicIncrement(&loads);
    if (row == rowThatFails)
        return FailureSet(failure, PERFECTHASH_E_TABLE_NOT_KEPT, L"row", nullptr, row, 0, 0);
    AtomicIncrement(&items);
    *item = new Item{row, 1};
    *bytes = bytesOfRow[row];
    return S_OK;
}

void Hold(void *item)
{
    AtomicIncrement(&static_cast<Item *>(item)->references);
}

void Release(void *item)
{
    if (AtomicDecrement(&static_cast<Item *>(item)->references) != 0)
        return;
    AtomicDecrement(&items);
    delete static_cast<Item *>(item);
}

const BulkCacheKind kind = {Load, Hold, Release};

struct Cache {
    BulkResult *result = BulkResultCreate(nullptr, nullptr);
    BulkCache cache;
    Cache()
    {
        loads = items = 0;
        rowThatFails = Rows;
        for (ULONGLONG &bytes : bytesOfRow)
            bytes = ItemBytes;
        REQUIRE(result != nullptr);
        result->rowCount = Rows;
        BulkCacheOpen(&cache, &kind, result);
    }
    ~Cache()
    {
        BulkCacheClose(&cache);
        CHECK(items == 0);
        result->rowCount = 0; // there are no rows
        BulkResultRelease(result);
    }
    Item *get(size_t row)
    {
        void *item = nullptr;
        REQUIRE(BulkCacheGet(&cache, row, &item, nullptr) == S_OK);
        CHECK(static_cast<Item *>(item)->row == row);
        return static_cast<Item *>(item);
    }
    // Asks for a row; was it kept?
    bool kept(size_t row)
    {
        const LONG before = loads;
        Release(get(row));
        return loads == before;
    }
};

} // namespace

TEST_CASE_FIXTURE(Cache, "what is asked for again is loaded once, and lives as long as anybody has it")
{
    Item *first = get(3), *again = get(3);
    CHECK(first == again);
    CHECK(loads == 1);
    CHECK(first->references == 3);
    Release(again);
    BulkCacheSetBudget(&cache, 0);
    CHECK(items == 1);
    CHECK(first->references == 1);
    Release(first);
    CHECK(items == 0);
    CHECK_FALSE(kept(3));
}

TEST_CASE_FIXTURE(Cache, "beyond the budget the items that were asked for longest ago go")
{
    CHECK(BulkCacheBudget(&cache) == BULK_CACHE_BYTES);
    BulkCacheSetBudget(&cache, 3 * ItemBytes);
    CHECK(BulkCacheBudget(&cache) == 3 * ItemBytes);
    for (size_t row : {0, 1, 2})
        CHECK_FALSE(kept(row));
    CHECK(kept(0)); // 1 is now the oldest
    CHECK_FALSE(kept(3));
    CHECK(items == 3);
    CHECK(kept(0));
    CHECK(kept(2));
    CHECK(kept(3));
    CHECK_FALSE(kept(1)); // in place of 0
    CHECK_FALSE(kept(0));
    CHECK(kept(3));
    BulkCacheSetBudget(&cache, ItemBytes);
    CHECK(items == 1);
    CHECK(kept(3)); // the last one that was asked for
}

TEST_CASE_FIXTURE(Cache, "an item larger than the budget is given and not kept")
{
    BulkCacheSetBudget(&cache, 2 * ItemBytes);
    bytesOfRow[5] = 2 * ItemBytes + 1;
    CHECK_FALSE(kept(0));
    CHECK_FALSE(kept(5));
    CHECK_FALSE(kept(5));
    CHECK(kept(0)); // it had to make no room
    bytesOfRow[6] = 2 * ItemBytes;
    CHECK_FALSE(kept(6));
    CHECK(kept(6));
    CHECK(items == 1);
}

TEST_CASE_FIXTURE(Cache, "a load that fails is told, keeps nothing, and is tried again")
{
    Failure failure = {};
    void *item = nullptr;
    rowThatFails = 2;
    for (LONG tries = 1; tries <= 2; tries++) {
        CHECK(BulkCacheGet(&cache, 2, &item, &failure) == PERFECTHASH_E_TABLE_NOT_KEPT);
        CHECK(failure.numbers[0] == 2);
        CHECK(loads == tries);
    }
    CHECK(items == 0);
    rowThatFails = Rows;
    CHECK_FALSE(kept(2));
    CHECK(kept(2));
}

TEST_CASE_FIXTURE(Cache, "many threads get the items of their rows while others go")
{
    BulkCacheSetBudget(&cache, 3 * ItemBytes);
    std::vector<std::thread> threads;
    volatile LONG wrong = 0;
    for (size_t thread = 0; thread < 4; thread++)
        threads.emplace_back([&, thread] {
            for (size_t i = 0; i < 5000; i++) {
                const size_t row = (i * (thread + 1)) % Rows;
                void *item = nullptr;
                if (BulkCacheGet(&cache, row, &item, nullptr) != S_OK || static_cast<Item *>(item)->row != row)
                    AtomicIncrement(&wrong);
                else
                    Release(item);
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(wrong == 0);
    CHECK(items == 3);
    CHECK(cache.bytes == 3 * ItemBytes);
}
