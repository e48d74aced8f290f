/*
 * These tests use the client below COM against a server in this process. A client has a table made,
 * hears failures in words and keeps a job when the server closes an idle connection. In debug
 * builds the Nth Win32 call fails, for increasing N, on either side. Nobody waits forever, nothing
 * leaks, and the server continues to serve.
 */
#include "jobs/client/client_link.h"
#include "jobs/server/server_state.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pipe/pipe_listener.h"
#include "support/jobs/fixture.h"

namespace {

// A server on a pipe of its own.
struct Serving {
    std::wstring endpoint;
    Server *server = nullptr;
    Serving()
    {
        static volatile LONG number;
        endpoint = L"jobs-client-" + std::to_wstring(GetCurrentProcessId()) + L"-" +
                   std::to_wstring(InterlockedIncrement(&number));
        ServerOptions options;
        Failure failure;
        ServerOptionsDefault(&options);
        options.endpoint = endpoint.c_str();
        options.runtime.maxThreads = 3;
        REQUIRE(ServerStart(&options, &server, &failure) == S_OK);
    }
    ~Serving() { ServerRelease(server); }
    Serving(const Serving &) = delete;
    Serving &operator=(const Serving &) = delete;
    bool idle() const // within 10 seconds: nothing runs, and nobody is connected
    {
        ProtocolServerStatistics statistics = {};
        return Eventually([&] {
            ServerStatisticsTake(server, &statistics);
            return statistics.jobsRunning == 0 && statistics.connections == 0;
        });
    }
};

// Waits as a caller does; false: for ever, as far as a test can tell.
bool Ended(RemoteJob *job)
{
    JobProgress progress;
    for (int i = 0; i < 100; i++) {
        HANDLE handles[2];
        const size_t count = RemoteJobHandles(job, handles);
        RemoteJobSnapshot(job, &progress);
        if (progress.state != JobRunning)
            return true;
        WaitForMultipleObjects(static_cast<DWORD>(count), handles, FALSE, RemoteJobLookMs);
    }
    return false;
}

HRESULT MakeTable(const Serving &serving, const std::wstring &line, ClientFailure *failure)
{
    ClientOptions options = {};
    options.endpoint = serving.endpoint.c_str();
    ::Client *client = nullptr;
    RemoteJob *job = nullptr;
    HRESULT code = ClientConnect(&options, &client, failure);
    if (SUCCEEDED(code))
        code = ClientBegin(client, ClientTableCreate, line.c_str(), FALSE, &job, failure);
    if (SUCCEEDED(code)) {
        CHECK(Ended(job));
        RemoteJobFailure(job, failure);
        code = failure->code;
        RemoteJobRelease(job);
    }
    ClientRelease(client);
    return code;
}

} // namespace

TEST_CASE("a client makes a table on a server, and hears its failures in words")
{
    Folder folder;
    Serving serving;
    ClientFailure failure = {};
    const std::wstring keys = folder / L"some.txt";
    WriteText(keys, "1\n2\n3\n");
    CHECK(MakeTable(serving, L"\"" + keys + L"\" --NoFileIo", &failure) == S_OK);
    CHECK(FAILED(MakeTable(serving, L"\"" + keys + L"x\" --NoFileIo", &failure)));
    CHECK(std::wstring(failure.text).find(L"some.txtx") != std::wstring::npos);
    CHECK(serving.idle());
}

TEST_CASE("a link has one connection, and makes another one once that was closed")
{
    Serving serving;
    ClientLink link = {};
    ClientOptions options = {};
    options.endpoint = serving.endpoint.c_str();
    ClientFailure failure = {};
    ::Client *first = nullptr, *again = nullptr, *next = nullptr;
    ClientLinkInit(&link);
    CHECK_FALSE(ClientLinkAlive(&link));
    REQUIRE(ClientLinkTake(&link, &options, &first, &failure) == S_OK);
    REQUIRE(ClientLinkTake(&link, &options, &again, &failure) == S_OK);
    CHECK(first == again);
    CHECK(ClientLinkAlive(&link));
    ClientLinkClose(&link);
    CHECK_FALSE(ClientLinkAlive(&link));
    REQUIRE(ClientLinkTake(&link, &options, &next, &failure) == S_OK);
    CHECK(next != first);
    CHECK(ClientLinkAlive(&link));
    ClientLinkClose(&link);
    for (::Client *client : {first, again, next})
        ClientRelease(client);
    CHECK(serving.idle());
}

