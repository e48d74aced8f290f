// The IocpClient class and its jobs, against a server in this process: jobs that are like local ones, failures in words, and ends in all orders.
#include <thread>

#include "event_sink.h"
#include "server_and_client.h"

namespace {

std::wstring WriteKeys(const TemporaryFolder &folder, const wchar_t *name, size_t count, uint32_t seed = 1)
{
    const std::vector<uint32_t> keys = SomeKeys(count, seed);
    return folder.write(name, keys.data(), keys.size() * sizeof keys[0]);
}

bool Done(const Com<IPerfectHashJob> &job, LONG milliseconds = 60000)
{
    VARIANT_BOOL done = VARIANT_FALSE;
    CHECK(job->Wait(milliseconds, &done) == S_OK);
    return done == VARIANT_TRUE;
}

PerfectHashJobState StateOf(const Com<IPerfectHashJob> &job)
{
    PerfectHashJobState state = PerfectHashJobRunning;
    CHECK(job->get_State(&state) == S_OK);
    return state;
}

LONG CodeOf(const Com<IPerfectHashJob> &job)
{
    LONG code = -1;
    CHECK(job->get_ErrorCode(&code) == S_OK);
    return code;
}

std::wstring TextOf(const Com<IPerfectHashJob> &job)
{
    Bstr text;
    CHECK(job->get_Error(text.out()) == S_OK);
    return text.str();
}

double IdOf(const Com<IPerfectHashJob> &job)
{
    double id = 0;
    CHECK(job->get_RequestId(&id) == S_OK);
    return id;
}

std::wstring LastResponse(const Com<IPerfectHashIocpClient> &client)
{
    Bstr text;
    CHECK(client->get_LastResponse(text.out()) == S_OK);
    return text.str();
}

bool Holds(const std::wstring &text, const wchar_t *part) { return text.find(part) != std::wstring::npos; }

} // namespace

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
    CHECK(Holds(LastResponse(both.client), L"{\"request\": \"Ping\", \"code\": \"0x00000000\", \"serverProcessId\": "));
    CHECK(Holds(LastResponse(both.client), std::to_wstring(GetCurrentProcessId()).c_str()));
    Com<IPerfectHashStatistics> statistics;
    REQUIRE(both.client->GetServerStatistics(statistics.out()) == S_OK);
    LONG nodes = 0;
    CHECK((statistics->get_Nodes(&nodes) == S_OK && nodes >= 1));
    CHECK(Holds(LastResponse(both.client), L"{\"request\": \"GetServerStatistics\", "));
    CHECK(Holds(LastResponse(both.client), L"\"jobsRunning\": 0"));
    CHECK(both.client->Disconnect() == S_OK);
    CHECK(both.client->get_Connected(&connected) == S_OK);
    CHECK(connected == VARIANT_FALSE);
    CHECK(both.client->Disconnect() == S_OK);
    CHECK(both.client->Ping(&ms) == S_OK);
}

TEST_CASE("a table made by a server is a job like a local one, in either apartment")
{
    TemporaryFolder folder;
    const std::wstring keys = WriteKeys(folder, L"some.keys", 5000);
    for (const DWORD model : {COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED}) {
        Apartment apartment(model);
        ServerAndClient both;
        Com<IPerfectHashJob> job;
        REQUIRE(both.client->TableCreate(Bstr((L"\"" + keys + L"\" \"" + folder.file(L"out") + L"\"").c_str()), job.out()) == S_OK);
        CHECK(IdOf(job) >= 1);
        CHECK(Holds(LastResponse(both.client), L"\"requestId\": "));
        REQUIRE(Done(job));
        CHECK(StateOf(job) == PerfectHashJobSucceeded);
        CHECK(CodeOf(job) == 0);
        double fraction = 0;
        CHECK((job->get_Progress(&fraction) == S_OK && fraction == 1));
        Com<IDispatch> result;
        REQUIRE(job->get_Result(result.out()) == S_OK);
        REQUIRE(result.p);
        auto table = result.query<IPerfectHashTable>(IID_IPerfectHashTable);
        Com<IDispatch> again;
        CHECK(job->get_Result(again.out()) == S_OK);
        CHECK(again.p == result.p);                     // the file was read once
        LONG position = -1;
        CHECK((table->Index(Var::u32(SomeKeys(5000)[321]).v, &position) == S_OK && position == 321));
        // what was not written can't be given
        REQUIRE(both.client->TableCreate(Bstr((L"\"" + keys + L"\" --NoFileIo").c_str()), job.out()) == S_OK);
        REQUIRE(Done(job));
        CHECK(job->get_Result(result.out()) == PERFECTHASH_E_TABLE_NOT_KEPT);
    }
}

