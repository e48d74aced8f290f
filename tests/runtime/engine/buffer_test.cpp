/*
 * These tests acquire and release buffers of all sizes. Buffers are page aligned, reused by size
 * class, limited by a budget and returned to the system when idle. A request beyond the budget is
 * parked and served in its order, unless it is withdrawn or the runtime stops. A large one leaves
 * what jobs have reserved, and holds up no small one by that; guests leave a quarter to others.
 * Threads that race never share a buffer.
 */
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>

#include "runtime/engine/node.h"
#include "support/runtime/fixture.h"

namespace {

RuntimeOptions WithBudget(ULONGLONG bytes)
{
    RuntimeOptions options = {};
    options.bufferBudgetBytes = bytes;
    options.maxThreads = 2;
    return options;
}

std::vector<BufferClassStatistics> Classes(const TestRuntime &runtime)
{
    std::vector<BufferClassStatistics> classes(64);
    classes.resize(RuntimeBufferStatistics(*runtime, classes.data(), classes.size()));
    return classes;
}

bool CanTouch(const void *at)
{
    MEMORY_BASIC_INFORMATION information;
    VirtualQuery(at, &information, sizeof information);
    return information.State == MEM_COMMIT && information.Protect == PAGE_READWRITE;
}

struct Wish {
    BufferRequest request;
    Signal answered;
    DWORD error = ERROR_IO_PENDING;
    int turn = -1;
    static std::atomic<int> turns;

    DWORD Start(Node *node, size_t bytes, BOOL guest = FALSE)
    {
        return BufferRequestStartAs(&request, node, bytes, guest, [](BufferRequest *of, Worker *, DWORD result) {
            Wish *self = CONTAINING_RECORD(of, Wish, request);
            self->error = result;
            self->turn = turns++;
            self->answered.Set();
        });
    }
};
std::atomic<int> Wish::turns;

} // namespace

TEST_CASE("a buffer holds what was asked for, at a page of its own")
{
    TestRuntime runtime;
    for (const size_t bytes : {0, 1, 4096, 4097, 100000, 16 << 20, (16 << 20) + 1, 40 << 20}) {
        CAPTURE(bytes);
        Buffer *buffer = BufferAcquire(runtime.AnyNode(), bytes);
        REQUIRE(buffer);
        CHECK(BufferCapacity(buffer) >= bytes);
        CHECK(reinterpret_cast<ULONG_PTR>(BufferData(buffer)) % 4096 == 0);
        CHECK(BufferLength(buffer) == 0);
        std::memset(BufferData(buffer), 7, BufferCapacity(buffer));
        BufferSetLength(buffer, bytes);
        CHECK(BufferLength(buffer) == bytes);
        BufferRelease(buffer);
    }
    BufferRelease(nullptr);
    CHECK(BufferAcquire(runtime.AnyNode(), ~static_cast<size_t>(0)) == nullptr);
    CHECK(BufferAcquire(runtime.AnyNode(), static_cast<size_t>(1) << 46) == nullptr);
}

TEST_CASE("buffers are used again and counted by class")
{
    TestRuntime runtime;
    Node *node = runtime.AnyNode();
    Buffer *first = BufferAcquire(node, 5000), *second = BufferAcquire(node, 6000);
    REQUIRE(first);
    REQUIRE(second);
    BufferRelease(first);
    CHECK(BufferAcquire(node, 8192) == first);
    Buffer *small = BufferAcquire(node, 10);
    std::vector<BufferClassStatistics> classes = Classes(runtime);
    REQUIRE(classes.size() == 2);
    CHECK(classes[0].bytes == 4096);
    CHECK(classes[0].inUse == 1);
    CHECK(classes[1].bytes == 8192);
    CHECK(classes[1].misses == 2);
    CHECK(classes[1].hits == 1);
    CHECK(classes[1].inUse == 2);
    CHECK(classes[1].highWater == 2);
    BufferRelease(first);
    BufferRelease(second);
    BufferRelease(small);
    classes = Classes(runtime);
    CHECK(classes[1].inUse == 0);
    CHECK(classes[1].highWater == 2);
    const RuntimeStatistics statistics = runtime.Statistics();
    CHECK(statistics.bufferBytes == 3 * 4096 + 4096 + 2 * 8192);
    CHECK(statistics.buffersInUse == 0);
}

