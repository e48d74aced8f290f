/*
 * These tests prove what a sink of a job hears, in which order and on which thread. A sink hears of
 * each table once and of the end last, in its own apartment. A sink that connects late hears the
 * same events. Runs that fail, are cancelled or find their tables made say so. Progress comes at
 * most ten times a second, and a job without sinks needs no thread for events.
 */
#include <algorithm>
#include <set>
#include <thread>

#include "support/com/event_sink.h"

namespace {
// What every sink may rely on, once it has heard Completed.
void CheckEvents(const EventSink &sink, LONG state, double done, double failed)
{
    const std::vector<Heard> heard = sink.heard();
    REQUIRE(heard.size() >= 2);
    CHECK(heard.front().event == Progress); // where the job stood
    CHECK(sink.count(Completed) == 1);
    CHECK(heard.back().event == Completed);
    CHECK(heard.back().whole(0) == state);
    const Heard *last = nullptr;
    for (const Heard &one : heard)
        if (one.event == Progress) {
            CHECK(one.number(3) >= (last ? last->number(3) : 0));
            last = &one;
        }
    CHECK(last->number(0) == done);
    CHECK(last->number(1) == failed);
    CHECK(last->number(2) == done);
    CHECK(last->number(3) == 1);
    CHECK(sink.count(TableFailed) == static_cast<size_t>(failed));
    CHECK(sink.count(TableCreated) == static_cast<size_t>(done - failed));
    std::set<std::wstring> names;
    for (const Heard &one : heard)
        if (one.event == TableCreated || one.event == TableFailed)
            CHECK(names.insert(one.text(0)).second);
}

void HearEvents(const Com<IPerfectHashJob> &job, EventSink &sink, LONG state, double done, double failed)
{
    HearToTheEnd(job, sink);
    CheckEvents(sink, state, done, failed);
}
}

TEST_CASE("a sink hears of every table once and of the end last, in its own apartment")
{
    for (const DWORD model : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED})
        for (const EventSink::Kind kind : {EventSink::Agile, EventSink::Bound})
            for (const bool named : {true, false}) {
                CAPTURE(model);
                CAPTURE(kind);
                CAPTURE(named);
                Apartment apartment(model);
                KeysFolder folder(15, true);
                auto context = NewContext();
                EventSink sink(kind, named);
                {
                    auto job = BeginBulk(context, folder);
                    const DWORD cookie = HearToTheEnd(job, sink);
                    Unadvise(job, cookie);
                    CheckEvents(sink, PerfectHashJobSucceeded, 16, 1);
                }
                CheckLetGo({&sink});
                const bool here = model == COINIT_APARTMENTTHREADED && kind == EventSink::Bound;
                std::set<DWORD> threads;
                for (const Heard &one : sink.heard()) {
                    threads.insert(one.thread);
                    CHECK((one.thread == GetCurrentThreadId()) == here);
                    if (one.event == TableFailed) {
                        CHECK(one.text(0) == L"set150bad.keys");
                        CHECK(one.whole(1) == PERFECTHASH_E_KEYS_SIZE);
                        CHECK(one.text(2).find(L"set150bad.keys") != std::wstring::npos);
                    } else if (one.event == TableCreated) {
                        CHECK(one.number(2) == 50 + 13 * (std::stoi(one.text(0).substr(3)) - 100));
                        CHECK(GetFileAttributesW(one.text(1).c_str()) != INVALID_FILE_ATTRIBUTES);
                        CHECK(one.number(3) > 0);
                        CHECK(V_BOOL(&one.arguments[4].v) == VARIANT_FALSE);
                    }
                }
                CHECK(threads.size() == 1);
            }
}

TEST_CASE("events come into a single-threaded apartment while it waits for the job")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    KeysFolder folder(60);
    auto context = NewContext();
    auto job = BeginBulk(context, folder);
    EventSink sink(EventSink::Bound);
    bool waiting = false;
    size_t inside = 0;
    const DWORD own = GetCurrentThreadId();
    sink.on = [&](const Heard &one) {
        inside += waiting && one.thread == own;
        return S_OK;
    };
    const DWORD cookie = Advise(job, &sink);
    waiting = true;
    REQUIRE(Wait(job));
    waiting = false;
    CHECK(inside > 0);
    REQUIRE(Until([&] { return sink.completed(); }));
    CheckEvents(sink, PerfectHashJobSucceeded, 60, 0);
    Unadvise(job, cookie);
    CHECK(sink.held() == 1); // let go of at once, in its own apartment
}

TEST_CASE("a sink that comes when the job has ended hears the same events")
{
    Apartment apartment;
    KeysFolder folder(30, true);
    auto context = NewContext();
    auto job = BeginBulk(context, folder);
    EventSink early(EventSink::Agile), late(EventSink::Agile);
    const DWORD first = Advise(job, &early);
    REQUIRE(Wait(job));
    REQUIRE(Until([&] { return early.completed(); }));
    const DWORD second = HearToTheEnd(job, late);
    for (const EventSink *sink : {&early, &late})
        CheckEvents(*sink, PerfectHashJobSucceeded, 31, 1);
    std::vector<std::wstring> names[2];
    for (const Heard &one : early.heard())
        if (one.event == TableCreated || one.event == TableFailed)
            names[0].push_back(one.text(0));
    for (const Heard &one : late.heard())
        if (one.event == TableCreated || one.event == TableFailed)
            names[1].push_back(one.text(0));
    CHECK(names[0] == names[1]); // in one order
    Unadvise(job, first);
    Unadvise(job, second);
    CheckLetGo({&early, &late});
    CHECK(early.count(Completed) == 1);
}

