/*
 * These tests repeat the hazards of event_hazard_test.cpp with jobs that a server runs. A sink
 * blocks, fails, cancels the job, waits for it, or releases the job and its client during an event.
 * Nothing hangs, and other sinks are not disturbed.
 */
#include "support/com/event_hazard.h"
#include "support/com/server_and_client.h"

namespace {

Com<IPerfectHashJob> Begin(const Com<IPerfectHashIocpClient> &client, const std::wstring &line)
{
    Com<IPerfectHashJob> job;
    REQUIRE(client->TableCreate(Bstr(line.c_str()), job.out()) == S_OK);
    return job;
}

// The same line for a table that is soon made.
std::wstring ShortLine(const TemporaryFolder &folder)
{
    return L"\"" + folder.write(L"short.keys", SomeKeys(500)) + L"\" --NoFileIo";
}

} // namespace

TEST_CASE("a sink of a remote job that blocks delays its events and nothing else")
{
    Apartment apartment;
    NothingLeft nothingLeft;
    TemporaryFolder folder;
    Event entered, leave;
    EventSink blocking(EventSink::Agile), late(EventSink::Agile);
    blocking.on = [&](const Heard &) {
        entered.set();
        leave.wait();
        return S_OK;
    };
    {
        ServerAndClient both;
        auto job = Begin(both.client, LongLine(folder));
        const DWORD cookie = Advise(job, &blocking);
        REQUIRE(entered.wait());
        auto next = Begin(both.client, ShortLine(folder)); // others run
        Advise(next, &late);
        REQUIRE(Wait(next));
        CHECK(State(next) == PerfectHashJobSucceeded);
        CHECK(job->Cancel() == S_OK); // the job can be ended
        REQUIRE(Wait(job));
        CHECK(State(job) == PerfectHashJobCancelled);
        Unadvise(job, cookie); // and all can be let go of
    }
    CHECK(late.heard().empty());
    leave.set();
    CheckLetGo({&blocking, &late});
    CHECK(blocking.heard().size() == 1); // it was disconnected in its first call
}

TEST_CASE("a sink of a remote job that fails spoils nothing for the others")
{
    Apartment apartment;
    NothingLeft nothingLeft;
    TemporaryFolder folder;
    FailingSinks sinks;
    {
        ServerAndClient both;
        sinks.hear(Begin(both.client, ShortLine(folder)));
    }
    sinks.check(1);
}

TEST_CASE("a sink may let go of a remote job in its last event, and begin another one in it")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    NothingLeft nothingLeft;
    TemporaryFolder folder;
    EventSink first(EventSink::Bound), second(EventSink::Bound);
    {
        ServerAndClient both;
        const std::wstring line = ShortLine(folder);
        auto job = Begin(both.client, line);
        first.on = [&](const Heard &one) {
            if (one.event == Completed) {
                job = Begin(both.client, line);
                Advise(job, &second);
            }
            return S_OK;
        };
        Advise(job, &first);
        REQUIRE(Until([&] { return second.completed(); }));
        CHECK(second.count(TableCreated) == 1);
    }
    CheckLetGo({&first, &second});
}

TEST_CASE("a sink of a remote job may cancel it, wait for it, and let go of it and of its client")
{
    NothingLeft nothingLeft;
    InEitherApartment([](EventSink::Kind kind) {
        TemporaryFolder folder;
        ServerAndClient both;
        EventSink sink(kind);
        Event gone;
        auto job = Begin(both.client, LongLine(folder));
        sink.onFirst(Progress, [&] {
            CHECK(job->Cancel() == S_OK);
            CHECK(Wait(job));
            CHECK(State(job) == PerfectHashJobCancelled);
            job.reset();
            both.client.reset();
            gone.set();
        });
        AdviseUntilGone(job, sink, gone, Progress);
        CHECK(Until([&] { return both.running() == 0; }));
    });
}
