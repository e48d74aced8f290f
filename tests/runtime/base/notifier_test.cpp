/*
 * These tests prove what a notifier does with what is posted to it. A notice runs on the notifier's
 * thread, never twice at once, and again when it says so. The last release ends the thread after
 * all that was posted has run, and only then does the notifier let go of its host.
 */
#include "runtime/base/notifier.h"

#include <doctest/doctest.h>

namespace {

volatile LONG hosts;
HANDLE released; // set when the last notifier has let go of its host

void Hold()
{
    InterlockedIncrement(&hosts);
}

void Release()
{
    if (InterlockedDecrement(&hosts) == 0)
        SetEvent(released);
}

BOOL Enter(DWORD)
{
    return FALSE;
}

void Leave() {}

BOOL Wait(HANDLE event, DWORD milliseconds)
{
    return WaitForSingleObject(event, milliseconds) == WAIT_OBJECT_0;
}

const NotifierHost host = {Hold, Release, Enter, Leave, Wait};

// A notice that answers `AT_ONCE` until it has run so often as it should.
struct Counter {
    Notice notice = {};
    LONG wanted = 0, runs = 0;
    DWORD thread = 0;
    HANDLE done = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    explicit Counter(LONG most) : wanted(most)
    {
        notice.run = [](Notice *self) -> ULONGLONG {
            Counter *counter = CONTAINING_RECORD(self, Counter, notice);
            counter->thread = GetCurrentThreadId();
            counter->runs++;
            if (counter->runs < counter->wanted)
                return NOTICE_AT_ONCE;
            SetEvent(counter->done);
            return NOTICE_WHEN_POSTED;
        };
    }
    ~Counter() { CloseHandle(done); }
    Counter(const Counter &) = delete;
    Counter &operator=(const Counter &) = delete;
};

} // namespace

TEST_CASE("a notice runs on the notifier's thread, as often as it asks for")
{
    released = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    Counter counter(3);
    Notifier *notifier = nullptr;
    REQUIRE(NotifierTake(&host, 1, &notifier) == ERROR_SUCCESS);
    counter.notice.notifier = notifier;
    NotifierPost(&counter.notice);
    CHECK(WaitForSingleObject(counter.done, 60000) == WAIT_OBJECT_0);
    NotifierRelease(notifier);
    CHECK(WaitForSingleObject(released, 60000) == WAIT_OBJECT_0);
    CHECK(counter.runs == 3);
    CHECK(counter.thread != GetCurrentThreadId());
    CloseHandle(released);
}

TEST_CASE("what is posted runs before the notifier ends, and a home has one notifier")
{
    released = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    Counter counter(1);
    Notifier *notifier = nullptr, *again = nullptr, *other = nullptr;
    REQUIRE(NotifierTake(&host, 1, &notifier) == ERROR_SUCCESS);
    REQUIRE(NotifierTake(&host, 1, &again) == ERROR_SUCCESS);
    REQUIRE(NotifierTake(&host, 2, &other) == ERROR_SUCCESS);
    CHECK(notifier == again);
    CHECK(notifier != other);
    CHECK(hosts == 2);
    NotifierRelease(again);
    NotifierRelease(other);
    counter.notice.notifier = notifier;
    NotifierPost(&counter.notice);
    NotifierRelease(notifier);
    CHECK(WaitForSingleObject(released, 60000) == WAIT_OBJECT_0);
    CHECK(counter.runs == 1);
    CloseHandle(released);
}
