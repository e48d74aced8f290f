/*
 * These tests start, cancel and stop timers. A timer fires once, not early and soon after its time,
 * even when a later timer was started first. A stop ends waiting timers with an error. Of a cancel
 * and a firing that race exactly one wins.
 */
#include <doctest/doctest.h>

#include <atomic>

#include "runtime/base/clock.h"
#include "support/runtime/fixture.h"

namespace {

struct Alarm {
    Timer timer;
    Signal rang;
    std::atomic<int> count{0};
    DWORD error = 0;
    ULONGLONG atMs = 0;
};

void Ring(WorkItem *item, Worker *, DWORD error, DWORD)
{
    Alarm *alarm = CONTAINING_RECORD(item, Alarm, timer.item);
    alarm->count++;
    alarm->error = error;
    alarm->atMs = ClockMs();
    alarm->rang.Set();
}

} // namespace

TEST_CASE("a timer fires once and not before its time")
{
    TestRuntime runtime;
    for (const DWORD delayMs : {0u, 1u, 20u, 60u}) {
        Alarm alarm;
        TimerInit(&alarm.timer, runtime.AnyNode(), Ring);
        const ULONGLONG start = ClockMs();
        CHECK(TimerStart(&alarm.timer, delayMs) == ERROR_SUCCESS);
        alarm.rang.Wait();
        CHECK(alarm.atMs >= start + delayMs);
        CHECK(alarm.count == 1);
        CHECK(!TimerCancel(&alarm.timer));
    }
}

TEST_CASE("an earlier timer is not kept waiting by a later one")
{
    TestRuntime runtime;
    Alarm late, early;
    TimerInit(&late.timer, runtime.AnyNode(), Ring);
    TimerInit(&early.timer, late.timer.node, Ring);
    CHECK(TimerStart(&late.timer, 60000) == ERROR_SUCCESS);
    Sleep(20);
    CHECK(TimerStart(&early.timer, 10) == ERROR_SUCCESS);
    early.rang.Wait();
    CHECK(late.count == 0);
    CHECK(TimerCancel(&late.timer));
    CHECK(!TimerCancel(&late.timer));
    runtime.Stop();
    CHECK(late.count == 0);
}

TEST_CASE("a stop ends timers that wait, and says so")
{
    TestRuntime runtime;
    Alarm alarm;
    TimerInit(&alarm.timer, runtime.AnyNode(), Ring);
    CHECK(TimerStart(&alarm.timer, 3600000) == ERROR_SUCCESS);
    runtime.Stop();
    CHECK(alarm.count == 1);
    CHECK(alarm.error == ERROR_OPERATION_ABORTED);
}

TEST_CASE("a cancelled timer never fires, whoever comes first")
{
    RuntimeOptions options = {};
    options.maxThreads = 4;
    TestRuntime runtime(options);
    std::vector<Alarm> alarms(2000);
    int cancelled = 0;
    for (Alarm &alarm : alarms) {
        TimerInit(&alarm.timer, runtime.AnyNode(), Ring);
        CHECK(TimerStart(&alarm.timer, static_cast<DWORD>(&alarm - alarms.data()) % 40) == ERROR_SUCCESS);
    }
    for (size_t i = 0; i < alarms.size(); i++) {
        if (i % 100 == 0)
            Sleep(1);
        const bool won = TimerCancel(&alarms[i].timer);
        cancelled += won;
        if (!won)
            alarms[i].rang.Wait();
        alarms[i].error = won ? 1 : 0;
    }
    runtime.Stop();
    for (const Alarm &alarm : alarms)
        CHECK(alarm.count + (alarm.error ? 1 : 0) == 1);
    MESSAGE(cancelled << " of " << alarms.size() << " were cancelled in time");
}
