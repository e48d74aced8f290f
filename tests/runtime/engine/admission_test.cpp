/*
 * A Admission limits how many of its items are in flight on a node. These tests prove the limit
 * and that all items run. A bulk request does not delay a single one, and a waiting item can be
 * withdrawn. Guests leave places to the owner. Slices and blocking
 * work have places of their own, and slices take turns.
 */
#include <doctest/doctest.h>

#include <atomic>

#include "support/runtime/fixture.h"

namespace {

struct Load {
    Admission admission;
    std::atomic<int> running{0}, most{0}, done{0};
};

struct LoadItem {
    WorkItem item;
    Load *load;
    int step;
};

// Work of three steps, so that it is under way for longer than a callback.
void RunLoadItem(WorkItem *item, Worker *worker, DWORD, DWORD)
{
    LoadItem *self = CONTAINING_RECORD(item, LoadItem, item);
    Load *load = self->load;
    if (self->step++ == 0) {
        const int running = ++load->running;
        int most = load->most;
        while (running > most && !load->most.compare_exchange_weak(most, running)) {
        }
    }
    if (self->step < 3) {
        CHECK(NodePost(WorkerNode(worker), item) == ERROR_SUCCESS);
        return;
    }
    load->running--;
    load->done++;
    AdmissionDone(&load->admission);
}

} // namespace

TEST_CASE("a request never has more under way than its cap, and all of it is done")
{
    RuntimeOptions options = {};
    options.maxThreads = 4;
    TestRuntime runtime(options);
    Node *node = runtime.AnyNode();
    Load loads[3];
    AdmissionInit(&loads[0].admission, node, ReadyBulk, 1);
    AdmissionInit(&loads[1].admission, node, ReadyBulk, 3);
    AdmissionInit(&loads[2].admission, node, ReadyInteractive, 1000);
    std::vector<LoadItem> items(900);
    for (size_t i = 0; i < items.size(); i++) {
        items[i].load = &loads[i % 3];
        items[i].step = 0;
        WorkItemInit(&items[i].item, RunLoadItem);
        CHECK(AdmissionSubmit(&items[i].load->admission, &items[i].item) == ERROR_SUCCESS);
    }
    runtime.Stop();
    for (const Load &load : loads)
        CHECK(load.done == 300);
    CHECK(loads[0].most == 1);
    CHECK(loads[1].most <= 3);
    CHECK(loads[2].most <= 8); // the node's places
}

TEST_CASE("a long bulk run does not make a single request wait for its end")
{
    RuntimeOptions options = {};
    options.maxThreads = 1;
    TestRuntime runtime(options);
    Node *node = runtime.AnyNode();
    static std::atomic<int> bulkDone;
    static int bulkDoneBeforeSingle;
    struct Single {
        WorkItem item;
        Admission admission;
        Signal ran;
    } single;
    Load bulk;
    bulkDone = 0;
    AdmissionInit(&bulk.admission, node, ReadyBulk, 64);
    AdmissionInit(&single.admission, node, ReadyInteractive, 1);
    std::vector<LoadItem> items(500);
    for (LoadItem &item : items) {
        item.load = &bulk;
        WorkItemInit(&item.item, [](WorkItem *of, Worker *, DWORD, DWORD) {
            Sleep(1);
            bulkDone++;
            AdmissionDone(&CONTAINING_RECORD(of, LoadItem, item)->load->admission);
        });
    }
    for (LoadItem &item : items)
        CHECK(AdmissionSubmit(&bulk.admission, &item.item) == ERROR_SUCCESS);
    WorkItemInit(&single.item, [](WorkItem *of, Worker *, DWORD, DWORD) {
        Single *self = CONTAINING_RECORD(of, Single, item);
        bulkDoneBeforeSingle = bulkDone;
        AdmissionDone(&self->admission);
        self->ran.Set();
    });
    const int before = bulkDone;
    CHECK(AdmissionSubmit(&single.admission, &single.item) == ERROR_SUCCESS);
    single.ran.Wait();
    CHECK(bulkDoneBeforeSingle - before <= 3); // what was on the port already
    runtime.Stop();
    CHECK(bulkDone == 500);
}

