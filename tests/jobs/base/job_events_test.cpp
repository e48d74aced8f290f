/*
 * These tests listen to the provider of Event Tracing for Windows, as a session does, and do work.
 * They prove that each event of the manifest is written, with its fields, that what starts also
 * ends, and that nothing is written that nobody listens to. Wine has no sessions: a debug build
 * hands the events to a test.
 */
#ifndef NDEBUG
#include <map>
#include <mutex>

#include "runtime/base/provider.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"

#define MCGEN_DISABLE_PROVIDER_CODE_GENERATION
#include "PerfectHashEvents.h"

namespace {

struct Event {
    EVENT_DESCRIPTOR descriptor;
    std::vector<Bytes> fields;
    template <typename Number> Number number(size_t field) const
    {
        Number value;
        REQUIRE(fields.at(field).size() == sizeof value);
        memcpy(&value, fields[field].data(), sizeof value);
        return value;
    }
    std::wstring text(size_t field) const { return reinterpret_cast<const wchar_t *>(fields.at(field).data()); }
};

std::mutex eventsLock;
std::vector<Event> events;

// From its making to its end a session that listens to those events.
struct Session {
    explicit Session(ULONGLONG keywords, UCHAR level = 5)
    {
        events.clear();
        ProviderRecorder = [](const EVENT_DESCRIPTOR *event, ULONG count, const EVENT_DATA_DESCRIPTOR *fields) {
            Event seen = {*event, {}};
            for (ULONG i = 1; i < count; i++) { // the first is the provider's own
                const unsigned char *bytes = reinterpret_cast<const unsigned char *>((ULONG_PTR)fields[i].Ptr);
                seen.fields.emplace_back(bytes, bytes + fields[i].Size);
            }
            const std::lock_guard<std::mutex> guard(eventsLock);
            events.push_back(seen);
        };
        ProviderListen(level, keywords);
    }
    ~Session() { ProviderListen(0, 0); } // the recorder stays: an event may be on its way
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;
    std::vector<Event> of(const EVENT_DESCRIPTOR &descriptor) const
    {
        std::vector<Event> found;
        const std::lock_guard<std::mutex> guard(eventsLock);
        for (const Event &event : events) {
            if (event.descriptor.Id == descriptor.Id)
                found.push_back(event);
        }
        return found;
    }
};

// Everything that starts has an end, told by the pointer that is the first field.
void CheckPairs(const Session &session, const EVENT_DESCRIPTOR &start, const EVENT_DESCRIPTOR &end)
{
    std::map<ULONG_PTR, int> open;
    REQUIRE(!session.of(start).empty());
    for (const Event &event : session.of(start))
        open[event.number<ULONG_PTR>(0)]++;
    for (const Event &event : session.of(end))
        open[event.number<ULONG_PTR>(0)]--;
    for (const auto &one : open)
        CHECK(one.second == 0);
}

// Asks for more than the budget has, and gets it when the first buffer comes back.
void ParkABuffer(Runtime *runtime)
{
    struct Wish {
        BufferRequest request;
        HANDLE ready = CreateEventW(nullptr, TRUE, FALSE, nullptr);
        ~Wish() { CloseHandle(ready); }
    } wish;
    Buffer *first = BufferAcquire(RuntimeNodeAt(runtime, 0), 1 << 20);
    REQUIRE(BufferRequestStart(&wish.request, RuntimeNodeAt(runtime, 0), 1 << 20,
                               [](BufferRequest *request, Worker *, DWORD) {
                                   SetEvent(CONTAINING_RECORD(request, Wish, request)->ready);
                               }) == ERROR_IO_PENDING);
    BufferRelease(first);
    MustEnd(wish.ready, runtime);
    BufferRelease(wish.request.buffer);
}

} // namespace

TEST_CASE("a table job tells when it starts, its steps, what it made and how it ends")
{
    Folder folder;
    WriteKeys(folder / L"a.keys", SomeKeys(1000));
    const TestRuntime runtime;
    const Session session(~0ull);
    Run(runtime, FileRequest(folder / L"a.keys", folder.path));
    REQUIRE(session.of(EventJobStarted).size() == 1);
    REQUIRE(session.of(EventJobEnded).size() == 1);
    CHECK(session.of(EventJobStarted)[0].text(1) == L"table");
    CHECK(Contains(session.of(EventJobStarted)[0].text(2), L"a.keys"));
    CHECK(session.of(EventJobEnded)[0].number<HRESULT>(1) == S_OK);
    REQUIRE(session.of(EventTableSolved).size() == 1);
    CHECK(session.of(EventTableSolved)[0].number<ULONGLONG>(1) == 1000);
    CHECK(session.of(EventTableSolved)[0].number<ULONGLONG>(2) >= 1);
    CHECK(session.of(EventTableStepStarted)[0].text(1) == L"load");
    CHECK(session.of(EventTableStepStarted).back().text(1) == L"commit");
    CheckPairs(session, EventJobStarted, EventJobEnded);
    CheckPairs(session, EventFileTransferStarted, EventFileTransferEnded);
    CheckPairs(session, EventPlaceAwaited, EventPlaceTaken);
    REQUIRE(session.of(EventFileReplaced).size() == 2);
    CHECK(session.of(EventFileReplaced)[0].number<DWORD>(1) == ERROR_SUCCESS);
    CHECK(session.of(EventFileTransferStarted)[0].number<ULONG>(1) == FALSE);
    CHECK(session.of(EventFileTransferStarted)[0].number<ULONGLONG>(3) == 4000);
    CHECK(session.of(EventFileTransferEnded)[0].number<DWORD>(2) == 4000);
}

