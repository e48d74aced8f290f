/*
 * These tests start, drain, stop and release servers in all orders and from all threads. A shutdown
 * answers its client, lets jobs end for a time and cancels the rest. A draining server still tells
 * about its jobs and keeps its pipe name. The earliest limit of several stops holds. A release at
 * any moment returns every handle.
 */
#include <thread>

#include "jobs/server/server_state.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pipe/pipe_listener.h"
#include "support/jobs/bulk_fixture.h"
#include "support/jobs/server_fixture.h"

TEST_CASE("a name that is taken, and what is no name, are told as such")
{
    TestServer server;
    server.start();
    TestServer second;
    second.options.endpoint = server.endpoint.c_str();
    Failure failure = {};
    CHECK(ServerStart(&second.options, &second.server, &failure) == PERFECTHASH_E_SERVER_ENDPOINT);
    CHECK(second.server == nullptr);
    CHECK(Contains(TextOf(failure), server.endpoint));
    second.options.endpoint = L"a\\b";
    CHECK(ServerStart(&second.options, &second.server, &failure) == PERFECTHASH_E_SERVER_ENDPOINT);
    second.options.endpoint = second.endpoint.c_str();
    second.options.runtime.numaNodes = L"63";
    CHECK(ServerStart(&second.options, &second.server, &failure) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Contains(TextOf(failure), L"NumaNodes=63"));
    second.options.runtime.numaNodes = nullptr;
    second.options.allowUser = L"nobody of this name";
    CHECK(ServerStart(&second.options, &second.server, &failure) == PERFECTHASH_E_OPTION_VALUE);
    second.options.allowUser = nullptr;
    second.options.allowedRoots[0] = L"Q:\\no such folder";
    second.options.allowedRootCount = 1;
    CHECK(ServerStart(&second.options, &second.server, &failure) == PERFECTHASH_E_OPTION_VALUE);
    CHECK(Contains(TextOf(failure), L"no such folder"));
    second.options.allowedRootCount = 0;
    second.start();
    // The name is free again when its server has gone.
    ServerRelease(server.server);
    server.server = nullptr;
    server.start();
    CHECK(Client(server).ask(ProtocolPing).status == S_OK);
}

TEST_CASE("a shutdown is answered, lets jobs end for a time, and cancels the rest")
{
    Folder folder;
    TestServer server;
    server.options.drainTimeoutMs = 500;
    server.start();
    const std::wstring line = LongLine(folder);
    Client client(server);
    const Token token(client.ask(ProtocolTableCreate, line, ProtocolToken));
    CHECK(client.ask(ProtocolShutdown).status == S_OK);
    CHECK(ServerStateOf(server.server) == ServerDraining);
    const ServerAnswer refused = client.ask(ProtocolTableCreate, line, ProtocolToken);
    CHECK(refused.status == PERFECTHASH_E_SERVER_DRAINING);
    CHECK_FALSE(server.stopped(0));
    CHECK(server.stopped());
    CHECK(token.set(0));
    CHECK(token.read().values.state == JobRecordCancelled);
    CHECK(ServerStateOf(server.server) == ServerStopped);
    CHECK(server.statistics().connections == 0);
}

TEST_CASE("a server that drains is there for who asks about its jobs, and keeps its name to itself")
{
    Folder folder;
    TestServer server;
    server.start();
    const std::wstring line = LongLine(folder);
    uint64_t id = 0;
    {
        Client client(server);
        const Token token(client.ask(ProtocolTableCreate, line, ProtocolToken | ProtocolDetach));
        id = token.jobId;
    }
    ServerStop(server.server, INFINITE);
    TestServer second;
    second.options.endpoint = server.endpoint.c_str();
    CHECK(ServerStart(&second.options, &second.server, nullptr) == PERFECTHASH_E_SERVER_ENDPOINT);
    Client late(server);
    CHECK(late.ask(ProtocolPing).status == S_OK);
    CHECK(late.ask(ProtocolTableCreate, line, ProtocolToken).status == PERFECTHASH_E_SERVER_DRAINING);
    CHECK(late.about(ProtocolStatus, id).record().values.state == JobRecordRunning);
    CHECK(late.about(ProtocolCancel, id).status == S_OK);
    CHECK(server.stopped());
}

TEST_CASE("an idle server is shut down at once, and says so first")
{
    TestServer server;
    server.start();
    Client client(server), idle(server);
    CHECK(client.ask(ProtocolShutdown).status == S_OK);
    CHECK(server.stopped(5000));
}

