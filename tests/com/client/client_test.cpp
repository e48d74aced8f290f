/*
 * These tests use the IocpClient class against a server in this process. They prove how a client
 * connects, waits for a server, pings it and shuts it down. Wrong requests are refused before
 * anything is sent, with the texts of a local context. Clients, jobs and connections may be
 * released in any order and leave no handle behind.
 */
#include <thread>

#include "support/com/event_sink.h"
#include "support/com/remote_job.h"

namespace {

// A server that knows statistics and nothing that came later, as a pipe with two instances.
struct OlderServer {
    std::wstring endpoint = FreshEndpoint();
    std::vector<std::thread> threads;
    OlderServer()
    {
        for (int i = 0; i < 2; i++) {
            const HANDLE pipe =
                CreateNamedPipeW(path().c_str(), PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 2, 4096, 4096, 0, nullptr);
            REQUIRE(pipe != INVALID_HANDLE_VALUE);
            threads.emplace_back([pipe] {
                uint8_t message[32 + 128] = {};
                DWORD moved = 0;
                ConnectNamedPipe(pipe, nullptr);
                while (ReadFile(pipe, message, 32, &moved, nullptr) && moved == 32 && message[6] == 8) {
                    message[7] = 0x80;
                    message[24] = 128;
                    memset(message + 32, 1, 128);
                    WriteFile(pipe, message, sizeof message, &moved, nullptr);
                }
                CloseHandle(pipe);
            });
        }
    }
    ~OlderServer()
    {
        for (size_t i = 0; i < threads.size(); i++) // whom nobody has asked waits for a client
            CloseHandle(CreateFileW(path().c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr));
        for (std::thread &thread : threads)
            thread.join();
    }
    OlderServer(const OlderServer &) = delete;
    OlderServer &operator=(const OlderServer &) = delete;
    std::wstring path() const { return L"\\\\.\\pipe\\" + endpoint; }
};

} // namespace

TEST_CASE("statistics tell what a hang would show, and -1 for it when the server is older")
{
    Apartment apartment;
    ServerAndClient both;
    const OlderServer older;
    Com<IPerfectHashIocpClient> other = both.NewClient();
    REQUIRE(other->put_Endpoint(Bstr(older.endpoint.c_str())) == S_OK);
    Com<IPerfectHashStatistics> statistics, fromServer, fromOlder;
    REQUIRE(both.client->GetServerStatistics(statistics.out()) == S_OK);
    REQUIRE(both.server->get_Statistics(fromServer.out()) == S_OK);
    REQUIRE(other->GetServerStatistics(fromOlder.out()) == S_OK);
    CHECK(Holds(LastResponse(both.client), L"\"timersRun\": "));
    CHECK(Holds(LastResponse(both.client), L"\"oldestCallbackMilliseconds\": "));
    CHECK(Holds(LastResponse(both.client), L"\"parkedAsLarge\": 0, \"reservedBytes\": 0, \"budgetBytes\": "));
    CHECK(!Holds(LastResponse(other), L"timersRun"));
    CHECK(!Holds(LastResponse(other), L"budgetBytes"));
    typedef HRESULT (STDMETHODCALLTYPE IPerfectHashStatistics::*Get)(double *);
    for (const Get get : {&IPerfectHashStatistics::get_InFlight, &IPerfectHashStatistics::get_Parked,
                          &IPerfectHashStatistics::get_BuffersExhausted, &IPerfectHashStatistics::get_TimersWaiting,
                          &IPerfectHashStatistics::get_TimersRun, &IPerfectHashStatistics::get_OldestCallback,
                          &IPerfectHashStatistics::get_ParkedForBuffers, &IPerfectHashStatistics::get_ParkedForMemory,
                          &IPerfectHashStatistics::get_ParkedForQuotas, &IPerfectHashStatistics::get_ParkedAsLarge,
                          &IPerfectHashStatistics::get_ReservedBytes, &IPerfectHashStatistics::get_BudgetBytes}) {
        double number = -2;
        CHECK(((statistics.p->*get)(&number) == S_OK && number >= 0));
        CHECK(((fromServer.p->*get)(&number) == S_OK && number >= 0));
        CHECK(((fromOlder.p->*get)(&number) == S_OK && number == -1));
        CHECK((statistics.p->*get)(nullptr) == E_POINTER);
    }
    double waits = 0;
    CHECK((statistics->get_BudgetBytes(&waits) == S_OK && waits > 0));
    CHECK((statistics->get_InFlight(&waits) == S_OK && waits >= 2)); // each of the two connections reads
    CHECK((fromOlder->get_JobsEnded(&waits) == S_OK && waits > 0));
    CHECK(other->Disconnect() == S_OK);
}