TEST_CASE("a server's bulk run gives its tables, from folders and from a pack, and its failures")
{
    Apartment apartment;
    TemporaryFolder folder;
    CreateDirectoryW(folder.file(L"keys").c_str(), nullptr);
    for (uint32_t i = 0; i < 8; i++)
        WriteKeys(folder, (L"keys\\set" + std::to_wstring(i) + L".keys").c_str(), 100 + i, i + 1);
    folder.write(L"keys\\set9.keys", "12345", 5);
    ServerAndClient both;
    for (const bool pack : {false, true}) {
        const std::wstring options = pack ? L"--Pack=\"" + folder.file(L"all.phpack") + L"\"" : L"";
        Com<IPerfectHashJob> job;
        REQUIRE(both.client->BulkCreateDirectory(Bstr(folder.file(L"keys").c_str()), pack ? nullptr : Bstr(folder.file(L"out").c_str()).p,
                                                 Bstr(options.c_str()), job.out()) == S_OK);
        REQUIRE(Done(job));
        CHECK(StateOf(job) == PerfectHashJobSucceeded);
        double failed = 0, total = 0;
        CHECK((job->get_Failed(&failed) == S_OK && failed == 1));
        CHECK((job->get_Total(&total) == S_OK && total == 9));
        Com<IDispatch> result;
        REQUIRE(job->get_Result(result.out()) == S_OK);
        auto tables = result.query<IPerfectHashTables>(IID_IPerfectHashTables);
        REQUIRE(tables.p);
        LONG count = 0, position = -1;
        CHECK((tables->get_Count(&count) == S_OK && count == 8));
        Com<IPerfectHashTable> table;
        REQUIRE(tables->get_Item(Var(3).v, table.out()) == S_OK);
        CHECK((table->Index(Var::u32(SomeKeys(103, 4)[50]).v, &position) == S_OK && position == 50));
        // who can't see the failures in the tables, as those of a pack, hears the first of them
        CHECK(CodeOf(job) == 0);
        CHECK(Holds(TextOf(job), L"set9.keys"));
        if (!pack) {
            Var failures;
            CHECK(tables->get_Failures(failures.out()) == S_OK);
            REQUIRE(Strings(failures).size() == 1);
            CHECK(Holds(Strings(failures)[0], L"set9.keys"));
            Bstr csv;
            CHECK((tables->get_CsvPath(csv.out()) == S_OK && !FileBytes(csv.str()).empty()));
        }
    }
    // as of a local job, and where nothing was kept
    auto context = NewContext();
    Com<IPerfectHashJob> local, remote;
    REQUIRE(context->BeginBulkCreate(Bstr(folder.file(L"keys").c_str()), nullptr, nullptr, local.out()) == S_OK);
    REQUIRE(both.client->BulkCreate(Bstr((L"\"" + folder.file(L"keys") + L"\" --NoFileIo").c_str()), remote.out()) == S_OK);
    CHECK(Done(local));
    CHECK(Done(remote));
    CHECK(CodeOf(local) == 0);
    CHECK(Holds(TextOf(local), L"set9.keys"));
    CHECK(TextOf(remote) == TextOf(local));
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
    CHECK((Done(job) && CodeOf(job) == 0));
    REQUIRE(both.client->BulkCreate(Bstr(L"keys out2 --Pack all.phpack --NoSummary"), job.out()) == S_OK);
    CHECK((Done(job) && CodeOf(job) == 0));
    REQUIRE(both.client->BulkCreateDirectory(Bstr(L"keys"), Bstr(L"out3"), Bstr(L"--Pack=more.phpack"), job.out()) == S_OK);
    CHECK((Done(job) && CodeOf(job) == 0));
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
    for (const wchar_t *line : {L"a.keys --NoSuchOption", L"a.keys --RngSeed=many", L"", L"a b c d", L"a b Chm01 Quadx And 1 more",
                                L"a.keys --Contains --OmitKeys"}) {
        const HRESULT local = context->BeginTableCreateCommandLine(Bstr(line), job.out());
        const std::wstring text = ErrorText();
        CHECK(FAILED(local));
        CHECK(both.client->TableCreate(Bstr(line), job.out()) == local);
        CHECK(ErrorText() == text);
        CHECK(job.p == nullptr);
    }
    CHECK(both.client->BulkCreate(Bstr(L"keys --Resume --Pack=x"), job.out()) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(both.client->BulkCreateDirectory(Bstr(L""), nullptr, nullptr, job.out()) == PERFECTHASH_E_ARGUMENT);
    CHECK(both.client->BulkCreateDirectory(Bstr(L"keys"), nullptr, Bstr(L"word"), job.out()) == PERFECTHASH_E_OPTION_UNKNOWN);
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

TEST_CASE("a job that fails there tells why here")
{
    Apartment apartment;
    ServerAndClient both;
    Com<IPerfectHashJob> job;
    REQUIRE(both.client->TableCreate(Bstr(L"Z:\\no\\such.keys"), job.out()) == S_OK);
    REQUIRE(Done(job));
    CHECK(StateOf(job) == PerfectHashJobFailed);
    CHECK(CodeOf(job) == PERFECTHASH_E_KEYS_NOT_FOUND);
    CHECK(Holds(TextOf(job), L"such.keys"));
    Com<IDispatch> result;
    CHECK((job->get_Result(result.out()) == S_OK && !result.p));
    // and what the server refuses at once
    CHECK(both.client->Status(4711, job.out()) == PERFECTHASH_E_NO_SUCH_JOB);
    CHECK(Holds(ErrorText(), L"4711"));
    CHECK(Holds(LastResponse(both.client), L"\"error\": \"Job 4711"));
    CHECK(both.client->CancelRequest(4711) == PERFECTHASH_E_NO_SUCH_JOB);
}

TEST_CASE("several jobs of one client run at once, are cancelled, found again and let go of")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    auto other = both.NewClient();
    Com<IPerfectHashJob> first, second, third, found;
    const std::wstring line = LongLine(folder);
    REQUIRE(both.client->TableCreate(Bstr(line.c_str()), first.out()) == S_OK);
    REQUIRE(both.client->TableCreate(Bstr(line.c_str()), second.out()) == S_OK);
    REQUIRE(both.client->TableCreate(Bstr(line.c_str()), third.out()) == S_OK);
    CHECK(IdOf(first) != IdOf(second));
    CHECK(StateOf(first) == PerfectHashJobRunning);
    CHECK_FALSE(Done(first, 50));
    CHECK_FALSE(Done(first, 0));
    REQUIRE(other->Status(IdOf(second), found.out()) == S_OK);
    CHECK(StateOf(found) == PerfectHashJobRunning);
    CHECK(first->Cancel() == S_OK);
    REQUIRE(Done(first));
    CHECK(StateOf(first) == PerfectHashJobCancelled);
    CHECK(CodeOf(first) == PERFECTHASH_E_CANCELLED);
    CHECK(first->Cancel() == S_OK);
    CHECK(other->CancelRequest(IdOf(second)) == S_OK);
    REQUIRE(Done(found));
    REQUIRE(Done(second));
    CHECK(StateOf(found) == PerfectHashJobCancelled);
    // the client goes, and with it what it did not detach; the job object stays
    both.client.reset();
    REQUIRE(Done(third));
    CHECK(StateOf(third) == PerfectHashJobCancelled);
    CHECK(Until([&] { return both.running() == 0; }));
    // what has ended is still known
    REQUIRE(other->Status(IdOf(third), found.out()) == S_OK);
    CHECK(StateOf(found) == PerfectHashJobCancelled);
}

TEST_CASE("a detached job goes on without its client, and can be asked about and cancelled by another")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    Com<IPerfectHashJob> job, found;
    REQUIRE(both.client->put_Detach(VARIANT_TRUE) == S_OK);
    REQUIRE(both.client->TableCreate(Bstr(LongLine(folder).c_str()), job.out()) == S_OK);
    const double id = IdOf(job);
    both.client.reset();
    CHECK_FALSE(Done(job, 300));
    CHECK(both.running() == 1);
    auto other = both.NewClient();
    REQUIRE(other->Status(id, found.out()) == S_OK);
    CHECK(job->Cancel() == S_OK);       // on a connection of its own
    REQUIRE(Done(found));
    CHECK(StateOf(job) == PerfectHashJobCancelled);
}