TEST_CASE("a job that fails says with what")
{
    Folder folder;
    const TestRuntime runtime;
    const Session session(PerfectHashProvider_KEYWORD_Jobs);
    const Outcome outcome = Run(runtime, FileRequest(folder / L"none.keys", folder.path));
    REQUIRE(session.of(EventJobEnded).size() == 1);
    CHECK(FAILED(outcome.code));
    CHECK(session.of(EventJobEnded)[0].number<HRESULT>(1) == outcome.code);
}

TEST_CASE("a bulk run that resumes tells of tables that it finds made")
{
    Folder folder;
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 3);
    const TestRuntime runtime;
    Bulk bulk(folder / L"keys", folder / L"out");
    RunBulk(runtime, bulk);
    bulk.options.resume = TRUE;
    const Session session(PerfectHashProvider_KEYWORD_Jobs | PerfectHashProvider_KEYWORD_Tables);
    RunBulk(runtime, bulk);
    CHECK(session.of(EventTableReused).size() == 3);
    CHECK(session.of(EventTableSolved).empty());
    CHECK(session.of(EventJobStarted)[0].text(1) == L"bulk");
    CHECK(session.of(EventJobStarted).size() == 4);
    CheckPairs(session, EventJobStarted, EventJobEnded);
}

TEST_CASE("a server tells of its clients and of their requests")
{
    const Session session(PerfectHashProvider_KEYWORD_Pipe);
    {
        TestServer server;
        server.start();
        {
            Client client(server);
            CHECK(client.ask(ProtocolPing).status == S_OK);
            CHECK(client.about(ProtocolCancel, 12345).status == PERFECTHASH_E_NO_SUCH_JOB);
            CHECK(client.ask(static_cast<ProtocolType>(200)).status != S_OK);
        }
        ServerStop(server.server, 0);
        CHECK(server.stopped());
    }
    REQUIRE(session.of(EventClientConnected).size() == 1);
    CHECK(session.of(EventClientConnected)[0].number<DWORD>(1) == GetCurrentProcessId());
    CheckPairs(session, EventClientConnected, EventClientGone);
    CheckPairs(session, EventRequestStarted, EventRequestEnded);
    CHECK(session.of(EventRequestStarted)[0].number<USHORT>(2) == ProtocolPing);
    CHECK(session.of(EventRequestStarted)[1].number<DWORD>(3) == sizeof(uint64_t));
    CHECK(session.of(EventRequestEnded)[1].number<HRESULT>(2) == PERFECTHASH_E_NO_SUCH_JOB);
    REQUIRE(session.of(EventClientRefused).size() == 1);
    CHECK(!session.of(EventClientRefused)[0].text(2).empty());
}

TEST_CASE("a request that is parked says so, and when it is served")
{
    RuntimeOptions options = {};
    options.bufferBudgetBytes = 3 << 19;
    const TestRuntime runtime(options);
    const Session session(PerfectHashProvider_KEYWORD_Parking);
    ParkABuffer(runtime);
    REQUIRE(session.of(EventBufferParked).size() == 1);
    CHECK(session.of(EventBufferParked)[0].number<ULONGLONG>(1) == 1 << 20);
    CHECK(session.of(EventBufferServed)[0].number<DWORD>(1) == ERROR_SUCCESS);
    CheckPairs(session, EventBufferParked, EventBufferServed);
}

TEST_CASE("only what a session listens to is written")
{
    Folder folder;
    WriteKeys(folder / L"a.keys", SomeKeys(100));
    const TestRuntime runtime;
    {
        const Session session(PerfectHashProvider_KEYWORD_Tables, 4);
        Run(runtime, FileRequest(folder / L"a.keys", folder.path));
        CHECK(session.of(EventTableSolved).size() == 1);
        CHECK(events.size() == 1); // neither a job's events nor steps, which are verbose
    }
    events.clear();
    Run(runtime, FileRequest(folder / L"a.keys", folder.path));
    CHECK(events.empty());
}
#endif
