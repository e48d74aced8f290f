/*
 * Sinks live in apartments, and apartments are not all alike. These tests prove that one which
 * handles no messages keeps no other apartment's events back, that connecting a sink neither
 * creates nor keeps the multi-threaded apartment, and that a sink which is no more is disconnected.
 * The last release of a job runs no messages.
 */
#include <thread>

#include "support/address_like_keys.h"
#include "support/com/event_hazard.h"

namespace {

// How COM sees a thread that has entered no apartment: S_OK means that there is a multi-threaded
// one.
HRESULT SeenFromOutside()
{
    HRESULT hr = S_OK;
    std::thread([&] {
        APTTYPE type;
        APTTYPEQUALIFIER qualifier;
        hr = CoGetApartmentType(&type, &qualifier);
    }).join();
    return hr;
}

size_t Connections(const Com<IPerfectHashJob> &job)
{
    Com<IEnumConnections> connections;
    REQUIRE(PointOf(job.p)->EnumConnections(connections.out()) == S_OK);
    size_t count = 0;
    CONNECTDATA data;
    while (connections->Next(1, &data, nullptr) == S_OK) {
        data.pUnk->Release();
        count++;
    }
    return count;
}

// A table that takes as long as one lets it.
Com<IPerfectHashJob> BeginLong(const Com<IPerfectHashIocpContext> &context)
{
    Com<IPerfectHashJob> job;
    REQUIRE(context->BeginTableCreateFromKeys(
                ArrayOf(VT_UI4, AddressLikeKeys(32768)).v, Bstr(L"long"), nullptr,
                Bstr(L"--HashFunction=MultiplyShiftR --MaxTableResizes=0 --MaxAttempts=18446744073709551615"),
                job.out()) == S_OK);
    return job;
}

int handled; // messages of other threads

LRESULT CALLBACK CountHandled(HWND window, UINT message, WPARAM w, LPARAM l)
{
    handled += message == WM_USER;
    return DefWindowProcW(window, message, w, l);
}

}

TEST_CASE("an apartment that handles no messages delays no other apartment's events")
{
    for (const DWORD model : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED})
        for (const EventSink::Kind kind : {EventSink::Agile, EventSink::Bound}) {
            Apartment apartment(model);
            KeysFolder folder(20);
            EventSink deaf(EventSink::Bound), sink(kind);
            auto context = NewContext();
            Event connected, heard;
            std::thread owner([&] {
                Apartment single(COINIT_APARTMENTTHREADED);
                auto job = BeginTable(context, 100);
                REQUIRE(Wait(job));
                Advise(job, &deaf);
                connected.set();
                heard.wait(60000); // no messages here
                job.reset();
                Until([&] { return deaf.held() == 1; }); // Wine never ends a call into an apartment that ends meanwhile
            });
            REQUIRE(connected.wait());
            Sleep(100); // the deaf one's first event is on its way
            auto job = BeginBulk(context, folder);
            HearToTheEnd(job, sink);
            CHECK(sink.count(TableCreated) == 20);
            heard.set();
            owner.join();
            job.reset();
            CheckLetGo({&deaf, &sink});
        }
}

TEST_CASE("a connection does not create the multi-threaded apartment")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    REQUIRE(SeenFromOutside() == CO_E_NOTINITIALIZED);
    for (const EventSink::Kind kind : {EventSink::Agile, EventSink::Bound}) {
        EventSink sink(kind);
        auto job = BeginTable(NewContext(), 100);
        HRESULT seen = E_FAIL;
        Event looked;
        sink.onFirst(Completed, [&] {
            seen = SeenFromOutside();
            looked.set();
        });
        HearToTheEnd(job, sink);
        REQUIRE(looked.wait());
        CHECK(seen == CO_E_NOTINITIALIZED);
        CHECK(SeenFromOutside() == CO_E_NOTINITIALIZED);
    }
}

TEST_CASE("a connection does not keep the multi-threaded apartment, and its end does not end it")
{
    EventSink sink(EventSink::Agile);
    Com<IPerfectHashJob> job;
    DWORD cookie = 0;
    {
        Apartment apartment(COINIT_MULTITHREADED);
        auto context = NewContext();
        job = BeginLong(context);
        cookie = Advise(job, &sink);
        REQUIRE(Until([&] { return !sink.heard().empty(); }));
    }
    CHECK(SeenFromOutside() == CO_E_NOTINITIALIZED);
    Apartment again(COINIT_MULTITHREADED);
    CHECK(job->Cancel() == S_OK);
    REQUIRE(Until([&] { return sink.completed(); }));
    Unadvise(job, cookie);
    CheckLetGo({&sink});
    CHECK(SeenFromOutside() == S_OK);
}

TEST_CASE("a sink that says that it is no more is disconnected")
{
    for (const HRESULT gone : {RPC_E_DISCONNECTED, CO_E_OBJNOTCONNECTED, RPC_E_SERVER_DIED_DNE,
                               HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE)}) {
        Apartment apartment;
        KeysFolder folder(30);
        EventSink dead(EventSink::Agile), sound(EventSink::Agile);
        dead.on = [=](const Heard &) { return gone; };
        auto job = BeginBulk(NewContext(), folder);
        const DWORD cookie = Advise(job, &dead);
        HearToTheEnd(job, sound);
        CHECK(Until([&] { return dead.held() == 1; }));
        CHECK(dead.heard().size() == 1);
        CHECK(PointOf(job.p)->Unadvise(cookie) == CONNECT_E_NOCONNECTION);
        CHECK(Connections(job) == 1);
        CHECK(sound.count(TableCreated) == 30);
    }
}

TEST_CASE("a sink whose apartment has ended is disconnected by the next event")
{
    Apartment apartment;
    EventSink sink(EventSink::Bound);
    auto job = BeginLong(NewContext());
    std::thread([&] {
        Apartment single(COINIT_APARTMENTTHREADED);
        Advise(job, &sink);
        REQUIRE(Until([&] { return !sink.heard().empty(); }));
        Until([] { return false; }, 1500); // nothing is under way any more, even on a busy machine
    }).join();
    CHECK(job->Cancel() == S_OK);
    REQUIRE(Wait(job));
    CHECK(Until([&] { return Connections(job) == 0; }));
    CheckLetGo({&sink});
}

TEST_CASE("the last release of a job runs no messages")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    WNDCLASSW windowClass = {};
    windowClass.lpfnWndProc = CountHandled;
    windowClass.lpszClassName = L"CountHandled";
    RegisterClassW(&windowClass);
    const HWND window = CreateWindowW(L"CountHandled", L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
    REQUIRE(window != nullptr);
    EventSink first(EventSink::Bound), second(EventSink::Bound);
    auto job = BeginTable(NewContext(), 100);
    REQUIRE(Wait(job));
    Advise(job, &first);
    Advise(job, &second);
    Sleep(100); // an event waits for this thread's messages
    handled = 0;
    std::thread([&] { SendNotifyMessageW(window, WM_USER, 0, 0); }).join();
    job.reset();
    CHECK(handled == 0);
    CHECK(first.held() == 1);
    CHECK(second.held() == 1);
    CHECK(Until([] { return handled == 1; }));
    DestroyWindow(window);
}
