/*
 * These tests fill the memory budget of a server with the keys of endless tables. Ping, Status,
 * Statistics, Cancel and Shutdown are answered all the same, also while other requests wait for
 * memory. They are answered also while each request that creates a job waits for a disk, which is
 * slow to tell where the path of the request leads.
 */
#include <thread>

#include "runtime/base/win32_calls.h"
#include "support/jobs/server_fixture.h"
#include "support/raw_client.h"

namespace {

// A server whose budget is smaller than the keys of one endless table, which has it then.
struct FullServer : TestServer {
    Folder folder;
    std::wstring line = LongLine(folder);
    FullServer()
    {
        options.runtime.bufferBudgetBytes = 64 * 1024;
        options.drainTimeoutMs = 100;
        start();
    }
    // Do the keys of a table, or more, fill the budget?
    bool full() const { return statistics().bufferBytes >= options.runtime.bufferBudgetBytes; }
};

} // namespace

TEST_CASE("control requests are answered while keys fill the memory budget")
{
    FullServer server;
    Client first(server), second(server), control(server);
    const ServerAnswer holds = first.ask(ProtocolTableCreate, server.line, ProtocolToken);
    const Token held(holds);
    REQUIRE(Eventually([&] { return server.full(); }));

    // A second table of that size can't begin: its message or its keys wait for memory.
    RawClient waits(L"\\\\.\\pipe\\" + server.endpoint);
    const uint8_t *bytes = reinterpret_cast<const uint8_t *>(server.line.data());
    REQUIRE(waits.Send(Message(ProtocolTableCreate, Bytes(bytes, bytes + server.line.size() * sizeof(wchar_t)))));

    CHECK(control.ask(ProtocolPing).status == S_OK);
    CHECK(control.ask(ProtocolStatistics).status == S_OK);
    CHECK(control.about(ProtocolStatus, holds.job()).record().values.state == JobRecordRunning);
    CHECK(second.about(ProtocolCancel, holds.job()).status == S_OK);
    CHECK(held.set());
    CHECK(held.read().values.state == JobRecordCancelled);
    CHECK(server.runs(1)); // the one that waited has the memory now
    CHECK(control.ask(ProtocolShutdown).status == S_OK);
    CHECK(server.stopped());
}

#ifndef NDEBUG
namespace {

// Opens of files whose path has the word stand still until they are let go, as on a share that
// hangs.
struct SlowOpens {
    std::atomic<long> waiting{0};
    HANDLE go = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    const wchar_t *word;

    explicit SlowOpens(const wchar_t *name) : word(name)
    {
        running = this;
        Win32BeforeOpen = [](const wchar_t *path) {
            if (wcsstr(path, running->word) == nullptr)
                return;
            running->waiting++;
            WaitForSingleObject(running->go, INFINITE);
            running->waiting--;
        };
    }
    ~SlowOpens()
    {
        letGo();
        Win32BeforeOpen = nullptr;
        CloseHandle(go);
    }
    SlowOpens(const SlowOpens &) = delete;
    SlowOpens &operator=(const SlowOpens &) = delete;
    void letGo() { SetEvent(go); }

private:
    inline static SlowOpens *running;
};

struct RootedServer : TestServer {
    Folder root;
    RootedServer()
    {
        options.allowedRoots[0] = root.path.c_str();
        options.allowedRootCount = 1;
        start();
    }
};

// A request from a thread of its own, which may wait for its answer.
struct Asking {
    Client client;
    ServerAnswer answer;
    std::atomic<bool> answered{false};
    std::thread thread;

    Asking(const TestServer &server, ProtocolType type, const std::wstring &line, uint32_t flags)
        : client(server), thread([=, this] {
              answer = client.ask(type, line, flags);
              answered = true;
          })
    {
    }
    ~Asking() { thread.join(); }
};

} // namespace

TEST_CASE("control requests are answered while a disk keeps every request that creates a job")
{
    RootedServer server;
    SlowOpens slow(L"hangs.keys");
    std::vector<std::unique_ptr<Asking>> creates;
    const std::wstring line = Quoted(server.root / L"hangs.keys") + L" " + Quoted(server.root / L"out");
    for (DWORD i = 0; i < server.options.runtime.maxThreads + 2; i++)
        creates.push_back(std::make_unique<Asking>(server, ProtocolTableCreate, line, ProtocolToken));
    REQUIRE(Eventually([&] { return slow.waiting >= static_cast<long>(server.options.runtime.maxThreads) - 1; }));
    Asking ping(server, ProtocolPing, L"", 0);
    const bool answered = Eventually([&] { return ping.answered.load(); });
    slow.letGo();
    CHECK(answered);
    REQUIRE(Eventually([&] { return ping.answered.load(); }));
    CHECK(ping.answer.status == S_OK);
    for (const auto &create : creates) {
        REQUIRE(Eventually([&] { return create->answered.load(); }));
        CHECK(create->answer.status == S_OK);
        const Token token(create->answer);
        CHECK(token.set());
        CHECK(token.read().values.state == JobRecordFailed); // there are no such keys
    }
    CHECK(server.runs(0));
}

TEST_CASE("a client that goes away while a disk keeps its request leaves no job")
{
    RootedServer server;
    const std::wstring line = LongLine(server.root);
    SlowOpens slow(L"long.keys");
    {
        RawClient gone(L"\\\\.\\pipe\\" + server.endpoint);
        const uint8_t *bytes = reinterpret_cast<const uint8_t *>(line.data());
        REQUIRE(gone.Send(Message(ProtocolTableCreate, Bytes(bytes, bytes + line.size() * sizeof(wchar_t)))));
        REQUIRE(Eventually([&] { return slow.waiting == 1; }));
    }
    REQUIRE(Eventually([&] { return server.statistics().connections == 0; }));
    slow.letGo();
    CHECK(Eventually([&] { return server.statistics().jobsEnded == 1; }));
    CHECK(server.runs(0));
}
#endif