namespace {

// Items that end when they are told to.
struct Held {
    WorkItem item;
    Admission *admission;
    Signal came;
    DWORD error = ERROR_IO_PENDING;

    explicit Held(Admission *of) : admission(of)
    {
        WorkItemInit(&item, [](WorkItem *it, Worker *, DWORD withError, DWORD) {
            Held *self = CONTAINING_RECORD(it, Held, item);
            self->error = withError;
            self->came.Set();
        });
        CHECK(AdmissionSubmit(admission, &item) == ERROR_SUCCESS);
    }
    ~Held() { WorkItemPoison(&item); }
};

RuntimeOptions WithWorkers(DWORD workers)
{
    RuntimeOptions options = {};
    options.maxThreads = workers;
    return options;
}

} // namespace

TEST_CASE("what waits to be admitted can be withdrawn, and leaves the others alone")
{
    TestRuntime runtime(WithWorkers(1));
    Node *node = runtime.AnyNode();
    Admission bulk, other, single;
    AdmissionInit(&bulk, node, ReadyBulk, 10);
    AdmissionInit(&other, node, ReadyBulk, 10);
    AdmissionInit(&single, node, ReadyInteractive, 1);
    CHECK(NodeBulkCapacity(node) == 1);
    Held first(&bulk);
    first.came.Wait();
    CHECK(AdmissionKeep(&bulk)); // nobody waits
    Held waits(&bulk), waitsToo(&bulk), last(&other);
    CHECK_FALSE(waits.came.IsSet(50));
    CHECK_FALSE(AdmissionKeep(&bulk));
    AdmissionWithdraw(&bulk);
    waits.came.Wait();
    waitsToo.came.Wait();
    CHECK(waits.error == ERROR_OPERATION_ABORTED);
    CHECK(waitsToo.error == ERROR_OPERATION_ABORTED);
    CHECK(first.error == ERROR_SUCCESS);
    AdmissionWithdraw(&bulk); // of nothing
    Held interactive(&single);
    interactive.came.Wait(); // the place that bulk leaves free
    CHECK_FALSE(last.came.IsSet(50));
    AdmissionDone(&bulk);
    AdmissionDone(&single);
    last.came.Wait();
    CHECK(last.error == ERROR_SUCCESS);
    AdmissionDone(&other);
}

TEST_CASE("slices and blocking work whose owner is cancelled come at once, and the others wait on")
{
    TestRuntime runtime(WithWorkers(2));
    Node *node = runtime.AnyNode();
    for (const auto init : {AdmissionInitSlices, AdmissionInitBlocking}) {
        volatile LONG cancelled = FALSE;
        Admission all, owned, other;
        init(&all, node, ReadyBulk, 10);
        init(&owned, node, ReadyBulk, 10);
        init(&other, node, ReadyBulk, 10);
        owned.cancelled = &cancelled;
        int held = 0;
        while (AdmissionEnter(&all))
            held++;
        REQUIRE(held > 0);
        Held waits(&owned), last(&other);
        AdmissionWithdrawCancelled(node);
        CHECK_FALSE(waits.came.IsSet(50));
        cancelled = TRUE;
        AdmissionWithdrawCancelled(node);
        waits.came.Wait();
        CHECK(waits.error == ERROR_OPERATION_ABORTED);
        Held late(&owned);
        late.came.Wait();
        CHECK(late.error == ERROR_OPERATION_ABORTED);
        CHECK_FALSE(last.came.IsSet(50));
        while (held-- > 0)
            AdmissionDone(&all);
        last.came.Wait();
        CHECK(last.error == ERROR_SUCCESS);
        AdmissionDone(&other);
    }
}

