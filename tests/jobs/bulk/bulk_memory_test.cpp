/*
 * Working memory belongs to the workers, not to the tables in flight. The test measures the private
 * memory of runs with 32 and with 64 tables at once, on 4 simulated nodes. The larger run may use
 * at most ten percent more. In debug builds the bytes of all blocks are counted: a keys file more
 * costs a run little more than its row, with a pack and with CSV and JSON.
 */
#include "support/jobs/bulk_fixture.h"

#include <psapi.h>

#include "runtime/pure/memory.h"

#include <algorithm>
#include <atomic>

namespace {

std::atomic<size_t> most;

void Note(BulkJob *, const BulkRow *, void *)
{
    PROCESS_MEMORY_COUNTERS counters = {};
    counters.cb = sizeof counters;
    if (!GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters))
        return;
    size_t before = most;
    while (counters.PagefileUsage > before && !most.compare_exchange_weak(before, counters.PagefileUsage)) {
    }
}

// The most private memory of the process while a run goes on.
size_t MostMemory(Bulk &bulk, DWORD concurrency)
{
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 4;
    options.iocpConcurrency = 2;
    TestRuntime runtime(options);
    BulkJob *job = nullptr;
    bulk.options.maximumConcurrency = concurrency;
    const BulkRequest request = bulk.request();
    most = 0;
    REQUIRE(BulkJobStart(runtime, &request, nullptr, Note, nullptr, &job, nullptr) == S_OK);
    CHECK(WaitBulk(job).code == S_OK);
    return most;
}

} // namespace

TEST_CASE("memory stays flat from 32 tables in flight to 64, on 4 nodes")
{
    Folder folder;
    const std::wstring keys = folder / L"keys";
    MakeFolder(keys);
    WriteSets(keys, 400, 3000);
    Bulk bulk(keys, L"");
    const size_t at1 = MostMemory(bulk, 1);
    size_t at32 = 0, at64 = 0;
    // A run does not always come to the most that its concurrency allows; several together do.
    for (int round = 0; round < 2 || (round < 6 && at64 > at32 + at32 / 10); round++) {
        at32 = std::max(at32, MostMemory(bulk, 32));
        at64 = std::max(at64, MostMemory(bulk, 64));
    }
    MESSAGE("KiB: ", at1 / 1024, ", ", at32 / 1024, ", ", at64 / 1024);
    CHECK(at1 > 0);
    CHECK(at64 <= at32 + at32 / 10);
    CHECK(at64 <= (size_t)64 << 20);
}

#ifndef NDEBUG
namespace {

enum { NameChars = 24 };

// The most bytes of the blocks of a run into a pack over so many files, whose names are as long.
double MostBytes(size_t files)
{
    Folder folder;
    Bulk bulk(folder / L"keys", folder / L"out");
    MakeFolder(bulk.keys);
    for (size_t i = 0; i < files; i++) {
        wchar_t name[NameChars + 1];
        swprintf(name, NameChars + 1, L"some-keys-%09zu.keys", i);
        WriteKeys(bulk.keys + L"\\" + name, {(uint32_t)i + 1, (uint32_t)i + 7});
    }
    bulk.pack = folder / L"all.phpack";
    bulk.options.maximumConcurrency = 1;
    TestRuntime runtime(1, 1);
    MemoryMostKiB();
    const long blocks = MemoryOutstanding();
    const BulkOutcome outcome = RunBulk(runtime, bulk);
    CHECK(outcome.code == S_OK);
    CHECK(outcome.result->succeeded == files);
    CHECK(MemoryOutstanding() - blocks < long(files / 10)); // a result's names go in few blocks, at once
    return 1024.0 * (double)MemoryMostKiB();
}

} // namespace

TEST_CASE("a keys file more costs a run into a pack at most 416 bytes, with its CSV and JSON")
{
    // Lists that grow have doubled last just before either number.
    const double few = MostBytes(1040), many = MostBytes(2080);
    const double each = (many - few) / 1040;
    MESSAGE("bytes a file: ", each);
    CHECK(each <= 416); // 400, and what a run's other blocks differ by
    CHECK(each >= sizeof(BulkRow));
}
#endif