TEST_CASE("a client connects by itself, pings, and tells the last answer")
{
    Apartment apartment;
    ServerAndClient both;
    VARIANT_BOOL connected = VARIANT_TRUE;
    double ms = -1;
    CHECK(both.client->get_Connected(&connected) == S_OK);
    CHECK(connected == VARIANT_FALSE);
    CHECK(LastResponse(both.client).empty());
    REQUIRE(both.client->Ping(&ms) == S_OK);
    CHECK((ms > 0 && ms < 10000));
    CHECK(both.client->get_Connected(&connected) == S_OK);
    CHECK(connected == VARIANT_TRUE);
    CHECK(both.client->put_Endpoint(Bstr(L"elsewhere")) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Holds(ErrorText(), L"Endpoint: "));
    CHECK(Holds(LastResponse(both.client), L"{\"request\": \"Ping\", \"code\": \"0x00000000\", \"serverProcessId\": "));
    CHECK(Holds(LastResponse(both.client), std::to_wstring(GetCurrentProcessId()).c_str()));
    Com<IPerfectHashStatistics> statistics;
    REQUIRE(both.client->GetServerStatistics(statistics.out()) == S_OK);
    LONG connections = 0, running = -1;
    double requests = 0, ended = -1;
    CHECK((statistics->get_Connections(&connections) == S_OK && connections == 1));
    CHECK((statistics->get_Requests(&requests) == S_OK && requests >= 1));
    CHECK((statistics->get_JobsRunning(&running) == S_OK && running == 0));
    CHECK((statistics->get_JobsEnded(&ended) == S_OK && ended == 0));
    LONG nodes = 0;
    CHECK((statistics->get_Nodes(&nodes) == S_OK && nodes >= 1));
    CHECK(Holds(LastResponse(both.client), L"{\"request\": \"GetServerStatistics\", "));
    CHECK(Holds(LastResponse(both.client), L"\"jobsRunning\": 0"));
    CHECK(both.client->Disconnect() == S_OK);
    CHECK(both.client->put_Endpoint(Bstr(both.endpoint.c_str())) == S_OK);
    CHECK(both.client->get_Connected(&connected) == S_OK);
    CHECK(connected == VARIANT_FALSE);
    CHECK(both.client->Disconnect() == S_OK);
    CHECK(both.client->Ping(&ms) == S_OK);
}

TEST_CASE("relative paths are those of the client, which sends whole ones")
{
    Apartment apartment;
    TemporaryFolder folder;
    CreateDirectoryW(folder.file(L"keys").c_str(), nullptr);
    WriteKeys(folder, L"keys\\one.keys", 50);
    wchar_t before[MAX_PATH];
    GetCurrentDirectoryW(MAX_PATH, before);
    SetCurrentDirectoryW(folder.path.c_str());
    ServerAndClient both;
    Com<IPerfectHashJob> job;
    REQUIRE(both.client->TableCreate(Bstr(L"keys\\one.keys --Contains out1"), job.out()) == S_OK);
    CHECK((Wait(job) && CodeOf(job) == 0));
    REQUIRE(both.client->BulkCreate(Bstr(L"keys out2 --Pack all.phpack --NoSummary"), job.out()) == S_OK);
    CHECK((Wait(job) && CodeOf(job) == 0));
    REQUIRE(both.client->BulkCreateDirectory(Bstr(L"keys"), Bstr(L"out3"), Bstr(L"--Pack=more.phpack"), job.out()) ==
            S_OK);
    CHECK((Wait(job) && CodeOf(job) == 0));
    SetCurrentDirectoryW(before);
    CHECK(FilesBelow(folder.file(L"out1")) == 2);
    CHECK(!FileBytes(folder.file(L"all.phpack")).empty());
    CHECK(!FileBytes(folder.file(L"more.phpack")).empty());
}

