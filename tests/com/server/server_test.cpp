/*
 * These tests use the IocpServer class. Its settings have defaults, accept sensible values and
 * cannot change while it runs. It starts and stops repeatedly, runs requests of its own process as
 * jobs, and reports what happens to sinks. Its last release stops it on any thread, with jobs under
 * way.
 */
#include <atomic>
#include <thread>

#include "support/com/event_sink.h"
#include "support/com/server_and_client.h"

namespace {

// On a pipe that nobody else has, with few threads.
Com<IPerfectHashIocpServer> NewServer()
{
    Com<IPerfectHashIocpServer> server;
    REQUIRE(CoCreateInstance(CLSID_IocpServer, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpServer,
                             reinterpret_cast<void **>(server.out())) == S_OK);
    REQUIRE(server->put_Endpoint(Bstr(FreshEndpoint().c_str())) == S_OK);
    REQUIRE(server->put_MaxThreads(3) == S_OK);
    return server;
}

PerfectHashServerState StateOf(IPerfectHashIocpServer *server)
{
    PerfectHashServerState state = PerfectHashServerDraining;
    CHECK(server->get_State(&state) == S_OK);
    return state;
}

std::wstring Keys(const TemporaryFolder &folder, const wchar_t *name, size_t count)
{
    return folder.write(name, SomeKeys(count));
}

bool PipeAnswers(const std::wstring &endpoint)
{
    const HANDLE pipe = CreateFileW((L"\\\\.\\pipe\\" + endpoint).c_str(), GENERIC_READ | FILE_WRITE_DATA, 0, nullptr,
                                    OPEN_EXISTING, SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr);
    if (pipe == INVALID_HANDLE_VALUE)
        return false;
    // A ping: PHIP, version 1, type 1.
    uint8_t ping[32] = {'P', 'H', 'I', 'P', 1, 0, 1, 0}, answer[32] = {};
    DWORD moved = 0;
    CHECK(WriteFile(pipe, ping, sizeof ping, &moved, nullptr));
    CHECK(ReadFile(pipe, answer, sizeof answer, &moved, nullptr));
    CloseHandle(pipe);
    return moved == sizeof answer && answer[6] == 1 && answer[7] == 0x80;
}

bool PipeIsThere(const std::wstring &endpoint)
{
    return WaitNamedPipeW((L"\\\\.\\pipe\\" + endpoint).c_str(), 1) || GetLastError() != ERROR_FILE_NOT_FOUND;
}

std::wstring EndpointOf(IPerfectHashIocpServer *server)
{
    Bstr endpoint;
    CHECK(server->get_Endpoint(endpoint.out()) == S_OK);
    return endpoint.str();
}

} // namespace