TEST_CASE("a job of the server's own process has the number that clients know it by")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    Com<IPerfectHashJob> job, found;
    REQUIRE(both.server->SubmitRequest(Bstr((L"TableCreate " + LongLine(folder)).c_str()), job.out()) == S_OK);
    CHECK(IdOf(job) != 0);
    REQUIRE(both.client->Status(IdOf(job), found.out()) == S_OK);
    CHECK(IdOf(found) == IdOf(job));
    CHECK(both.client->CancelRequest(IdOf(job)) == S_OK);
    CHECK(Done(job));
    CHECK(StateOf(job) == PerfectHashJobCancelled);
}

TEST_CASE("a job whose server stops does not wait for ever")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    Com<IPerfectHashJob> job;
    REQUIRE(both.client->TableCreate(Bstr(LongLine(folder).c_str()), job.out()) == S_OK);
    std::thread stops([&] {
        Apartment inside;
        Sleep(100);
        both.server->Stop(0);
    });
    CHECK(Done(job, 20000));
    stops.join();
    CHECK(StateOf(job) != PerfectHashJobRunning);
    double ms;
    CHECK(FAILED(both.client->Ping(&ms)));
    VARIANT_BOOL connected = VARIANT_TRUE;
    CHECK((both.client->get_Connected(&connected) == S_OK && connected == VARIANT_FALSE));
    // a new server at the same place is found again
    REQUIRE(both.server->Start() == S_OK);
    CHECK(both.client->Ping(&ms) == S_OK);
}