TEST_CASE("a table alone has events too, whether it is made or not")
{
    Apartment apartment;
    TemporaryFolder folder;
    auto context = NewContext();
    const std::wstring path = folder.write(L"some.keys", SomeKeys(5000));
    EventSink made(EventSink::Agile), failed(EventSink::Agile), given(EventSink::Agile);
    {
        Com<IPerfectHashJob> job;
        REQUIRE(context->BeginTableCreate(Bstr(path.c_str()), Bstr(folder.path.c_str()), nullptr, job.out()) == S_OK);
        HearEvents(job, made, PerfectHashJobSucceeded, 1, 0);
        for (const Heard &one : made.heard(TableCreated)) {
            CHECK(one.text(0) == path);
            CHECK(one.text(1).find(L"some.pht") != std::wstring::npos);
            CHECK(one.number(2) == 5000);
        }
        REQUIRE(context->BeginTableCreate(Bstr(L"Z:\\no\\such.keys"), nullptr, nullptr, job.out()) == S_OK);
        HearEvents(job, failed, PerfectHashJobFailed, 1, 1);
        for (const Heard &one : failed.heard(TableFailed)) {
            CHECK(one.text(0) == L"Z:\\no\\such.keys");
            CHECK(one.whole(1) == PERFECTHASH_E_KEYS_NOT_FOUND);
        }
        job = BeginTable(context, 5000);
        HearEvents(job, given, PerfectHashJobSucceeded, 1, 0);
        for (const Heard &one : given.heard(TableCreated)) {
            CHECK(one.text(0) == L"begun");
            CHECK(one.text(1).empty());
        }
    }
    CheckLetGo({&made, &failed, &given}); // the jobs are gone, and so are their connections
}

TEST_CASE("a run that fails as a whole, is cancelled or finds its tables made says so")
{
    Apartment apartment;
    KeysFolder folder(60);
    TemporaryFolder empty;
    auto context = NewContext();
    EventSink failed(EventSink::Agile), cancelled(EventSink::Agile), resumed(EventSink::Agile);
    {
        Com<IPerfectHashJob> job;
        REQUIRE(context->BeginBulkCreate(Bstr(empty.path.c_str()), nullptr, nullptr, job.out()) == S_OK);
        HearToTheEnd(job, failed);
        CHECK(failed.heard().back().whole(0) == PerfectHashJobFailed);
        CHECK(failed.count(TableCreated) + failed.count(TableFailed) == 0);

        job = BeginBulk(context, folder);
        cancelled.on = [&](const Heard &one) { return one.event == TableCreated ? job->Cancel() : S_OK; };
        HearToTheEnd(job, cancelled);
        const LONG state = cancelled.heard().back().whole(0);
        CHECK((state == PerfectHashJobCancelled || state == PerfectHashJobSucceeded)); // it may have been done already
        CHECK(cancelled.count(TableCreated) >= 1); // those that were made are told all the same
        double told = 0;
        for (const Heard &one : cancelled.heard(Progress))
            told = one.number(0);
        CHECK(cancelled.count(TableCreated) + cancelled.count(TableFailed) == static_cast<size_t>(told));

        job = BeginBulk(context, folder);
        REQUIRE(Wait(job));
        job = BeginBulk(context, folder, L"--Resume");
        HearEvents(job, resumed, PerfectHashJobSucceeded, 60, 0);
        for (const Heard &one : resumed.heard(TableCreated))
            CHECK(V_BOOL(&one.arguments[4].v) == VARIANT_TRUE);
    }
    CheckLetGo({&failed, &cancelled, &resumed});
}

TEST_CASE("progress is told ten times a second and not more")
{
    Apartment apartment;
    KeysFolder folder(150);
    auto context = NewContext();
    EventSink sink(EventSink::Agile);
    const Stopwatch watch;
    {
        auto job = BeginBulk(context, folder, L"--NoFileIo --FindBestGraph --BestCoverageAttempts=50000");
        Advise(job, &sink);
        CHECK(Until([&] { return sink.count(Progress) >= 6; }));
        CHECK(job->Cancel() == S_OK);
        REQUIRE(Until([&] { return sink.completed(); }));
    }
    // but for the first, and the one before the end
    CHECK(watch.AtLeast(static_cast<DWORD>(sink.count(Progress) - 3) * 100));
    CheckLetGo({&sink});
}

TEST_CASE("a job without sinks has no thread for them, and the last sink takes the thread with it")
{
    Apartment apartment;
    Server server;
    const auto canUnloadNow = server.get<CanUnloadNow>("DllCanUnloadNow");
    KeysFolder folder(5);
    const DWORD threads = SettledThreadCount();
    EventSink sink(EventSink::Agile);
    {
        auto context = NewContext();
        REQUIRE(context->put_IocpConcurrency(1) == S_OK);
        REQUIRE(context->put_MaxThreads(1) == S_OK);
        auto job = BeginBulk(context, folder);
        REQUIRE(Wait(job));
        CHECK(ThreadCount() == threads + 1); // the worker
        const DWORD cookie = HearToTheEnd(job, sink);
        CHECK(ThreadCount() == threads + 2);
        Unadvise(job, cookie);
        CHECK(Until([&] { return ThreadCount() == threads + 1; }));
        CHECK(canUnloadNow() == S_FALSE);
    }
    CHECK(Until([&] { return ThreadCount() == threads; }));
    CHECK(Until([&] { return canUnloadNow() == S_OK; }));
    CHECK(sink.held() == 1);
}