TEST_CASE("what is wrong with a request is said before anything is sent, as a local one says it")
{
    Apartment apartment;
    ServerAndClient both;
    auto context = NewContext();
    Com<IPerfectHashJob> job;
    for (const wchar_t *line : {L"a.keys --NoSuchOption", L"a.keys --RngSeed=many", L"", L"a b c d",
                                L"a b Chm01 Quadx And 1 more", L"a.keys --Contains --OmitKeys"}) {
        const HRESULT local = context->BeginTableCreateCommandLine(Bstr(line), job.out());
        const std::wstring text = ErrorText();
        CHECK(FAILED(local));
        CHECK(both.client->TableCreate(Bstr(line), job.out()) == local);
        CHECK(ErrorText() == text);
        CHECK(job.p == nullptr);
    }
    CHECK(both.client->BulkCreate(Bstr(L"keys --Resume --Pack=x"), job.out()) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(both.client->BulkCreateDirectory(Bstr(L""), nullptr, nullptr, job.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(both.client->BulkCreateDirectory(Bstr(L"keys"), nullptr, Bstr(L"word"), job.out()) ==
          PERFECTHASH_E_OPTION_UNKNOWN);
    std::wstring longLine = L"a.keys";
    while (longLine.size() < 132000)
        longLine += L" --NoFileIo";
    CHECK(both.client->TableCreate(Bstr(longLine.c_str()), job.out()) == PERFECTHASH_E_ARGUMENT);
    double requests = -1;
    CHECK((both.server->get_Requests(&requests) == S_OK && requests == 0));
    for (const double id : {0.0, -1.0, 1.5, 1e300})
        CHECK(both.client->Status(id, job.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(both.client->TableCreate(nullptr, nullptr) == E_POINTER);
    CHECK(both.client->put_ConnectTimeout(-2) == PERFECTHASH_E_OPTION_VALUE);
}

TEST_CASE("where there is no server a client says so, or waits for one")
{
    Apartment apartment;
    Com<IPerfectHashIocpClient> client;
    REQUIRE(CoCreateInstance(CLSID_IocpClient, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpClient,
                             reinterpret_cast<void **>(client.out())) == S_OK);
    Bstr text;
    CHECK((client->get_Endpoint(text.out()) == S_OK && text.str() == L"\\\\.\\pipe\\PerfectHash"));
    const std::wstring endpoint = FreshEndpoint();
    CHECK(client->put_Endpoint(Bstr(endpoint.c_str())) == S_OK);
    CHECK(client->Connect() == PERFECTHASH_E_SERVER_NOT_FOUND);
    CHECK(Holds(ErrorText(), endpoint.c_str()));
    CHECK(client->put_Endpoint(Bstr(L"a\\b")) == S_OK);
    CHECK(client->Connect() == PERFECTHASH_E_OPTION_VALUE);
    CHECK(client->put_Endpoint(Bstr(endpoint.c_str())) == S_OK);
    CHECK(client->put_WaitForServer(VARIANT_TRUE) == S_OK);
    CHECK(client->put_ConnectTimeout(100) == S_OK);
    const Stopwatch watch;
    CHECK(client->Connect() == PERFECTHASH_E_SERVER_UNREACHABLE);
    CHECK(watch.AtLeast(100));
    CHECK(client->put_ConnectTimeout(PatienceMs) == S_OK);
    Com<IPerfectHashIocpServer> server;
    REQUIRE(CoCreateInstance(CLSID_IocpServer, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpServer,
                             reinterpret_cast<void **>(server.out())) == S_OK);
    REQUIRE(server->put_Endpoint(Bstr(endpoint.c_str())) == S_OK);
    std::thread starts([&] {
        Apartment inside;
        Sleep(150);
        CHECK(server->Start() == S_OK);
    });
    CHECK(client->Connect() == S_OK);
    starts.join();
}

TEST_CASE("a server that takes no more connections, or no more jobs, says so")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    both.server->Stop(0);
    REQUIRE(both.server->put_MaxConnections(1) == S_OK);
    REQUIRE(both.server->put_MaxRequests(1) == S_OK);
    REQUIRE(both.server->Start() == S_OK);
    Com<IPerfectHashJob> job, another;
    const std::wstring line = LongLine(folder);
    REQUIRE(both.client->TableCreate(Bstr(line.c_str()), job.out()) == S_OK);
    CHECK(both.client->TableCreate(Bstr(line.c_str()), another.out()) == PERFECTHASH_E_SERVER_BUSY);
    CHECK(Holds(ErrorText(), L"1 jobs"));
    auto other = both.NewClient();
    double ms;
    CHECK(other->Ping(&ms) == PERFECTHASH_E_SERVER_UNREACHABLE);
    CHECK(Holds(ErrorText(), both.endpoint.c_str()));
    CHECK(job->Cancel() == S_OK);
    CHECK(Wait(job));
}

TEST_CASE("a client may shut its own user's server down")
{
    Apartment apartment;
    ServerAndClient both;
    CHECK(both.client->ShutdownServer() == S_OK);
    VARIANT_BOOL done = VARIANT_FALSE;
    CHECK((both.server->Wait(PatienceMs, &done) == S_OK && done == VARIANT_TRUE));
}

TEST_CASE("a pipe that does not let this user in is no server to wait for")
{
    Apartment apartment;
    ServerAndClient both;
    const std::wstring endpoint = FreshEndpoint();
    // one that may only be written to refuses as one of another user does
    const HANDLE pipe = CreateNamedPipeW((L"\\\\.\\pipe\\" + endpoint).c_str(), PIPE_ACCESS_INBOUND, PIPE_TYPE_BYTE, 1,
                                         512, 512, 0, nullptr);
    REQUIRE(pipe != INVALID_HANDLE_VALUE);
    CHECK(both.client->put_Endpoint(Bstr(endpoint.c_str())) == S_OK);
    CHECK(both.client->put_WaitForServer(VARIANT_TRUE) == S_OK);
    CHECK(both.client->put_ConnectTimeout(-1) == S_OK); // one that were waited for were waited for without end
    CHECK(both.client->Connect() == PERFECTHASH_E_NOT_ALLOWED);
    CHECK(Holds(ErrorText(), endpoint.c_str()));
    CloseHandle(pipe);
}

TEST_CASE("a ping that waits for a server goes on when one went away before it answered")
{
    Apartment apartment;
    for (const bool waits : {false, true}) {
        ServerAndClient both;
        CHECK(both.server->Stop(0) == S_OK);
        CHECK(both.client->put_WaitForServer(waits ? VARIANT_TRUE : VARIANT_FALSE) == S_OK);
        CHECK(both.client->put_ConnectTimeout(20000) == S_OK);
        const HANDLE pipe = CreateNamedPipeW((L"\\\\.\\pipe\\" + both.endpoint).c_str(), PIPE_ACCESS_DUPLEX,
                                             PIPE_TYPE_BYTE, 1, 512, 512, 0, nullptr);
        REQUIRE(pipe != INVALID_HANDLE_VALUE);
        std::thread servers([&] {
            Apartment inside;
            BYTE first;
            DWORD read;
            ConnectNamedPipe(pipe, nullptr);
            ReadFile(pipe, &first, sizeof first, &read, nullptr);
            CloseHandle(pipe);
            CHECK(both.server->Start() == S_OK);
        });
        double ms = 0;
        CHECK(both.client->Ping(&ms) == (waits ? S_OK : PERFECTHASH_E_SERVER_GONE));
        servers.join();
    }
}

TEST_CASE("clients of several threads share one connection, and objects go in any order")
{
    Apartment apartment;
    TemporaryFolder folder;
    const std::wstring keys = WriteKeys(folder, L"some.keys", 200);
    const std::wstring line = L"\"" + keys + L"\" --NoFileIo";
    ServerAndClient both;
    std::vector<std::thread> threads;
    volatile LONG good = 0;
    for (int i = 0; i < 4; i++)
        threads.emplace_back([&] {
            Apartment inside;
            for (int n = 0; n < 25; n++) {
                Com<IPerfectHashJob> job;
                double ms;
                if (both.client->TableCreate(Bstr(line.c_str()), job.out()) == S_OK && (n % 2 || Wait(job)) &&
                    both.client->Ping(&ms) == S_OK)
                    InterlockedIncrement(&good);
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    CHECK(good == 100);
    LONG connections = 0;
    CHECK((both.server->get_Connections(&connections) == S_OK && connections == 1));
}

TEST_CASE("a client leaves no handle behind")
{
    Apartment apartment;
    TemporaryFolder folder;
    const std::wstring keys = WriteKeys(folder, L"some.keys", 200);
    const std::wstring line = L"\"" + keys + L"\" --NoFileIo";
    ServerAndClient both;
    DWORD handles = 0;
    for (int i = 0; i < 28; i++) {
        {
            auto client = both.NewClient();
            Com<IPerfectHashJob> job;
            REQUIRE(client->TableCreate(Bstr(line.c_str()), job.out()) == S_OK);
            REQUIRE(Wait(job));
            CHECK(client->TableCreate(Bstr(L"Z:\\none.keys"), job.out()) == S_OK);
        }
        Until([&] {
            LONG connections = 1;
            return both.running() == 0 && both.server->get_Connections(&connections) == S_OK && connections == 0;
        });
        if (i == 3)
            handles = HandleCount();
    }
    // A busy machine starts a few workers late, each with handles of its own; a leak would be of
    // 24.
    CHECK(Until([&] { return HandleCount() <= handles + 12; }));
}
