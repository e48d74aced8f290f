/*
 * A sink may do anything during an event. These tests use sinks that block, fail, throw, release
 * the job, disconnect others, cancel, wait, or belong to an apartment that handles no messages.
 * Nothing hangs, other sinks hear their events, and every reference comes back.
 */
#include <atomic>
#include <thread>

#include "support/com/event_hazard.h"

TEST_CASE("a sink that blocks delays events and nothing else")
{
    Apartment apartment;
    NothingLeft nothingLeft;
    KeysFolder folder(50), other(10);
    Event entered, leave;
    EventSink blocking(EventSink::Agile), late(EventSink::Agile);
    blocking.on = [&](const Heard &) {
        entered.set();
        leave.wait();
        return S_OK;
    };
    {
        auto context = NewContext();
        auto job = BeginBulk(context, folder);
        const DWORD cookie = Advise(job, &blocking);
        REQUIRE(entered.wait());
        REQUIRE(Wait(job)); // the job ends
        CHECK(State(job) == PerfectHashJobSucceeded);
        auto next = BeginBulk(context, other); // others run
        Advise(next, &late);
        REQUIRE(Wait(next));
        Unadvise(job, cookie); // and all can be let go of
    }
    CHECK(late.heard().empty());
    CHECK(blocking.held() > 1); // it is being called
    CHECK(nothingLeft.server.get<CanUnloadNow>("DllCanUnloadNow")() == S_FALSE);
    leave.set();
    CheckLetGo({&blocking, &late});
    CHECK(blocking.heard().size() == 1); // it was disconnected in its first call
    CHECK(late.heard().empty());         // its job had gone
}

TEST_CASE("a sink that fails or throws spoils nothing for the others")
{
    Apartment apartment;
    NothingLeft nothingLeft;
    KeysFolder folder(30);
    FailingSinks sinks;
    {
        auto context = NewContext();
        sinks.hear(BeginBulk(context, folder));
    }
    sinks.check(30);
}

TEST_CASE("a sink may let go of the job and its context in any event")
{
    NothingLeft nothingLeft;
    for (const DWORD model : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED})
        for (const EventSink::Kind kind : {EventSink::Agile, EventSink::Bound})
            for (const DISPID in : {Progress, TableCreated, Completed}) {
                Apartment apartment(model);
                KeysFolder folder(30);
                EventSink sink(kind);
                auto context = NewContext();
                auto job = BeginBulk(context, folder);
                Event gone;
                sink.on = [&](const Heard &one) {
                    if (one.event == in) {
                        job.reset();
                        context.reset();
                        gone.set();
                    }
                    return S_OK;
                };
                AdviseUntilGone(job, sink, gone, in);
            }
}

TEST_CASE("a sink may disconnect itself and others, and connect new ones")
{
    Apartment apartment;
    NothingLeft nothingLeft;
    KeysFolder folder(30);
    EventSink first(EventSink::Agile), second(EventSink::Agile), third(EventSink::Agile);
    {
        auto context = NewContext();
        auto job = BeginBulk(context, folder);
        std::atomic<DWORD> own{0}, others{0};
        Event connected;
        first.on = [&](const Heard &) {
            connected.wait();
            Unadvise(job, own);
            Unadvise(job, others);
            Advise(job, &third);
            return S_OK;
        };
        own = Advise(job, &first);
        others = Advise(job, &second);
        connected.set();
        REQUIRE(Until([&] { return third.completed(); }));
        CheckLetGo({&first, &second});
    }
    CHECK(first.heard().size() == 1);
    CHECK(second.heard().size() == 0);
    CHECK(third.count(TableCreated) == 30);
    CheckLetGo({&third});
}

TEST_CASE("a sink may cancel and wait for its job, and begin another")
{
    NothingLeft nothingLeft;
    InEitherApartment([](EventSink::Kind kind) {
        KeysFolder folder(60);
        EventSink sink(kind), another(kind);
        {
            auto context = NewContext();
            auto job = BeginBulk(context, folder);
            Com<IPerfectHashJob> begun;
            sink.onFirst(Progress, [&] {
                CHECK(job->Cancel() == S_OK);
                CHECK(Wait(job));
                CHECK(State(job) != PerfectHashJobRunning);
                CHECK(context->BeginTableCreateFromKeys(ArrayOf(VT_UI4, SomeKeys(100)).v, Bstr(L"t"), nullptr, nullptr,
                                                        begun.out()) == S_OK);
                Advise(begun, &another);
            });
            Advise(job, &sink);
            REQUIRE(Until([&] { return sink.completed() && another.completed(); }));
            CHECK(sink.heard().back().whole(0) == State(job));
        }
        CheckLetGo({&sink, &another});
    });
}