TEST_CASE("a failure that the server has no words for keeps its code")
{
    const PipeServerHandler speechless = {[](void *, PipeConnection *connection, const ProtocolHeader *, const void *) {
                                              PipeRespond(connection, PERFECTHASH_E_OUT_OF_MEMORY, nullptr, 0);
                                          },
                                          [](void *, PipeConnection *) {}, nullptr};
    const std::wstring endpoint = L"jobs-speechless-" + std::to_wstring(GetCurrentProcessId());
    TestRuntime runtime;
    PipeServerOptions options = {};
    options.endpoint = endpoint.c_str();
    options.handler = &speechless;
    PipeServer *server = nullptr;
    HANDLE ended = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    options.context = ended;
    REQUIRE(PipeServerStart(
                runtime, &options, [](void *context) { SetEvent(context); }, &server) == ERROR_SUCCESS);
    ClientOptions asks = {};
    asks.endpoint = endpoint.c_str();
    ClientFailure failure = {};
    ::Client *client = nullptr;
    ProtocolHello hello;
    REQUIRE(ClientConnect(&asks, &client, &failure) == S_OK);
    CHECK(ClientPing(client, &hello, &failure) == PERFECTHASH_E_OUT_OF_MEMORY);
    CHECK(failure.code == PERFECTHASH_E_OUT_OF_MEMORY);
    CHECK(Contains(failure.text, endpoint));
    ClientRelease(client);
    PipeServerStop(server);
    MustEnd(ended, runtime);
    CloseHandle(ended);
}

TEST_CASE("a job that was found runs on for its client when the server closes the connection as idle")
{
    Serving serving;
    serving.server->pipe->idleTimeoutMs = 50;
    Folder folder;
    const std::wstring keys = folder / L"long.keys";
    WriteKeys(keys, AddressLikeKeys(32768));
    const std::wstring line =
        L"TableCreate \"" + keys +
        L"\" --HashFunction=MultiplyShiftR --MaxTableResizes=0 --MaxAttempts=18446744073709551615 --NoFileIo";
    TableJob *table = nullptr;
    BulkJob *bulk = nullptr;
    uint64_t id = 0;
    Failure refused = {};
    REQUIRE(ServerSubmit(serving.server, line.c_str(), nullptr, &table, &bulk, &id, &refused) == S_OK);
    ClientOptions options = {};
    options.endpoint = serving.endpoint.c_str();
    ClientFailure failure = {};
    ::Client *client = nullptr;
    RemoteJob *job = nullptr;
    REQUIRE(ClientConnect(&options, &client, &failure) == S_OK);
    REQUIRE(ClientFind(client, id, &job, &failure) == S_OK);
    CHECK(Eventually([&] { return !ClientAlive(client); }));
    JobProgress progress;
    RemoteJobSnapshot(job, &progress);
    CHECK(progress.state == JobRunning);
    CHECK(RemoteJobCancel(job, &failure) == S_OK); // on a connection of its own
    CHECK(Ended(job));
    RemoteJobFailure(job, &failure);
    CHECK(failure.code == PERFECTHASH_E_CANCELLED);
    RemoteJobRelease(job);
    ClientRelease(client);
    TableJobRelease(table);
}

#ifndef NDEBUG
TEST_CASE("any Win32 call may fail while a client has a table made, on either side")
{
    Folder folder;
    WriteText(folder / L"some.txt", "1\n2\n3\n");
    const std::wstring line = L"\"" + (folder / L"some.txt") + L"\" --NoFileIo";
    LONG failed = 0;
    for (LONG nth = 1, misses = 0; misses < 3; nth += 2) {
        CAPTURE(nth);
        REQUIRE(nth < 5000);
        const LONG before = Win32Outstanding();
        {
            Serving serving;
            ClientFailure failure = {};
            Win32FailNth(nth);
            const HRESULT code = MakeTable(serving, line, &failure);
            const bool reached = Win32FailNthReached();
            Win32FailNth(0);
            misses = reached ? 0 : misses + 1;
            if (FAILED(code)) {
                failed++;
                CHECK(reached);
                CHECK(*failure.text != 0);
            }
            CHECK(MakeTable(serving, line, &failure) == S_OK);
            CHECK(serving.idle());
        }
        CHECK(Win32Outstanding() == before);
    }
    CHECK(failed > 10);
}
#endif