TEST_CASE("a server that has nothing to do does nothing, with a client that is connected and silent")
{
    TestServer server;
    server.start();
    Client client(server);
    CHECK(client.ask(ProtocolPing).status == S_OK);
    Sleep(200);
    const uint64_t before = server.statistics().itemsRun;
#ifndef NDEBUG
    Win32WatchTokens(TRUE);
#endif
    Sleep(600);
    CHECK(server.statistics().itemsRun == before);
#ifndef NDEBUG
    Win32WatchTokens(FALSE);
    CHECK(Win32CallsAs(Win32CallDequeue, FALSE) == 0); // no worker has woken and gone to wait again
#endif
}

TEST_CASE("LocalOnly is the pipe's")
{
    for (const BOOL localOnly : {TRUE, FALSE}) {
        TestServer server;
        CHECK(server.options.localOnly == TRUE);
        server.options.localOnly = localOnly;
        server.start();
        CHECK(server.server->pipe->acceptRemote == !localOnly);
    }
}

TEST_CASE("a job that ends in time is answered while the server drains")
{
    Folder folder;
    TestServer server;
    server.start();
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 60, 3000);
    Client client(server);
    ServerAnswer answer;
    std::thread thread([&] { answer = client.ask(ProtocolBulkCreate, Quoted(folder / L"keys")); });
    CHECK(server.runs(1));
    ServerStop(server.server, INFINITE);
    thread.join();
    CHECK(answer.status == S_OK);
    CHECK(answer.record().values.succeeded == 60);
    CHECK(server.stopped());
}

TEST_CASE("of several stops the earliest limit holds, and cancelled jobs are answered")
{
    Folder folder;
    TestServer server;
    server.start();
    const std::wstring line = LongLine(folder);
    Client client(server);
    ServerAnswer answer;
    std::thread thread([&] { answer = client.ask(ProtocolTableCreate, line); });
    CHECK(server.runs(1));
    ServerStop(server.server, INFINITE);
    ServerStop(server.server, 60000);
    CHECK_FALSE(server.stopped(100));
    ServerStop(server.server, 100);
    ServerStop(server.server, 60000);
    CHECK(server.stopped(10000));
    thread.join();
    CHECK(answer.error == ERROR_SUCCESS);
    CHECK(answer.status == PERFECTHASH_E_CANCELLED);
    ServerStop(server.server, 0); // it has stopped
}

TEST_CASE("a job that begins between two stops at once is cancelled by the sharper one")
{
    struct Stopped : TestServer {
        TableJob *job = nullptr;
        std::wstring line;
        void between() // the first stop has begun and refuses nothing yet
        {
            Failure failure = {};
            BulkJob *bulk = nullptr;
            uint64_t id;
            Sleep(50); // its idea of now is an old one
            ServerStop(server, 0);
            CHECK(ServerSubmit(server, line.c_str(), nullptr, &job, &bulk, &id, &failure) == S_OK);
        }
    } server;
    Folder folder;
    server.line = L"TableCreate " + LongLine(folder);
    server.options.log = [](void *context, const wchar_t *text) {
        if (Contains(text, L"] draining"))
            static_cast<Stopped *>(context)->between();
    };
    server.options.logContext = &server;
    server.start();
    ServerStop(server.server, 60000);
    REQUIRE(server.job != nullptr);
    const bool stopped = server.stopped(5000);
    TableJobCancel(server.job); // or the release would wait for it
    CHECK(stopped);
    CHECK(TableJobState(server.job) == JobCancelled);
    TableJobRelease(server.job);
}

TEST_CASE("a server can be released at any moment, and everything comes back")
{
    Folder folder;
    const std::wstring line = LongLine(folder);
    WriteKeys(folder / L"some.keys", SomeKeys(500));
    DWORD handles = 0;
    for (int round = 0; round < 12; round++) {
        {
            TestServer server;
            server.options.runtime.simulatedNumaNodes = 1 + round % 3;
            server.start();
            Client clients[] = {Client(server), Client(server)};
            const Token running(clients[0].ask(ProtocolTableCreate, line, ProtocolToken));
            for (int i = 0; i < round % 4; i++)
                Token(
                    clients[1].ask(ProtocolTableCreate, Quoted(folder / L"some.keys"), ProtocolToken | ProtocolDetach));
            if (round % 5 == 1)
                clients[0].close();
            if (round % 5 == 2)
                ServerStop(server.server, 30);
            if (round % 5 == 3)
                clients[1].ask(ProtocolShutdown);
            ServerRelease(server.server);
            server.server = nullptr;
            CHECK(running.set(0));
            CHECK(running.read().values.state == JobRecordCancelled);
        }
        if (round == 3)
            handles = HandleCount();
    }
    CHECK(HandleCount() <= handles + 4); // what the system keeps for itself
}