TEST_CASE("an apartment that handles no messages keeps nobody from letting go")
{
    Apartment apartment;
    NothingLeft nothingLeft;
    KeysFolder folder(20);
    EventSink sink(EventSink::Bound);
    auto context = NewContext();
    auto job = BeginBulk(context, folder);
    Event advised, wake;
    std::thread owner([&] {
        Apartment single(COINIT_APARTMENTTHREADED);
        Advise(job, &sink);
        advised.set();
        wake.wait();                             // no messages here
        Until([&] { return sink.held() == 1; }); // now they are handled
    });
    REQUIRE(advised.wait());
    REQUIRE(Wait(job));
    job.reset(); // from another apartment than the sink's
    context.reset();
    CHECK(sink.heard().empty());
    wake.set();
    owner.join();
    CHECK(sink.held() == 1);
}

TEST_CASE("a sink of an apartment that handles no messages is disconnected by another thread without waiting")
{
    Apartment apartment;
    NothingLeft nothingLeft;
    KeysFolder folder(5);
    EventSink sink(EventSink::Bound);
    {
        auto context = NewContext();
        auto job = BeginBulk(context, folder);
        DWORD cookie = 0;
        Event heard, wake;
        std::thread owner([&] {
            Apartment single(COINIT_APARTMENTTHREADED);
            cookie = Advise(job, &sink);
            CHECK(Until([&] { return sink.completed(); }));
            Until([] { return false; }, 200); // nothing is under way any more
            heard.set();
            wake.wait(); // no messages here
            Until([&] { return sink.held() == 1; });
        });
        REQUIRE(heard.wait());
        Event disconnected;
        std::thread worker([&] {
            Apartment multi;
            Unadvise(job, cookie);
            disconnected.set();
        });
        CHECK(disconnected.wait(5000));
        wake.set();
        worker.join();
        owner.join();
    }
    CheckLetGo({&sink});
}

TEST_CASE("the last release of a job ends its events, those under way too, and leaves the sinks")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    NothingLeft nothingLeft;
    KeysFolder folder(20);
    EventSink first(EventSink::Bound), second(EventSink::Bound);
    auto context = NewContext();
    auto job = BeginBulk(context, folder);
    bool releasing = false;
    size_t told = 0;
    first.on = second.on = [&](const Heard &) {
        told += releasing;
        return S_OK;
    };
    Advise(job, &first);
    Advise(job, &second);
    Sleep(100); // a call waits for this thread's messages
    releasing = true;
    job.reset(); // which this may handle
    releasing = false;
    CHECK(told == 0);
    CHECK(first.held() == 1);
    CHECK(second.held() == 1);
    context.reset();
}

TEST_CASE("an apartment that ends with its sinks connected harms nobody")
{
    Apartment apartment;
    NothingLeft nothingLeft;
    KeysFolder folder(20);
    EventSink bound(EventSink::Bound), sound(EventSink::Agile);
    {
        auto context = NewContext();
        Com<IPerfectHashJob> job;
        std::thread([&] {
            Apartment single(COINIT_APARTMENTTHREADED);
            job = BeginBulk(context, folder);
            Advise(job, &bound);
            Until([&] { return bound.completed(); });
        }).join();
        HearToTheEnd(job, sound);
        CHECK(sound.count(TableCreated) == 20);
    }
    CheckLetGo({&bound, &sound});
}

TEST_CASE("sinks of all apartments come and go while jobs run, and nothing is left")
{
    Apartment apartment;
    NothingLeft nothingLeft;
    KeysFolder folder(12);
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    auto context = NewContext();
    for (unsigned t = 0; t < 6; t++)
        threads.emplace_back([&, t] {
            Apartment own(t % 2 ? COINIT_APARTMENTTHREADED : COINIT_MULTITHREADED);
            for (unsigned round = 0; round < 8; round++) {
                EventSink stays(EventSink::Bound), leaves(EventSink::Agile);
                {
                    Com<IPerfectHashJob> job;
                    if (context->BeginBulkCreate(Bstr(folder.keys().c_str()), nullptr, nullptr, job.out()) != S_OK)
                        return;
                    DWORD first = 0, second = 0;
                    auto point = PointOf(job.p);
                    point->Advise(&leaves, &first);
                    point->Advise(&stays, &second);
                    if (round % 2)
                        Until([&] { return !leaves.heard().empty(); });
                    point->Unadvise(first);
                    Until([&] { return stays.completed(); });
                    right += stays.count(TableCreated) == 12 && stays.count(Completed) == 1;
                }
                Until([&] { return stays.held() == 1 && leaves.held() == 1; });
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(right == 48);
    context.reset();
}
