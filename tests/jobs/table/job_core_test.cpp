/*
 * These tests prove what a table job and a bulk job have in common. The steps come one after
 * another, and each waits for what the step before started. A job ends once, whatever a step comes
 * to: success, failure, a cancel or a fault.
 */
#include "jobs/table/job_core.h"
#include "runtime/pure/check.h"
#include "support/jobs/fixture.h"

namespace {

// A job of three steps, each of which starts an item. The log: Step, Item, Close, Done, Destroy.
struct Toy {
    JobCore core;
    WorkItem begin, item;
    int step, failsAt;
    HRESULT failsWith;
    std::string *log;
};

Toy *ToyOf(JobCore *core)
{
    return CONTAINING_RECORD(core, Toy, core);
}

BOOL ToyStep(JobCore *core)
{
    Toy *toy = ToyOf(core);
    *toy->log += 'S';
    if (++toy->step == toy->failsAt)
        FailureSet(&core->failure, toy->failsWith, core->subject, L"why", 0, 0, 0);
    RundownHold(&core->rundown);
    if (NodePost(RuntimeNode(core->runtime, FALSE), &toy->item) != ERROR_SUCCESS)
        RundownRelease(&core->rundown);
    return toy->step < 3 && SUCCEEDED(core->failure.code);
}

const JobClass toyClass = {
    L"toy",
    sizeof(Toy),
    ToyStep,
    [](JobCore *core) { *ToyOf(core)->log += core->state == JobRunning ? "C" : "c"; },
    [](JobCore *core) { *ToyOf(core)->log += core->state != JobRunning ? "D" : "d"; },
    [](JobCore *core) { *ToyOf(core)->log += "X"; },
};

Toy *MakeToy(Runtime *runtime, std::string *log)
{
    JobCore *core = nullptr;
    REQUIRE(JobCoreCreate(&toyClass, runtime, L"toy", &core, nullptr) == S_OK);
    Toy *toy = ToyOf(core);
    toy->log = log;
    REQUIRE(JobCoreAddEvent(core) == S_OK);
    WorkItemInit(&toy->begin, [](WorkItem *item, Worker *, DWORD error, DWORD) {
        JobCoreBegin(&CONTAINING_RECORD(item, Toy, begin)->core, error);
    });
    WorkItemInit(&toy->item, [](WorkItem *item, Worker *, DWORD, DWORD) {
        Toy *of = CONTAINING_RECORD(item, Toy, item);
        *of->log += 'I';
        RundownRelease(&of->core.rundown);
    });
    return toy;
}

} // namespace

TEST_CASE("a job takes a step when what the one before has started is over, and ends once")
{
    const struct {
        int failsAt;
        HRESULT failsWith;
        JobState state;
        HRESULT code;
        const char *log;
    } cases[] = {
        {0, S_OK, JobSucceeded, S_OK, "SISISICD"},
        {2, E_FAIL, JobFailed, E_FAIL, "SISICD"},
        {3, E_FAIL, JobFailed, E_FAIL, "SISISICD"},
        {1, PERFECTHASH_E_CANCELLED, JobCancelled, PERFECTHASH_E_CANCELLED, "SICD"},
    };
    for (const auto &each : cases) {
        CAPTURE(each.log);
        std::string log;
        Toy *toy = nullptr;
        {
            TestRuntime runtime;
            toy = MakeToy(runtime, &log);
            toy->failsAt = each.failsAt;
            toy->failsWith = each.failsWith;
            CHECK(JobCoreOutcome(&toy->core, nullptr) == PERFECTHASH_E_ARGUMENT); // it still runs
            REQUIRE(NodePost(RuntimeNode(runtime, FALSE), &toy->begin) == ERROR_SUCCESS);
            MustEnd(toy->core.event);
            CHECK(log == each.log);
        }
        Failure failure = {};
        CHECK(toy->core.state == each.state);
        CHECK(JobCoreOutcome(&toy->core, &failure) == each.code);
        CHECK(failure.code == each.code);
        CHECK(log == each.log);
        JobCoreRelease(&toy->core);
        CHECK(log == std::string(each.log) + "X");
    }
}

TEST_CASE("a job that can't be started is destroyed at once, and its runtime can stop")
{
    std::string log;
    TestRuntime runtime;
    Toy *toy = MakeToy(runtime, &log);
    FailureMemory(&toy->core.failure, L"toy", 3);
    Failure failure = {};
    CHECK(JobCoreAbandon(&toy->core, &failure) == PERFECTHASH_E_OUT_OF_MEMORY);
    CHECK(failure.code == PERFECTHASH_E_OUT_OF_MEMORY);
    CHECK(log == "X");
}

TEST_CASE("a cancel ends a job as cancelled, unless it has failed before")
{
    JobCore core = {};
    core.subject = L"toy";
    CHECK(JobCoreCheck(&core, FALSE) == S_OK);
    CHECK(JobCoreCheck(&core, TRUE) == PERFECTHASH_E_CANCELLED);
    FailureMemory(&core.failure, L"toy", 3);
    CHECK(JobCoreCheck(&core, TRUE) == PERFECTHASH_E_OUT_OF_MEMORY);
}

TEST_CASE("a job that ends while something of it is under way has failed, and traps in debug builds")
{
    static int traps;
    JobCore core = {};
    core.subject = L"job";
#ifndef NDEBUG
    void (*const before)(const char *) = RuntimeTrap;
    RuntimeTrap = [](const char *) { traps++; };
#else
    const int trapsOfOne = 0;
#endif
    JobCoreAccount(&core, 0);
    CHECK(core.failure.code == S_OK);
    CHECK(traps == 0);
    JobCoreAccount(&core, 1);
    CHECK(core.failure.code == PERFECTHASH_E_INTERNAL);
    CHECK(Contains(TextOf(core.failure), L"job: "));
#ifndef NDEBUG
    const int trapsOfOne = 1;
    RuntimeTrap = before;
#endif
    CHECK(traps == trapsOfOne);
}