TEST_CASE("an oversize buffer takes the memory it needs, and more when it is used for more")
{
    TestRuntime runtime;
    Node *node = runtime.AnyNode();
    Buffer *buffer = BufferAcquire(node, 17 << 20);
    REQUIRE(buffer);
    CHECK(BufferCapacity(buffer) == 17 << 20);
    CHECK(runtime.Statistics().bufferBytes == (17 << 20) + 4096);
    BufferRelease(buffer);
    CHECK(BufferAcquire(node, 30 << 20) == buffer);
    CHECK(BufferCapacity(buffer) == 30 << 20);
    std::memset(BufferData(buffer), 1, 30 << 20);
    CHECK(runtime.Statistics().bufferBytes == (30 << 20) + 4096);
    BufferRelease(buffer);
}

TEST_CASE("with guard pages a payload ends where the memory does")
{
    RuntimeOptions options = {};
    options.bufferGuardPages = TRUE;
    TestRuntime runtime(options);
    Node *node = runtime.AnyNode();
    for (const size_t bytes : {1, 64, 100, 4096, 5000, 1 << 20, (17 << 20) + 5}) {
        CAPTURE(bytes);
        for (int use = 0; use < 2; use++) {
            Buffer *buffer = BufferAcquire(node, bytes);
            REQUIRE(buffer);
            char *data = static_cast<char *>(BufferData(buffer));
            CHECK(reinterpret_cast<ULONG_PTR>(data) % 64 == 0);
            CHECK(BufferCapacity(buffer) >= bytes);
            CHECK(BufferCapacity(buffer) < bytes + 64);
            std::memset(data, 1, BufferCapacity(buffer));
            CHECK(CanTouch(data + BufferCapacity(buffer) - 1));
            CHECK_FALSE(CanTouch(data + BufferCapacity(buffer)));
            BufferRelease(buffer);
        }
    }
}

TEST_CASE("at the budget producers are parked and served in order as buffers come back")
{
    // Room for two buffers of 64 KiB.
    TestRuntime runtime(WithBudget(2 * (65536 + 4096)));
    Node *node = runtime.AnyNode();
    Wish wishes[6];
    Wish::turns = 0;
    CHECK(wishes[0].Start(node, 65536) == ERROR_SUCCESS);
    CHECK(wishes[1].Start(node, 65536) == ERROR_SUCCESS);
    for (int i = 2; i < 6; i++)
        CHECK(wishes[i].Start(node, i == 3 ? 4096 : 65536) == ERROR_IO_PENDING);
    CHECK((runtime.Statistics().parked == 4 && runtime.Statistics().parkedBuffers == 4));
    CHECK_FALSE(wishes[2].answered.IsSet(20));

    // The small one would fit first but has to wait for its turn.
    BufferRelease(wishes[0].request.buffer);
    wishes[2].answered.Wait();
    CHECK_FALSE(wishes[3].answered.IsSet(20));
    BufferRelease(wishes[1].request.buffer);
    wishes[3].answered.Wait();
    BufferRelease(wishes[2].request.buffer);
    wishes[4].answered.Wait();
    BufferRelease(wishes[3].request.buffer);
    wishes[5].answered.Wait();
    for (int i = 2; i < 6; i++) {
        CHECK(wishes[i].error == ERROR_SUCCESS);
        CHECK(wishes[i].turn == i - 2);
    }
    BufferRelease(wishes[4].request.buffer);
    BufferRelease(wishes[5].request.buffer);
    CHECK(runtime.Statistics().parked == 0);
    CHECK(runtime.Statistics().bufferBytes <= 2 * (65536 + 4096));
    CHECK(runtime.Statistics().bufferExhausted > 0);
}

