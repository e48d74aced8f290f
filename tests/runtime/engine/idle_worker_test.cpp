/*
 * A busy worker must not delay other work. These tests occupy all workers but one, or one worker
 * for long. Timers still fire in time, and the rest of a batch runs on idle workers. A worker that
 * has done next to nothing commits next to no memory.
 */
#include <doctest/doctest.h>

#include <atomic>

#include "support/runtime/fixture.h"

#include <psapi.h>

namespace {

RuntimeOptions Threads(DWORD count)
{
    RuntimeOptions options = {};
    options.simulatedNumaNodes = 1;
    options.iocpConcurrency = count;
    options.maxThreads = count;
    return options;
}

// Brings all workers to life; they wait without a deadline afterwards.
void StartWorkers(Node *node)
{
    std::vector<Blocker> blockers(NodeWorkers(node));
    for (Blocker &blocker : blockers)
        blocker.Post(node);
    for (Blocker &blocker : blockers)
        blocker.began.Wait();
    for (Blocker &blocker : blockers)
        blocker.release.Set();
    Sleep(50);
}

struct Alarm {
    Timer timer;
    Signal rang, release;
    void Start(Node *node, DWORD delayMs, bool blocks)
    {
        if (!blocks)
            release.Set();
        TimerInit(&timer, node, [](WorkItem *of, Worker *, DWORD, DWORD) {
            Alarm *self = CONTAINING_RECORD(of, Alarm, timer.item);
            self->rang.Set();
            self->release.Wait();
        });
        REQUIRE(TimerStart(&timer, delayMs) == ERROR_SUCCESS);
    }
};

} // namespace

TEST_CASE("a timer fires while all workers but one are busy, whoever watched its deadline")
{
    for (const size_t before : {0, 1, 2, 3, 4, 5}) {
        CAPTURE(before);
        TestRuntime runtime(Threads(3));
        Node *node = runtime.AnyNode();
        StartWorkers(node);
        Alarm alarm;
        alarm.Start(node, 300, false);
        std::vector<Blocker> passing(before), blockers(2);
        for (Blocker &blocker : passing) { // who waits first changes with each
            blocker.release.Set();
            blocker.Post(node);
            blocker.began.Wait();
        }
        for (Blocker &blocker : blockers) {
            blocker.Post(node);
            blocker.began.Wait();
        }
        CHECK(alarm.rang.IsSet(PatienceMs));
        for (Blocker &blocker : blockers)
            blocker.release.Set();
        runtime.Stop();
    }
}

TEST_CASE("a timer that is far off is not kept waiting by who watched it and has gone to work")
{
    struct Busy {
        TestRuntime runtime{Threads(2)};
        Alarm alarm;
        Blocker passing, blocker;
    } each[2];
    for (Busy &busy : each) {
        Node *node = busy.runtime.AnyNode();
        StartWorkers(node);
        busy.alarm.Start(node, 2500, false);
        Sleep(50);
        if (&busy != each) { // who waits first is another one now: the watcher, in one of the two
            busy.passing.release.Set();
            busy.passing.Post(node);
            busy.passing.began.Wait();
            Sleep(50);
        }
        busy.blocker.Post(node);
        busy.blocker.began.Wait();
    }
    for (Busy &busy : each) {
        CHECK(busy.alarm.rang.IsSet(PatienceMs));
        busy.blocker.release.Set();
        busy.alarm.rang.Wait();
        busy.runtime.Stop();
    }
}

TEST_CASE("a timer fires while another one's callback takes long, and so does a posted item run")
{
    TestRuntime runtime(Threads(3));
    Node *node = runtime.AnyNode();
    Alarm first, second;
    first.Start(node, 50, true);
    second.Start(node, 150, true);
    CHECK(first.rang.IsSet(PatienceMs));
    CHECK(second.rang.IsSet(PatienceMs));
    Blocker item;
    item.release.Set();
    item.Post(node);
    CHECK(item.began.IsSet(PatienceMs));
    first.release.Set();
    second.release.Set();
    runtime.Stop();
}

TEST_CASE("a stop ends timers while all workers but one are busy")
{
    TestRuntime runtime(Threads(3));
    Node *node = runtime.AnyNode();
    StartWorkers(node);
    Alarm alarm;
    alarm.Start(node, 1000000, false);
    std::vector<Blocker> blockers(2);
    for (Blocker &blocker : blockers) {
        blocker.Post(node);
        blocker.began.Wait();
    }
    Stopper stopper(runtime);
    CHECK(alarm.rang.IsSet(PatienceMs));
    for (Blocker &blocker : blockers)
        blocker.release.Set();
    CHECK(stopper.Ended());
}

TEST_CASE("what was taken in one batch with a long item runs while that one is busy")
{
    struct Short {
        WorkItem item;
        std::atomic<long> *left;
        Signal *last;
    };
    TestRuntime runtime(Threads(2));
    Node *node = runtime.AnyNode();
    StartWorkers(node);
    for (int round = 0; round < 8; round++) {
        CAPTURE(round);
        // Short ones until batches are large, a long one that waits for those behind it, and these.
        std::vector<Short> shorts(1000 + 15);
        std::atomic<long> left[2] = {{1000}, {15}};
        Signal last[2];
        struct Long {
            WorkItem item;
            Signal *others, over;
            bool seen;
        } longOne = {{}, &last[1], {}, false};
        for (Short &each : shorts) {
            const int part = &each - shorts.data() >= 1000;
            each.left = &left[part];
            each.last = &last[part];
            WorkItemInit(&each.item, [](WorkItem *of, Worker *, DWORD, DWORD) {
                const Short *self = CONTAINING_RECORD(of, Short, item);
                if (--*self->left == 0)
                    self->last->Set();
            });
        }
        WorkItemInit(&longOne.item, [](WorkItem *of, Worker *, DWORD, DWORD) {
            Long *self = CONTAINING_RECORD(of, Long, item);
            self->seen = self->others->IsSet(PatienceMs);
            self->over.Set();
        });
        Blocker gates[2];
        for (Blocker &gate : gates)
            gate.Post(node);
        for (Blocker &gate : gates)
            gate.began.Wait();
        for (size_t i = 0; i < 1000; i++)
            REQUIRE(NodePost(node, &shorts[i].item) == ERROR_SUCCESS);
        REQUIRE(NodePost(node, &longOne.item) == ERROR_SUCCESS);
        for (size_t i = 1000; i < shorts.size(); i++)
            REQUIRE(NodePost(node, &shorts[i].item) == ERROR_SUCCESS);
        for (Blocker &gate : gates)
            gate.release.Set();
        longOne.over.Wait();
        last[0].Wait();
        last[1].Wait();
        CHECK(longOne.seen);
    }
    runtime.Stop();
}

// Whatever the system does to a new thread's stack.
TEST_CASE("a worker that has done next to nothing takes next to no memory")
{
    const auto privateBytes = [] {
        PROCESS_MEMORY_COUNTERS counters = {};
        REQUIRE(GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters));
        return counters.PagefileUsage;
    };
    enum { Workers = 32 };
    TestRuntime first(Threads(Workers));
    StartWorkers(first.AnyNode()); // what the system makes once is there
    const SIZE_T before = privateBytes();
    TestRuntime second(Threads(Workers));
    StartWorkers(second.AnyNode());
    const SIZE_T after = privateBytes();
    CHECK(after - before < Workers * static_cast<SIZE_T>(256 * 1024));
}