TEST_CASE("where there is no server a client says so, or waits for one")
{
    Apartment apartment;
    Com<IPerfectHashIocpClient> client;
    REQUIRE(CoCreateInstance(CLSID_IocpClient, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpClient, reinterpret_cast<void **>(client.out())) == S_OK);
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
    const ULONGLONG begun = GetTickCount64();
    CHECK(client->Connect() == PERFECTHASH_E_SERVER_UNREACHABLE);
    CHECK(GetTickCount64() - begun >= 80);
    CHECK(client->put_ConnectTimeout(20000) == S_OK);
    Com<IPerfectHashIocpServer> server;
    REQUIRE(CoCreateInstance(CLSID_IocpServer, nullptr, CLSCTX_INPROC_SERVER, IID_IPerfectHashIocpServer, reinterpret_cast<void **>(server.out())) == S_OK);
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
    CHECK(Done(job));
}

TEST_CASE("a client may shut its own user's server down")
{
    Apartment apartment;
    ServerAndClient both;
    CHECK(both.client->ShutdownServer() == S_OK);
    VARIANT_BOOL done = VARIANT_FALSE;
    CHECK((both.server->Wait(20000, &done) == S_OK && done == VARIANT_TRUE));
}

TEST_CASE("a remote job tells its progress and its end to a sink")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    Com<IPerfectHashJob> job;
    EventSink sink(EventSink::Agile);
    REQUIRE(both.client->TableCreate(Bstr(LongLine(folder).c_str()), job.out()) == S_OK);
    const DWORD cookie = Advise(job, &sink);
    CHECK(Until([&] { return sink.count(Progress) != 0; }));
    CHECK_FALSE(sink.completed());
    CHECK(job->Cancel() == S_OK);
    REQUIRE(Until([&] { return sink.completed(); }));
    CHECK(sink.heard().back().whole(0) == PerfectHashJobCancelled);
    CHECK(sink.count(Completed) == 1);
    CHECK(sink.count(TableFailed) == 1);
    // one that comes late hears the end, too
    EventSink late(EventSink::Agile);
    const DWORD lateCookie = Advise(job, &late);
    CHECK(Until([&] { return late.completed(); }));
    Unadvise(job, cookie);
    Unadvise(job, lateCookie);
}