TEST_CASE("who is withdrawn from the line is told so, and those behind go on")
{
    TestRuntime runtime(WithBudget(2 * (65536 + 4096)));
    Node *node = runtime.AnyNode();
    Wish held, large, small, middle, last, late;
    REQUIRE(held.Start(node, 65536) == ERROR_SUCCESS);
    BufferRequestWithdraw(&held.request); // it has its buffer
    REQUIRE(large.Start(node, 100000) == ERROR_IO_PENDING);
    REQUIRE(small.Start(node, 4096) == ERROR_IO_PENDING);
    REQUIRE(middle.Start(node, 100000) == ERROR_IO_PENDING);
    REQUIRE(last.Start(node, 100000) == ERROR_IO_PENDING);
    BufferRequestWithdraw(&large.request);
    large.answered.Wait();
    CHECK(large.error == ERROR_OPERATION_ABORTED);
    small.answered.Wait();
    CHECK(small.error == ERROR_SUCCESS);
    BufferRequestWithdraw(&last.request);
    last.answered.Wait();
    CHECK(last.error == ERROR_OPERATION_ABORTED);
    BufferRequestWithdraw(&last.request); // nothing is left of it
    REQUIRE(late.Start(node, 4096) == ERROR_IO_PENDING);
    CHECK(runtime.Statistics().parked == 2);
    BufferRelease(held.request.buffer);
    BufferRelease(small.request.buffer);
    middle.answered.Wait();
    CHECK(middle.error == ERROR_SUCCESS);
    BufferRelease(middle.request.buffer);
    late.answered.Wait();
    CHECK(late.error == ERROR_SUCCESS);
    BufferRelease(late.request.buffer);
    CHECK(runtime.Statistics().parked == 0);
}

TEST_CASE("what is larger than the whole budget goes alone")
{
    TestRuntime runtime(WithBudget(100000));
    Node *node = runtime.AnyNode();
    Wish small, large, after;
    CHECK(small.Start(node, 4096) == ERROR_SUCCESS);
    CHECK(large.Start(node, 1000000) == ERROR_IO_PENDING);
    CHECK(after.Start(node, 4096) == ERROR_IO_PENDING);
    BufferRelease(small.request.buffer);
    large.answered.Wait();
    CHECK(large.error == ERROR_SUCCESS);
    CHECK_FALSE(after.answered.IsSet(20));
    BufferRelease(large.request.buffer);
    after.answered.Wait();
    BufferRelease(after.request.buffer);
}

TEST_CASE("a large buffer waits for what jobs have reserved, and a small one passes it, unless it waits for buffers")
{
    constexpr size_t MiB = 1 << 20;
    static volatile LONG never = 0;
    TestRuntime runtime(WithBudget(10 * MiB));
    Node *node = runtime.AnyNode();
    MemoryRequest reserved = {};
    Wish held, large, small, behind;
    REQUIRE(held.Start(node, MiB / 2) == ERROR_SUCCESS);
    REQUIRE(MemoryRequestStart(&reserved, node, 6 * MiB, &never, nullptr) == ERROR_SUCCESS);
    CHECK(large.Start(node, 4 * MiB) == ERROR_IO_PENDING);
    CHECK(small.Start(node, MiB / 2) == ERROR_SUCCESS);
    Buffer *overdrawn = BufferAcquire(node, 6 * MiB); // now there are no buffers for the large one either
    CHECK(behind.Start(node, MiB / 4) == ERROR_IO_PENDING);
    CHECK(runtime.Statistics().parked == 2);
    BufferRelease(overdrawn);
    behind.answered.Wait();
    CHECK_FALSE(large.answered.IsSet(20));
    MemoryGiveBack(node, FALSE, 6 * MiB);
    large.answered.Wait();
    CHECK((behind.error == ERROR_SUCCESS && large.error == ERROR_SUCCESS));
    for (Wish *wish : {&held, &large, &small, &behind})
        BufferRelease(wish->request.buffer);
    CHECK(runtime.Statistics().parked == 0);
}