TEST_CASE("guests that enter at once count as those do who wait")
{
    TestRuntime runtime(WithWorkers(2));
    Admission guests, own;
    AdmissionInit(&guests, runtime.AnyNode(), ReadyInteractive, 10);
    AdmissionInit(&own, runtime.AnyNode(), ReadyInteractive, 10);
    guests.guest = TRUE;
    for (int round = 0; round < 2; round++) { // the second finds all places free again
        CHECK(AdmissionEnter(&guests));
        CHECK(AdmissionEnter(&guests));
        CHECK_FALSE(AdmissionEnter(&guests)); // two of four are the owner's
        CHECK(AdmissionEnter(&own));
        AdmissionDone(&guests);
        CHECK(AdmissionEnter(&guests));
        AdmissionDone(&own);
        AdmissionDone(&guests);
        AdmissionDone(&guests);
    }
}

TEST_CASE("guests leave admissions to the owner, and are admitted in turn")
{
    TestRuntime runtime(WithWorkers(2));
    Node *node = runtime.AnyNode();
    Admission one, two, bulk, single;
    AdmissionInit(&one, node, ReadyInteractive, 10);
    AdmissionInit(&two, node, ReadyBulk, 10);
    AdmissionInit(&bulk, node, ReadyBulk, 10);
    AdmissionInit(&single, node, ReadyInteractive, 1);
    one.guest = two.guest = TRUE;
    CHECK(NodeBulkCapacity(node) == 3);
    Held first(&one), second(&one);
    first.came.Wait();
    second.came.Wait();
    CHECK(AdmissionKeep(&one)); // nobody waits
    Held third(&one), other(&two), withdrawn(&two);
    CHECK_FALSE(third.came.IsSet(50));
    CHECK_FALSE(other.came.IsSet(0));
    CHECK_FALSE(AdmissionKeep(&one)); // another guest waits
    Held own(&bulk), ownSingle(&single);
    own.came.Wait(); // of either kind
    ownSingle.came.Wait();
    CHECK(AdmissionKeep(&bulk));
    AdmissionDone(&one);
    third.came.Wait();
    CHECK_FALSE(other.came.IsSet(50));
    AdmissionDone(&bulk);
    AdmissionDone(&one);
    other.came.Wait();
    CHECK_FALSE(withdrawn.came.IsSet(50));
    AdmissionWithdraw(&two);
    withdrawn.came.Wait();
    CHECK(withdrawn.error == ERROR_OPERATION_ABORTED);
    AdmissionDone(&two);
    AdmissionDone(&one);
    Held last(&two); // the places are all back
    Held lastToo(&two);
    last.came.Wait();
    lastToo.came.Wait();
    AdmissionDone(&two);
    AdmissionDone(&two);
    AdmissionDone(&single);
}

TEST_CASE("blocking work has all workers but one")
{
    TestRuntime runtime(WithWorkers(3));
    Node *node = runtime.AnyNode();
    Admission a, b;
    AdmissionInitBlocking(&a, node, ReadyBulk, 8);
    AdmissionInitBlocking(&b, node, ReadyInteractive, 8);
    Held a1(&a), a2(&a), b1(&b);
    a1.came.Wait();
    a2.came.Wait();
    CHECK_FALSE(b1.came.IsSet(50));
    AdmissionDone(&a);
    b1.came.Wait();
    AdmissionDone(&a);
    AdmissionDone(&b);
    // A place at once, when one is free and nobody waits for it.
    CHECK(AdmissionEnter(&a));
    CHECK(AdmissionEnter(&b));
    CHECK_FALSE(AdmissionEnter(&b));
    Held a3(&a);
    CHECK_FALSE(a3.came.IsSet(50));
    AdmissionDone(&b);
    a3.came.Wait();
    CHECK_FALSE(AdmissionEnter(&b));
    AdmissionDone(&a);
    AdmissionDone(&a);
    CHECK(AdmissionEnter(&b));
    AdmissionDone(&b);
    // A node of one worker has blocking work too, of either kind.
    TestRuntime small(WithWorkers(1));
    AdmissionInitBlocking(&a, small.AnyNode(), ReadyBulk, 8);
    Held only(&a);
    only.came.Wait();
    AdmissionDone(&a);
}

