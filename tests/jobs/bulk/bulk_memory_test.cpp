// Memory of a bulk run does not grow with the tables in flight: it belongs to the workers.
#include "support/jobs/bulk_fixture.h"

#include <psapi.h>

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