namespace {

struct FromWorker {
    Server *server = nullptr;
    HANDLE released = CreateEventW(nullptr, TRUE, FALSE, nullptr), ended = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    ~FromWorker()
    {
        CloseHandle(released);
        CloseHandle(ended);
    }
};

} // namespace

TEST_CASE("a server that is released on one of its own workers ends by itself")
{
    Folder folder;
    WriteKeys(folder / L"some.keys", SomeKeys(500));
    for (bool stopped : {false, true}) {
        TestServer server;
        FromWorker context;
        server.options.log = [](void *, const wchar_t *) {};
        server.options.logContext = &context;
        server.options.logEnded = [](void *self) { SetEvent(static_cast<FromWorker *>(self)->ended); };
        server.start();
        context.server = server.server;
        if (stopped)
            ServerStop(server.server, INFINITE);
        ServerWatcher watcher = {};
        watcher.tableDone = [](TableJob *, void *self) {
            FromWorker *from = static_cast<FromWorker *>(self);
            ServerRelease(from->server);
            SetEvent(from->released);
        };
        watcher.context = &context;
        TableJob *table = nullptr;
        BulkJob *bulk = nullptr;
        uint64_t id = 0;
        Failure failure = {};
        const std::wstring line = L"TableCreate " + Quoted(folder / L"some.keys");
        const HRESULT code = ServerSubmit(server.server, line.c_str(), &watcher, &table, &bulk, &id, &failure);
        if (stopped) {
            CHECK(code == PERFECTHASH_E_SERVER_DRAINING);
            continue;
        }
        REQUIRE(code == S_OK);
        server.server = nullptr;
        CHECK(WaitForSingleObject(context.released, PatienceMs) == WAIT_OBJECT_0);
        CHECK(WaitForSingleObject(context.ended, PatienceMs) == WAIT_OBJECT_0);
        CHECK(Wait(table).state == JobSucceeded);
    }
}

TEST_CASE("requests of the server's own process are words, too")
{
    Folder folder;
    TestServer server;
    server.options.maxRequests = 1;
    server.start();
    MakeFolder(folder / L"keys");
    WriteSets(folder / L"keys", 3, 100);
    TableJob *table = nullptr;
    BulkJob *bulk = nullptr;
    uint64_t id = 0;
    Failure failure = {};
    const auto submit = [&](const std::wstring &line) {
        return ServerSubmit(server.server, line.c_str(), nullptr, &table, &bulk, &id, &failure);
    };
    REQUIRE(submit(L"bulkcreatedirectory " + Quoted(folder / L"keys") + L" " + Quoted(folder / L"out") +
                   L" --Recursive") == S_OK);
    REQUIRE(bulk != nullptr);
    CHECK(id > 1); // the time
    CHECK(WaitForSingleObject(BulkJobEvent(bulk), 60000) == WAIT_OBJECT_0);
    BulkJobRelease(bulk);
    CHECK(Exists(folder / L"out\\PerfectHashBulkCreate.json"));
    CHECK(server.runs(0));
    REQUIRE(submit(L"TableCreate " + LongLine(folder)) == S_OK);
    REQUIRE(table != nullptr);
    TableJob *first = table;
    CHECK(submit(L"BulkCreate " + Quoted(folder / L"keys")) == PERFECTHASH_E_SERVER_BUSY);
    TableJobCancel(first);
    CHECK(Wait(first).state == JobCancelled);
    CHECK(submit(L"") == PERFECTHASH_E_ARGUMENT);
    CHECK(id == 0);
    CHECK(submit(L"Shutdown") == PERFECTHASH_E_ARGUMENT);
    CHECK(Contains(TextOf(failure), L"Shutdown"));
    CHECK(submit(L"BulkCreateDirectory") == PERFECTHASH_E_ARGUMENT);
    CHECK(submit(L"TableCreate --Endpoint=x") == PERFECTHASH_E_OPTION_UNKNOWN);
}

TEST_CASE("a server without files writes none, whatever is asked")
{
    Folder folder;
    TestServer server;
    server.options.noFileIo = TRUE;
    server.start();
    WriteKeys(folder / L"some.keys", SomeKeys(50));
    Client client(server);
    const ServerAnswer answer =
        client.ask(ProtocolTableCreate, Quoted(folder / L"some.keys") + L" " + Quoted(folder / L"out"));
    REQUIRE(answer.status == S_OK);
    CHECK(answer.record().path.empty());
    CHECK_FALSE(Exists(folder / L"out"));
    CHECK(client.ask(ProtocolBulkCreate, Quoted(folder.path) + L" --Pack=" + Quoted(folder / L"p")).status ==
          PERFECTHASH_E_NOT_ALLOWED);
    CHECK(FilesBelow(folder.path).size() == 1);
}