TEST_CASE("a remote table is told as a local one is, and a remote run by its numbers alone")
{
    Apartment apartment;
    TemporaryFolder folder;
    ServerAndClient both;
    const std::wstring keys = WriteKeys(folder, L"some.keys", 5000), none = folder.file(L"none.keys");
    EventSink made(EventSink::Agile), failed(EventSink::Agile), found(EventSink::Agile), bulk(EventSink::Agile);
    Com<IPerfectHashJob> job;
    const auto hear = [&](EventSink &sink) {
        const DWORD cookie = Advise(job, &sink);
        REQUIRE(Until([&] { return sink.completed(); }));
        Unadvise(job, cookie);
        const std::vector<Heard> all = sink.heard();
        size_t table = 0;
        for (size_t i = 0; i < all.size(); i++)
            if (all[i].event == TableCreated || all[i].event == TableFailed)
                table = i;
        return all[table];      // of a table, if there was one
    };
    REQUIRE(both.client->TableCreate(Bstr((L"\"" + keys + L"\" \"" + folder.file(L"out") + L"\"").c_str()), job.out()) == S_OK);
    const double id = IdOf(job);
    const Heard table = hear(made);
    REQUIRE(table.event == TableCreated);
    CHECK(table.text(0) == keys);
    CHECK(GetFileAttributesW(table.text(1).c_str()) != INVALID_FILE_ATTRIBUTES);
    CHECK(table.number(2) == 5000);
    CHECK(made.count(TableCreated) == 1);
    REQUIRE(both.client->Status(id, job.out()) == S_OK);
    const Heard again = hear(found);
    REQUIRE(again.event == TableCreated);
    CHECK(again.text(0).empty());
    CHECK(again.text(1) == table.text(1));
    REQUIRE(both.client->TableCreate(Bstr((L"\"" + none + L"\" --NoFileIo").c_str()), job.out()) == S_OK);
    const Heard failure = hear(failed);
    REQUIRE(failure.event == TableFailed);
    CHECK(failure.text(0) == none);
    CHECK(failure.whole(1) == CodeOf(job));
    CHECK(failure.text(2) == TextOf(job));
    REQUIRE(both.client->BulkCreate(Bstr((L"\"" + folder.path + L"\" --NoFileIo").c_str()), job.out()) == S_OK);
    CHECK(hear(bulk).event == Progress);
    CHECK(bulk.count(TableCreated) == 0);
}

TEST_CASE("a pipe that does not let this user in is no server to wait for")
{
    Apartment apartment;
    ServerAndClient both;
    const std::wstring endpoint = FreshEndpoint();
    // one that may only be written to refuses as one of another user does
    const HANDLE pipe = CreateNamedPipeW((L"\\\\.\\pipe\\" + endpoint).c_str(), PIPE_ACCESS_INBOUND, PIPE_TYPE_BYTE, 1, 512, 512, 0, nullptr);
    REQUIRE(pipe != INVALID_HANDLE_VALUE);
    CHECK(both.client->put_Endpoint(Bstr(endpoint.c_str())) == S_OK);
    CHECK(both.client->put_WaitForServer(VARIANT_TRUE) == S_OK);
    const ULONGLONG begun = GetTickCount64();
    CHECK(both.client->Connect() == PERFECTHASH_E_NOT_ALLOWED);
    CHECK(GetTickCount64() - begun < 3000);
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
        const HANDLE pipe = CreateNamedPipeW((L"\\\\.\\pipe\\" + both.endpoint).c_str(), PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 512, 512, 0, nullptr);
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
                if (both.client->TableCreate(Bstr(line.c_str()), job.out()) == S_OK && (n % 2 || Done(job)) && both.client->Ping(&ms) == S_OK)
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
    for (int i = 0; i < 12; i++) {
        {
            auto client = both.NewClient();
            Com<IPerfectHashJob> job;
            REQUIRE(client->TableCreate(Bstr(line.c_str()), job.out()) == S_OK);
            REQUIRE(Done(job));
            CHECK(client->TableCreate(Bstr(L"Z:\\none.keys"), job.out()) == S_OK);
        }
        Until([&] {
            LONG connections = 1;
            return both.running() == 0 && both.server->get_Connections(&connections) == S_OK && connections == 0;
        });
        if (i == 3)
            handles = HandleCount();
    }
    CHECK(Until([&] { return HandleCount() <= handles + 2; }));
}