TEST_CASE("guests have three quarters of the buffers, and wait in lines of their own")
{
    constexpr size_t each = 65536, cost = each + 4096;
    TestRuntime runtime(WithBudget(8 * cost));
    Node *node = runtime.AnyNode();
    Wish guests[8], own[2], last;
    for (int i = 0; i < 8; i++)
        CHECK(guests[i].Start(node, each, TRUE) == (i < 6 ? (DWORD)ERROR_SUCCESS : (DWORD)ERROR_IO_PENDING));
    for (Wish &wish : own)
        CHECK(wish.Start(node, each) == ERROR_SUCCESS);
    BufferRelease(own[0].request.buffer);
    CHECK_FALSE(guests[6].answered.IsSet(20)); // nor by a buffer that is free
    CHECK(last.Start(node, each) == ERROR_SUCCESS);
    for (int i = 0; i < 2; i++) {
        BufferRelease(guests[i].request.buffer);
        guests[6 + i].answered.Wait();
        CHECK(guests[6 + i].error == ERROR_SUCCESS);
    }
    for (int i = 2; i < 8; i++)
        BufferRelease(guests[i].request.buffer);
    BufferRelease(own[1].request.buffer);
    BufferRelease(last.request.buffer);
    CHECK(node->pool.guestBytes == 0);
    Wish alone;
    CHECK(alone.Start(node, 100 * each, TRUE) == ERROR_SUCCESS); // more than their share, and than all
    BufferRelease(alone.request.buffer);
    CHECK(node->pool.guestBytes == 0);
}

TEST_CASE("a stop answers those who are parked")
{
    TestRuntime runtime(WithBudget(100000));
    Wish first, parked;
    CHECK(first.Start(runtime.AnyNode(), 65536) == ERROR_SUCCESS);
    CHECK(parked.Start(first.request.node, 65536) == ERROR_IO_PENDING);
    REQUIRE(RuntimeHold(*runtime));
    HANDLE thread = CreateThread(
        nullptr, 0,
        [](void *runtimeToStop) -> DWORD {
            RuntimeStop(static_cast<Runtime *>(runtimeToStop));
            return 0;
        },
        *runtime, 0, nullptr);
    parked.answered.Wait();
    CHECK(parked.error == ERROR_OPERATION_ABORTED);
    Wish late;
    CHECK(late.Start(first.request.node, 65536) == ERROR_SHUTDOWN_IN_PROGRESS);
    BufferRelease(first.request.buffer);
    RuntimeRelease(*runtime);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    runtime.Forget();
}

TEST_CASE("many readers share a small budget, and all get their turn")
{
    TestFolder folder;
    const std::string content(50000, 'x');
    WriteWhole(folder / L"file", content);
    TestRuntime runtime(WithBudget(3 * (65536 + 4096)));
    Node *node = runtime.AnyNode();
    struct Reader {
        FileRead read;
        Signal done;
        DWORD error = 0;
    };
    std::vector<Reader> readers(100);
    for (Reader &reader : readers) {
        CHECK(FileReadStart(
                  &reader.read, node, (folder / L"file").c_str(), 1 << 20, [](FileRead *of, Worker *, DWORD error) {
                      Reader *self = CONTAINING_RECORD(of, Reader, read);
                      self->error = error ? error : BufferLength(of->buffer) == 50000 ? 0 : ERROR_INVALID_DATA;
                      BufferRelease(of->buffer);
                      self->done.Set();
                  }) == ERROR_SUCCESS);
    }
    for (Reader &reader : readers) {
        reader.done.Wait();
        CHECK(reader.error == ERROR_SUCCESS);
    }
    CHECK(runtime.Statistics().bufferBytes <= 3 * (65536 + 4096));
}

