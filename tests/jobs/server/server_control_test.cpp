/*
 * These tests fill the memory budget of a server with the keys of endless tables. Ping, Status,
 * Statistics, Cancel and Shutdown are answered all the same, also while other requests wait for
 * memory.
 */
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
