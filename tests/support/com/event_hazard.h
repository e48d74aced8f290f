// What tests of hazards share: an event to wait for in a sink, and the end of a test.
#pragma once
#include "support/com/event_sink.h"

struct Event {
    HANDLE handle = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    ~Event() { CloseHandle(handle); }
    void set() const { SetEvent(handle); }
    bool wait(DWORD milliseconds = PatienceMs) const
    {
        return WaitForSingleObject(handle, milliseconds) == WAIT_OBJECT_0;
    }
};

// Three sinks of one job, of which one fails in each event and one throws: that spoils nothing for
// any of them.
struct FailingSinks {
    EventSink failing{EventSink::Agile}, throwing{EventSink::Agile}, sound{EventSink::Agile};
    FailingSinks()
    {
        failing.on = [](const Heard &) { return E_UNEXPECTED; };
        throwing.on = [](const Heard &) { return DISP_E_EXCEPTION; };
    }
    void hear(const Com<IPerfectHashJob> &job)
    {
        for (EventSink *sink : {&failing, &throwing, &sound})
            Advise(job, sink);
        REQUIRE(Until([&] { return failing.completed() && throwing.completed() && sound.completed(); }));
    }
    void check(size_t tables)
    {
        for (EventSink *sink : {&failing, &throwing, &sound}) {
            CHECK(sink->count(TableCreated) == tables);
            CHECK(sink->count(Completed) == 1);
            CHECK(Until([&] { return sink->held() == 1; }));
        }
    }
};

// Connects a sink that lets go of its job in this event, and checks that the connection goes with
// the job.
inline void AdviseUntilGone(const Com<IPerfectHashJob> &job, EventSink &sink, const Event &gone, DISPID event)
{
    {
        // the connection point holds the job, too
        DWORD cookie;
        REQUIRE(PointOf(job.p)->Advise(&sink, &cookie) == S_OK);
    }
    REQUIRE(Until([&] { return gone.wait(0); }));
    CheckLetGo({&sink});
    CHECK(sink.heard().back().event == event);
}

// At the end nothing is left that keeps the server: no object, and no thread, which would be a
// reason too.
struct NothingLeft {
    Server server;
    ~NothingLeft()
    {
        CHECK(Until([this] { return server.get<CanUnloadNow>("DllCanUnloadNow")() == S_OK; }));
    }
};

// Does it with either kind of sink, in an apartment of either kind.
template <class F> void InEitherApartment(const F &body)
{
    for (const DWORD model : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED})
        for (const EventSink::Kind kind : {EventSink::Agile, EventSink::Bound}) {
            Apartment apartment(model);
            body(kind);
        }
}