TEST_CASE("idle buffers are given back to the system")
{
    RuntimeOptions options = {};
    options.bufferTrimAfterMs = 30;
    TestRuntime runtime(options);
    Node *node = runtime.AnyNode();
    Buffer *kept = BufferAcquire(node, 10);
    BufferRelease(BufferAcquire(node, 1 << 20));
    CHECK(runtime.Statistics().bufferBytes > 1 << 20);
    WorkItem item; // somebody has to be there
    WorkItemInit(&item, [](WorkItem *, Worker *, DWORD, DWORD) {});
    CHECK(NodePost(node, &item) == ERROR_SUCCESS);
    CHECK(Eventually([&] { return runtime.Statistics().bufferBytes == 8192; }));
    BufferRelease(kept);
}

TEST_CASE("idle buffers are given back under traffic of other sizes, and an idle worker's large arena too")
{
    RuntimeOptions options = {};
    options.bufferTrimAfterMs = 30;
    options.simulatedNumaNodes = 1;
    options.maxThreads = 1;
    TestRuntime runtime(options);
    Node *node = runtime.AnyNode();
    BufferRelease(BufferAcquire(node, 4 << 20));
    struct Arena {
        WorkItem item;
        Signal over;
        const void *at = nullptr;
    } arena;
    WorkItemInit(&arena.item, [](WorkItem *of, Worker *worker, DWORD, DWORD) {
        Arena *self = CONTAINING_RECORD(of, Arena, item);
        self->at = WorkerArena(worker, 8 << 20);
        self->over.Set();
    });
    CHECK(NodePost(node, &arena.item) == ERROR_SUCCESS);
    arena.over.Wait();
    const auto isThere = [&] {
        MEMORY_BASIC_INFORMATION region = {};
        return VirtualQuery(arena.at, &region, sizeof region) != 0 && region.State == MEM_COMMIT &&
               region.AllocationBase == arena.at && region.RegionSize >= 8 << 20;
    };
    CHECK(isThere());
    struct Traffic {
        WorkItem item;
        std::atomic<int> done{0};
    } traffic;
    WorkItemInit(&traffic.item, [](WorkItem *of, Worker *worker, DWORD, DWORD) {
        BufferRelease(BufferAcquire(WorkerNode(worker), 10));
        CONTAINING_RECORD(of, Traffic, item)->done++;
    });
    CHECK(Eventually([&, posted = 0]() mutable {
        CHECK(NodePost(node, &traffic.item) == ERROR_SUCCESS);
        for (posted++; traffic.done < posted;)
            Sleep(1);
        return runtime.Statistics().bufferBytes == 8192 && !isThere();
    }));
}

TEST_CASE("threads that acquire and release at once never share a buffer")
{
    TestRuntime runtime(WithBudget(1 << 20));
    struct Race {
        Node *node;
        std::atomic<int> wrong{0};
    } race;
    race.node = runtime.AnyNode();
    HANDLE threads[4];
    for (HANDLE &thread : threads)
        thread = CreateThread(
            nullptr, 0,
            [](void *parameter) -> DWORD {
                Race *self = static_cast<Race *>(parameter);
                const DWORD me = GetCurrentThreadId();
                for (int i = 0; i < 20000; i++) {
                    Buffer *buffers[3];
                    for (int k = 0; k < 3; k++) {
                        // Over and under the budget: trimming goes on meanwhile.
                        buffers[k] = BufferAcquire(self->node, static_cast<size_t>(i % 3 == 0 ? 200000 : 4000));
                        *static_cast<volatile DWORD *>(BufferData(buffers[k])) = me + static_cast<DWORD>(k);
                    }
                    for (int k = 0; k < 3; k++) {
                        self->wrong +=
                            *static_cast<volatile DWORD *>(BufferData(buffers[k])) != me + static_cast<DWORD>(k);
                        BufferRelease(buffers[k]);
                    }
                }
                return 0;
            },
            &race, 0, nullptr);
    for (HANDLE thread : threads) {
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
    }
    CHECK(race.wrong == 0);
    CHECK(runtime.Statistics().buffersInUse == 0);
}