TEST_CASE("slices have as many places as threads run, leave a worker, and take none of the blocking work's")
{
    const struct {
        DWORD concurrency, workers;
        LONG places;
    } cases[] = {{1, 1, 1}, {1, 2, 1}, {2, 4, 2}, {4, 4, 3}, {8, 3, 2}};
    for (const auto &each : cases) {
        CAPTURE(each.concurrency);
        CAPTURE(each.workers);
        RuntimeOptions options = WithWorkers(each.workers);
        options.iocpConcurrency = each.concurrency;
        TestRuntime runtime(options);
        Node *node = runtime.AnyNode();
        CHECK(NodeSliceCapacity(node) == each.places);
        Admission slices, blocking, others;
        AdmissionInitSlices(&slices, node, ReadyBulk, 100);
        AdmissionInitBlocking(&blocking, node, ReadyBulk, 100);
        AdmissionInitSlices(&others, node, ReadyInteractive, 100);
        for (LONG i = 0; i < each.places; i++)
            CHECK(AdmissionEnter(&slices));
        CHECK_FALSE(AdmissionEnter(&others));
        CHECK(AdmissionEnter(&blocking));
        AdmissionDone(&blocking);
        for (LONG i = 0; i < each.places; i++)
            AdmissionDone(&slices);
    }
}

TEST_CASE("slices leave a place to interactive work of other kinds while it is under way, and the last one to nobody")
{
    for (const DWORD concurrency : {1, 2, 3}) {
        CAPTURE(concurrency);
        RuntimeOptions options = WithWorkers(4);
        options.iocpConcurrency = concurrency;
        TestRuntime runtime(options);
        Node *node = runtime.AnyNode();
        const auto free = [node] {
            Admission slices;
            LONG places = 0;
            AdmissionInitSlices(&slices, node, ReadyInteractive, 100);
            while (AdmissionEnter(&slices))
                places++;
            for (LONG i = 0; i < places; i++)
                AdmissionDone(&slices);
            return places;
        };
        const LONG all = static_cast<LONG>(concurrency), fewer = all > 1 ? all - 1 : 1;
        Admission table, file, bulk;
        AdmissionInit(&table, node, ReadyInteractive, 1);
        AdmissionInitBlocking(&file, node, ReadyInteractive, 1);
        AdmissionInit(&bulk, node, ReadyBulk, 1);
        CHECK(AdmissionEnter(&bulk));
        CHECK(free() == all);
        CHECK(AdmissionEnter(&table));
        CHECK(free() == fewer);
        CHECK(AdmissionEnter(&file));
        AdmissionDone(&table);
        CHECK(free() == fewer);
        AdmissionDone(&file);
        CHECK(free() == all);
        AdmissionDone(&bulk);
    }
}

namespace {

// A request of slices that never end by themselves; how many have run.
struct Turns {
    Admission admission;
    WorkItem item;
    std::atomic<bool> over{false};
    std::atomic<int> run{0};
    Signal ended;
    void start(Node *node, ReadyKind kind)
    {
        AdmissionInitSlices(&admission, node, kind, 1);
        WorkItemInit(&item, [](WorkItem *it, Worker *, DWORD, DWORD) {
            Turns *self = CONTAINING_RECORD(it, Turns, item);
            self->run++;
            AdmissionDone(&self->admission);
            if (self->over)
                self->ended.Set();
            else
                CHECK(AdmissionSubmit(&self->admission, it) == ERROR_SUCCESS);
        });
        CHECK(AdmissionSubmit(&admission, &item) == ERROR_SUCCESS);
    }
};

} // namespace

TEST_CASE("endless slices take turns: none has twice what another one has, counted in slices")
{
    RuntimeOptions options = WithWorkers(4);
    options.iocpConcurrency = 2;
    TestRuntime runtime(options);
    Turns turns[8];
    for (Turns &each : turns)
        each.start(runtime.AnyNode(), ReadyInteractive);
    CHECK(Eventually([&] { return turns[7].run >= 1000; }));
    for (Turns &each : turns)
        each.over = true;
    for (Turns &each : turns)
        each.ended.Wait();
    for (Turns &each : turns) {
        CHECK(each.run >= 500);
        CHECK(each.run <= turns[7].run + 500);
    }
}