TEST_CASE("a server's settings have defaults, take what makes sense, and are fixed while it runs")
{
    Apartment apartment;
    Com<IPerfectHashIocpServer> server;
    REQUIRE(CoCreateInstance(CLSID_IocpServer, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpServer,
                             reinterpret_cast<void **>(server.out())) == S_OK);
    CHECK(EndpointOf(server.p) == L"\\\\.\\pipe\\PerfectHash");
    VARIANT_BOOL flag = VARIANT_FALSE;
    CHECK(server->get_LocalOnly(&flag) == S_OK);
    CHECK(flag == VARIANT_TRUE);
    for (auto get : {&IPerfectHashIocpServer::get_NoFileIo, &IPerfectHashIocpServer::get_Verbose,
                     &IPerfectHashIocpServer::get_BufferGuardPages}) {
        CHECK((server.p->*get)(&flag) == S_OK);
        CHECK(flag == VARIANT_FALSE);
    }
    LONG number = -1;
    CHECK(server->get_MaxRequests(&number) == S_OK);
    CHECK(number == 256);
    CHECK(server->get_DrainTimeout(&number) == S_OK);
    CHECK(number == 30000);
    CHECK(server->get_MaxConnections(&number) == S_OK);
    CHECK(number == 256);
    CHECK(server->get_MaxConnectionsPerClient(&number) == S_OK);
    CHECK(number == 64);
    for (auto get :
         {&IPerfectHashIocpServer::get_MaxJobSeconds, &IPerfectHashIocpServer::get_MaxRequestsPerUser,
          &IPerfectHashIocpServer::get_MaxDetachedPerUser, &IPerfectHashIocpServer::get_MaxConnectionsPerUser}) {
        number = -1;
        CHECK((server.p->*get)(&number) == S_OK);
        CHECK(number == 0);
    }
    double bytes = -1;
    CHECK((server->get_MaxMemoryPerUser(&bytes) == S_OK && bytes == 0));
    CHECK((server->put_MaxMemoryPerUser(5e9) == S_OK && server->get_MaxMemoryPerUser(&bytes) == S_OK && bytes == 5e9));
    CHECK(server->put_MaxMemoryPerUser(-1) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(server->put_MaxJobSeconds(3600) == S_OK);
    CHECK(server->get_MaxJobSeconds(&number) == S_OK);
    CHECK(number == 3600);
    CHECK(server->put_MaxJobSeconds(-1) == PERFECTHASH_E_OPTION_VALUE);
    Bstr text;
    CHECK(server->get_NumaNodes(text.out()) == S_OK);
    CHECK(text.str() == L"all");
    CHECK(server->get_IoMode(text.out()) == S_OK);
    CHECK(text.str() == L"Overlapped");
    CHECK(server->get_StateText(text.out()) == S_OK);
    CHECK(text.str() == L"Stopped");

    CHECK(server->put_MaxRequests(0) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(server->put_MaxThreads(1025) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(server->put_IoMode(Bstr(L"x")) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(server->put_NumaNodes(Bstr(L"1-")) == PERFECTHASH_E_OPTION_VALUE);
    Bstr cut;
    cut.p = SysAllocStringLen(L"a\0b", 3);
    CHECK(server->put_AllowedRoots(cut) == PERFECTHASH_E_ARGUMENT);
    CHECK(server->get_State(nullptr) == E_POINTER);

    CHECK(server->put_Endpoint(Bstr(FreshEndpoint().c_str())) == S_OK);
    CHECK(server->put_AllowedRoots(Bstr(L"Q:\\none")) == S_OK);
    CHECK(server->Start() == PERFECTHASH_E_OPTION_VALUE);
    CHECK(ErrorTells(L"Q:\\none"));
    CHECK(server->put_AllowedRoots(Bstr(L";")) == S_OK);
    CHECK(server->Start() == PERFECTHASH_E_OPTION_VALUE);
    CHECK(ErrorTells(L"AllowedRoot"));
    CHECK(server->put_AllowedRoots(Bstr(L"")) == S_OK);
    CHECK(server->put_IocpConcurrency(2) == S_OK);
    REQUIRE(server->Start() == S_OK);
    CHECK(server->put_IocpConcurrency(3) == PERFECTHASH_E_RUNTIME_STARTED);
    CHECK(server->put_Endpoint(Bstr(L"x")) == PERFECTHASH_E_RUNTIME_STARTED);
    CHECK(server->put_Verbose(VARIANT_TRUE) == PERFECTHASH_E_RUNTIME_STARTED);
    CHECK(server->put_IoMode(Bstr(L"Mapped")) == PERFECTHASH_E_RUNTIME_STARTED);
    CHECK(server->put_NumaNodes(Bstr(L"0")) == PERFECTHASH_E_RUNTIME_STARTED);
    CHECK(server->get_IocpConcurrency(&number) == S_OK);
    CHECK(number == 2);
    CHECK(server->Stop(0) == S_OK);
    CHECK(server->put_IocpConcurrency(3) == S_OK);
}

TEST_CASE("a server serves from Start to Stop, again and again")
{
    Apartment apartment;
    const Com<IPerfectHashIocpServer> server = NewServer();
    const std::wstring endpoint = EndpointOf(server.p);
    VARIANT_BOOL done = VARIANT_FALSE;
    CHECK(server->Wait(0, &done) == S_OK);
    CHECK(done == VARIANT_TRUE);
    CHECK(server->Stop(0) == S_OK); // it has
    DWORD threads = 0, handles = 0;
    for (int round = 0; round < 4; round++) {
        CHECK_FALSE(PipeAnswers(endpoint));
        REQUIRE(server->Start() == S_OK);
        CHECK(server->Start() == PERFECTHASH_E_SERVER_STATE);
        CHECK(StateOf(server.p) == PerfectHashServerRunning);
        CHECK(PipeAnswers(endpoint));
        double requests = 0;
        CHECK(server->get_Requests(&requests) == S_OK);
        CHECK(requests == 1);
        CHECK(server->Wait(0, &done) == S_OK);
        CHECK(done == VARIANT_FALSE);
        const Com<IPerfectHashIocpServer> second = NewServer();
        CHECK(second->put_Endpoint(Bstr(endpoint.c_str())) == S_OK);
        CHECK(second->Start() == PERFECTHASH_E_SERVER_ENDPOINT);
        CHECK(ErrorTells(endpoint));
        CHECK(server->Stop(1000) == S_OK);
        CHECK(StateOf(server.p) == PerfectHashServerStopped);
        CHECK(server->get_Requests(&requests) == S_OK);
        CHECK(requests == 1);
        if (round == 1) {
            threads = ThreadCount();
            handles = HandleCount();
        }
    }
    CHECK(ThreadCount() <= threads);
    CHECK(HandleCount() <= handles);
    CHECK(server->Stop(-1) == PERFECTHASH_E_ARGUMENT);
    CHECK(server->Wait(-2, &done) == PERFECTHASH_E_ARGUMENT);
}

TEST_CASE("requests of the server's own process are jobs as any other")
{
    Apartment apartment;
    TemporaryFolder folder;
    const std::wstring keys = Keys(folder, L"some.keys", 500);
    const Com<IPerfectHashIocpServer> server = NewServer();
    Com<IPerfectHashJob> job;
    CHECK(server->SubmitRequest(Bstr(L"TableCreate x"), job.out()) == PERFECTHASH_E_SERVER_STATE);
    CHECK(ErrorTells(L"SubmitRequest"));
    REQUIRE(server->Start() == S_OK);
    CHECK(server->SubmitRequest(Bstr(L"Shutdown"), job.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(server->SubmitRequest(nullptr, job.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(server->SubmitRequest(Bstr(L"TableCreate x"), nullptr) == E_POINTER);
    REQUIRE(server->SubmitRequest(Bstr((L"TableCreate \"" + keys + L"\" \"" + folder.file(L"out") + L"\"").c_str()),
                                  job.out()) == S_OK);
    EventSink sink(EventSink::Agile);
    const DWORD cookie = Advise(job, &sink);
    double id = 0;
    CHECK(job->get_RequestId(&id) == S_OK);
    CHECK((id > 1 && id < 9007199254740992.0)); // the time, which a double holds exactly
    VARIANT_BOOL done = VARIANT_FALSE;
    CHECK(job->Wait(30000, &done) == S_OK);
    CHECK(done == VARIANT_TRUE);
    Com<IDispatch> result;
    CHECK(job->get_Result(result.out()) == S_OK);
    const Com<IPerfectHashTable> table = result.query<IPerfectHashTable>(IID_IPerfectHashTable);
    REQUIRE(table.p != nullptr);
    LONG count = 0;
    CHECK(table->get_KeyCount(&count) == S_OK);
    CHECK(count == 500);
    CHECK(Until([&] { return sink.completed(); }));
    CHECK(sink.count(TableCreated) == 1);
    Unadvise(job, cookie);
    // One that runs is told of, and ends with the server.
    Com<IPerfectHashJob> endless;
    REQUIRE(server->SubmitRequest(Bstr((L"TableCreate " + LongLine(folder)).c_str()), endless.out()) == S_OK);
    LONG running = 0;
    CHECK(server->get_JobsRunning(&running) == S_OK);
    CHECK(running == 1);
    CHECK(server->Stop(50) == S_OK);
    PerfectHashJobState state;
    CHECK(endless->get_State(&state) == S_OK);
    CHECK(state == PerfectHashJobCancelled);
    CHECK(table->get_KeyCount(&count) == S_OK); // a table lives on
}

TEST_CASE("a server tells its end, and with Verbose what happens, and a slow sink how much it missed")
{
    Apartment apartment;
    TemporaryFolder folder;
    const Com<IPerfectHashIocpServer> server = NewServer();
    EventSink sink(EventSink::Agile, false);
    const Com<IConnectionPointContainer> container =
        server.query<IConnectionPointContainer>(IID_IConnectionPointContainer);
    REQUIRE(container.p != nullptr);
    Com<IConnectionPoint> point;
    CHECK(container->FindConnectionPoint(DIID__IPerfectHashJobEvents, point.out()) == CONNECT_E_NOCONNECTION);
    REQUIRE(container->FindConnectionPoint(DIID__IPerfectHashServerEvents, point.out()) == S_OK);
    const Com<IProvideClassInfo2> info = server.query<IProvideClassInfo2>(IID_IProvideClassInfo2);
    REQUIRE(info.p != nullptr);
    GUID source;
    CHECK(info->GetGUID(GUIDKIND_DEFAULT_SOURCE_DISP_IID, &source) == S_OK);
    CHECK(source == DIID__IPerfectHashServerEvents);
    Com<ITypeInfo> type;
    CHECK(info->GetClassInfo(type.out()) == S_OK);
    DWORD cookie = 0;
    REQUIRE(point->Advise(&sink, &cookie) == S_OK);
    REQUIRE(server->Start() == S_OK); // without Verbose: nothing but its end
    CHECK(server->Stop(0) == S_OK);
    CHECK(Until([&] { return sink.heard().size() == 1; }));
    CHECK(sink.heard()[0].event == Stopped);
    CHECK(server->put_Verbose(VARIANT_TRUE) == S_OK);
    std::atomic<bool> held{false}, go{false};
    sink.on = [&](const Heard &) {
        held = true;
        while (!go)
            Sleep(1);
        return E_FAIL; // which is the sink's own affair
    };
    REQUIRE(server->Start() == S_OK);
    CHECK(Until([&] { return held.load(); }));
    CHECK(sink.heard()[1].text(0).find(EndpointOf(server.p)) != std::wstring::npos);
    for (int i = 0; i < 600; i++) {
        Com<IPerfectHashJob> job;
        VARIANT_BOOL done;
        if (server->SubmitRequest(Bstr((L"TableCreate \"" + folder.file(L"none.keys") + L"\"").c_str()), job.out()) ==
            S_OK)
            job->Wait(10000, &done);
    }
    go = true;
    CHECK(server->Stop(1000) == S_OK);
    CHECK(Until([&] { return sink.heard().back().event == Stopped && sink.heard().size() > 1; }));
    const std::vector<Heard> told = sink.heard();
    const std::wstring last = told[told.size() - 2].text(0); // with the process and user of whom it is about
    CHECK(last.find(L"[" + std::to_wstring(GetCurrentProcessId()) + L" S-1-") == 0);
    CHECK(last.substr(last.find(L']')) == L"] stopped");
    CHECK(std::count_if(told.begin(), told.end(), [](const Heard &heard) { return heard.event == Stopped; }) == 2);
    CHECK(std::any_of(told.begin() + 1, told.end() - 1,
                      [](const Heard &heard) { return heard.text(0).find(L"left out") != std::wstring::npos; }));
    CHECK(sink.heard().size() < 700);
    CHECK(point->Unadvise(cookie) == S_OK);
}

TEST_CASE("the last release stops a server, on any thread, with jobs under way")
{
    Apartment apartment;
    TemporaryFolder folder;
    const std::wstring line = L"TableCreate " + LongLine(folder);
    for (int round = 0; round < 4; round++) {
        Com<IPerfectHashIocpServer> server = NewServer();
        if (round == 3)
            CHECK(server->put_Verbose(VARIANT_TRUE) == S_OK);
        REQUIRE(server->Start() == S_OK);
        const std::wstring endpoint = EndpointOf(server.p);
        Com<IPerfectHashJob> job;
        REQUIRE(server->SubmitRequest(Bstr(line.c_str()), job.out()) == S_OK);
        EventSink sink(EventSink::Agile);
        std::atomic<bool> released{false};
        if (round == 2) { // on the notifier's thread, in a sink of its own job
            sink.on = [&](const Heard &heard) {
                if (heard.event == Completed) {
                    server.reset();
                    released = true;
                }
                return S_OK;
            };
        }
        const DWORD cookie = Advise(job, &sink);
        if (round == 0)
            server.reset();
        else if (round == 1)
            std::thread([&] { server.reset(); }).join();
        else if (round == 2)
            CHECK(job->Cancel() == S_OK);
        else
            server.reset();
        VARIANT_BOOL done = VARIANT_FALSE;
        CHECK(job->Wait(20000, &done) == S_OK);
        CHECK(done == VARIANT_TRUE);
        if (round == 2)
            CHECK(Until([&] { return released.load(); }));
        CHECK(Until([&] { return !PipeIsThere(endpoint); }));
        PerfectHashJobState state;
        CHECK(job->get_State(&state) == S_OK);
        CHECK(state == PerfectHashJobCancelled);
        Unadvise(job, cookie);
    }
}

TEST_CASE("Stop and Wait in a single-threaded apartment go on with its messages")
{
    Apartment apartment(COINIT_APARTMENTTHREADED);
    TemporaryFolder folder;
    const Com<IPerfectHashIocpServer> server = NewServer();
    REQUIRE(server->Start() == S_OK);
    Com<IPerfectHashJob> job;
    REQUIRE(server->SubmitRequest(Bstr((L"TableCreate " + LongLine(folder)).c_str()), job.out()) == S_OK);
    EventSink sink(EventSink::Bound); // of this apartment: it hears only where messages are pumped
    const DWORD cookie = Advise(job, &sink);
    CHECK(server->Stop(200) == S_OK);
    CHECK(Until([&] { return sink.completed(); }));
    for (const Heard &heard : sink.heard())
        CHECK(heard.thread == GetCurrentThreadId());
    Unadvise(job, cookie);
}

TEST_CASE("a server is there for scripts")
{
    Apartment apartment;
    Com<IDispatch> dispatch;
    const Com<IPerfectHashIocpServer> server = NewServer();
    server->QueryInterface(IID_IDispatch, reinterpret_cast<void **>(dispatch.out()));
    // clang-format off
    for (const wchar_t *name : {L"Endpoint", L"LocalOnly", L"IocpConcurrency", L"MaxThreads", L"NumaNodes",
                                L"SimulatedNumaNodes", L"BufferGuardPages", L"NoFileIo", L"Verbose", L"IoMode",
                                L"AllowedRoots", L"AllowUser", L"MaxRequests", L"BaseOutputDirectory", L"DrainTimeout",
                                L"MaxConnections", L"MaxConnectionsPerClient", L"State", L"StateText", L"Statistics",
                                L"Connections", L"Requests", L"JobsRunning", L"MaxJobSeconds", L"MaxRequestsPerUser",
                                L"MaxDetachedPerUser", L"MaxConnectionsPerUser", L"MaxMemoryPerUser"}) {
        // clang-format on
        CAPTURE(name);
        OLECHAR *names = const_cast<OLECHAR *>(name);
        DISPID id;
        REQUIRE(dispatch->GetIDsOfNames(IID_NULL, &names, 1, LOCALE_USER_DEFAULT, &id) == S_OK);
        DISPPARAMS none = {};
        Var value;
        CHECK(dispatch->Invoke(id, IID_NULL, LOCALE_USER_DEFAULT, DISPATCH_PROPERTYGET, &none, value.out(), nullptr,
                               nullptr) == S_OK);
    }
}
