// Clients that send what they should not, or not all, or too many, or go away: they are refused and
// hold nothing, and others don't notice.
#include <doctest/doctest.h>

#include <mutex>

#include "support/runtime/pipe_fixture.h"

namespace {

PipeServerOptions Hasty(DWORD messageMs = 150, DWORD idleMs = 60000)
{
    PipeServerOptions options = {};
    options.messageTimeoutMs = messageMs;
    options.idleTimeoutMs = idleMs;
    return options;
}

Bytes With(Bytes message, size_t at, uint8_t value)
{
    message[at] = value;
    return message;
}

bool Serves(TestServer &server)
{
    RawClient client(server.Name());
    return client.Ask(Message(ProtocolPing)).there;
}

// Requests that are kept, to be answered by another thread.
struct Kept {
    std::mutex lock;
    std::vector<PipeConnection *> connections;
    void Keep(PipeConnection *connection)
    {
        PipeConnectionHold(connection);
        std::lock_guard<std::mutex> guard(lock);
        connections.push_back(connection);
    }
    PipeConnection *Take()
    {
        for (int i = 0; i < 1000; i++) {
            {
                std::lock_guard<std::mutex> guard(lock);
                if (!connections.empty()) {
                    PipeConnection *connection = connections.back();
                    connections.pop_back();
                    return connection;
                }
            }
            Sleep(5);
        }
        FAIL("no request has come");
        return nullptr;
    }
};

TestServer::OnRequest KeepBulkRequests(Kept &kept)
{
    return [&](PipeConnection *connection, const ProtocolHeader &header, const Bytes &payload) {
        if (header.type == ProtocolBulkCreate)
            kept.Keep(connection);
        else
            PipeRespond(connection, S_OK, payload.data(), payload.size());
    };
}

// The client has gone, so there is nowhere for an answer to go. Takes the reference over.
void CheckNoAnswer(PipeConnection *connection)
{
    CHECK_FALSE(PipeRespond(connection, S_OK, nullptr, 0));
    PipeConnectionRelease(connection);
}

} // namespace

TEST_CASE("a message that comes a byte at a time is a message")
{
    TestServer server;
    RawClient client(server.Name());
    const Bytes payload = Filler(70), message = Message(ProtocolTableCreate, payload);
    for (int round = 0; round < 2; round++) {
        for (uint8_t byte : message)
            REQUIRE(client.Send({byte}));
        const Answer answer = client.Receive();
        REQUIRE(answer.there);
        CHECK(answer.payload == payload);
    }
}

TEST_CASE("each bad header is answered with what is wrong, and the connection is over")
{
    TestServer server(Hasty());
    const Bytes ping = Message(ProtocolPing), table = Message(ProtocolTableCreate, Filler(4));
    const struct {
        Bytes message;
        HRESULT status;
        const wchar_t *why;
    } bad[] = {
        {With(ping, 4, 2), HRESULT_FROM_WIN32(ERROR_REVISION_MISMATCH), L"version"},
        {With(ping, 6, 0), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"type"},
        {With(ping, 6, ProtocolTypeEnd), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"type"},
        {With(ping, 7, 0x80), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"type"},
        {With(ping, 8, 1), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"flags"},
        {With(table, 8, 4), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"flags"},
        {With(ping, 12, 1), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"status"},
        {With(ping, 28, 1), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"reserved"},
        {With(ping, 24, 2), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"length"},
        {With(table, 24, 0), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"length"},
        {With(table, 26, 5), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"longer"},
        {With(table, 27, 0xFF), HRESULT_FROM_WIN32(ERROR_INVALID_DATA), L"longer"},
    };
    long refused = 0;
    for (const auto &each : bad) {
        CAPTURE(Narrow(Wide(each.why)).c_str());
        RawClient client(server.Name());
        const Answer answer = client.Ask(each.message);
        REQUIRE(answer.there);
        CHECK(answer.header.version == ProtocolVersion);
        CHECK(answer.header.requestId == 7);
        CHECK(answer.header.type == (each.message[6] | each.message[7] << 8 | ProtocolResponse));
        CHECK(static_cast<HRESULT>(answer.header.status) == each.status);
        CHECK(Narrow(answer.payload).find(each.why) != std::wstring::npos);
        // What is sent after it is read and forgotten, for as long as a message may take.
        client.Send(ping);
        CHECK(client.Gone());
        CHECK(server.Numbers().refused == static_cast<ULONGLONG>(++refused));
    }
    CHECK(server.requested == 0);
    CHECK(server.closed == 0); // none got as far as a request
    CHECK(server.logged == refused);
    CHECK(Serves(server));
}

TEST_CASE("who does not speak the protocol is not answered")
{
    TestServer server;
    for (const char *text : {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "PHIQxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}) {
        RawClient client(server.Name());
        CHECK_FALSE(client.Ask(Bytes(text, text + 36)).there);
        CHECK(client.Error() == ERROR_BROKEN_PIPE);
    }
    CHECK(server.Numbers().refused == 2);
    CHECK(Serves(server));
}

TEST_CASE("clients that stall are closed in time, wherever they stall")
{
    TestServer server(Hasty(150, 400));
    const Bytes table = Message(ProtocolTableCreate, Filler(1000));
    for (size_t sent : {size_t(0), size_t(1), size_t(31), size_t(32), size_t(33), table.size() - 1}) {
        CAPTURE(sent);
        const ULONGLONG start = GetTickCount64();
        RawClient client(server.Name());
        if (sent)
            REQUIRE(client.Send(Bytes(table.begin(), table.begin() + static_cast<long>(sent))));
        CHECK(client.Gone());
        const ULONGLONG took = GetTickCount64() - start;
        CHECK(took >= (sent ? 130 : 380)); // the tick's step is 16
        CHECK(took < 3000);
    }
    // Bytes that trickle in don't make it longer.
    RawClient trickle(server.Name());
    const ULONGLONG start = GetTickCount64();
    for (size_t i = 0; i < table.size() && trickle.Send({table[i]}); i++)
        Sleep(10);
    CHECK(GetTickCount64() - start < 3000);
    // One who has asked before is idle afterwards.
    RawClient idle(server.Name());
    REQUIRE(idle.Ask(Message(ProtocolPing)).there);
    Sleep(200);
    REQUIRE(idle.Ask(Message(ProtocolPing)).there);
    CHECK(idle.Gone());
    CHECK(server.Closed(1));
    CHECK(server.Numbers().connections == 0);
    CHECK(server.Numbers().refused == 8);
    CHECK(server.Runtime().Statistics().buffersInUse == 0);
    CHECK(Serves(server));
}

TEST_CASE("who waits for an answer or a job is not idle")
{
    Kept kept;
    TestServer server(Hasty(100, 150), {},
                      [&](PipeConnection *connection, const ProtocolHeader &header, const Bytes &) {
                          if (header.type == ProtocolTableCreate)
                              kept.Keep(connection);
                          else {
                              if (header.type == ProtocolBulkCreate)
                                  PipeConnectionBusy(connection, TRUE);
                              if (header.type == ProtocolCancel)
                                  PipeConnectionBusy(connection, FALSE);
                              PipeRespond(connection, S_OK, nullptr, 0);
                          }
                      });
    RawClient client(server.Name());
    REQUIRE(client.Send(Message(ProtocolTableCreate, Filler(2))));
    Sleep(500);
    // A second one waits for its turn meanwhile, header and all, and is not taken for one who
    // stalls.
    REQUIRE(client.Send(Message(ProtocolBulkCreate, Filler(2), 8)));
    Sleep(500);
    PipeConnection *connection = kept.Take();
    CHECK(PipeRespond(connection, S_FALSE, "ab", 2));
    PipeConnectionRelease(connection);
    Answer answer = client.Receive();
    REQUIRE(answer.there);
    CHECK(answer.header.status == S_FALSE);
    REQUIRE(client.Receive().header.requestId == 8);
    Sleep(500); // a job runs
    REQUIRE(client.Ask(Message(ProtocolCancel, Filler(8))).there);
    CHECK(client.Gone()); // and does so no more
    CHECK(server.Closed(1));
}

TEST_CASE("a job that ends on another thread makes its silent client idle")
{
    std::atomic<PipeConnection *> busy{nullptr};
    TestServer server(Hasty(100, 200), {}, [&](PipeConnection *connection, const ProtocolHeader &, const Bytes &) {
        PipeConnectionBusy(connection, TRUE);
        PipeConnectionHold(connection);
        PipeRespond(connection, S_OK, nullptr, 0);
        busy = connection;
    });
    RawClient client(server.Name());
    REQUIRE(client.Ask(Message(ProtocolPing)).there);
    Sleep(400);
    CHECK(server.closed == 0);
    PipeConnectionBusy(busy, FALSE);
    PipeConnectionRelease(busy);
    CHECK(client.Gone());
    CHECK(server.Closed(1));
}

TEST_CASE("a client that does not take its answer is closed")
{
    TestServer server(Hasty());
    RawClient client(server.Name());
    REQUIRE(client.Send(Message(ProtocolTableCreate, Filler(200000))));
    CHECK(server.Closed(1));
    CHECK(server.Numbers().refused == 1);
    CHECK(server.Runtime().Statistics().buffersInUse == 0);
}

TEST_CASE("limits: connections beyond them are told so, and room that is made is used")
{
    PipeServerOptions options = {};
    SUBCASE("in all")
    {
        options.maxConnections = 3;
    }
    SUBCASE("of one process")
    {
        options.maxConnectionsPerClient = 3;
    }
    TestServer server(options);
    RawClient clients[] = {RawClient(server.Name()), RawClient(server.Name()), RawClient(server.Name())};
    for (RawClient &client : clients)
        REQUIRE(client.Ask(Message(ProtocolPing)).there);
    for (int i = 0; i < 20; i++) {
        RawClient more(server.Name());
        REQUIRE(more.Connected());
        if (i % 2)
            more.Send(Message(ProtocolPing)); // may or may not find somebody
        const Answer answer = more.Receive();
        REQUIRE(answer.there);
        CHECK(answer.header.type == ProtocolResponse);
        CHECK(answer.header.requestId == 0);
        CHECK(static_cast<HRESULT>(answer.header.status) == HRESULT_FROM_WIN32(ERROR_CONNECTION_COUNT_LIMIT));
        CHECK(Narrow(answer.payload).find(L"connections") != std::wstring::npos);
        CHECK(more.Gone());
    }
    CHECK(server.Numbers().connections == 3);
    CHECK(server.Numbers().refused == 20);
    CHECK(server.closed == 0);
    clients[1].Close();
    CHECK(server.Closed(1));
    for (int i = 0; i < 100 && server.Numbers().connections == 3; i++)
        Sleep(5);
    CHECK(Serves(server));
    CHECK(clients[0].Ask(Message(ProtocolPing)).there);
}

TEST_CASE("a client that vanishes leaves nothing behind, whatever state it was in")
{
    Kept kept;
    TestServer server(Hasty(10000), {}, KeepBulkRequests(kept));
    const Bytes large = Message(ProtocolTableCreate, Filler(100000)), open = Message(ProtocolBulkCreate, Filler(2));
    {
        RawClient atOnce(server.Name());
        RawClient halfHeader(server.Name());
        REQUIRE(halfHeader.Send(Bytes(large.begin(), large.begin() + 20)));
        RawClient halfPayload(server.Name());
        REQUIRE(halfPayload.Send(Bytes(large.begin(), large.begin() + 20000)));
    }
    {
        RawClient unread(server.Name());
        REQUIRE(unread.Send(large));
    }
    CHECK(server.Closed(1));
    // While its request is worked on: the server hears of it at once, and the answer has nowhere to
    // go.
    {
        RawClient waits(server.Name());
        REQUIRE(waits.Send(open));
        while (server.requested < 2)
            Sleep(1);
    }
    CHECK(server.Closed(2));
    CheckNoAnswer(kept.Take());
    // While an answer as large as any is on its way to one that reads a bit of it.
    {
        RawClient partly(server.Name());
        REQUIRE(partly.Send(Message(ProtocolTableCreate, Filler(ProtocolMaxRequestBytes))));
        uint8_t some[64];
        DWORD bytes;
        OVERLAPPED overlapped = {};
        ReadFile(partly.Handle(), some, sizeof some, nullptr, &overlapped);
        CHECK(GetOverlappedResult(partly.Handle(), &overlapped, &bytes, TRUE));
    }
    CHECK(server.Closed(3));
    CHECK(server.Runtime().Statistics().buffersInUse == 0);
    CHECK(Serves(server));
}

TEST_CASE("a client that has sent its next request and vanishes is noticed all the same")
{
    Kept kept;
    TestServer server(Hasty(150), {}, [&](PipeConnection *connection, const ProtocolHeader &, const Bytes &) {
        kept.Keep(connection);
    });
    {
        RawClient client(server.Name());
        REQUIRE(client.Send(Message(ProtocolTableCreate, Filler(2))));
        REQUIRE(client.Send(Message(ProtocolPing)));
        while (server.requested < 1)
            Sleep(1);
    }
    CHECK(server.Closed(1));
    CheckNoAnswer(kept.Take());
}

TEST_CASE("the server stops whatever state its connections are in")
{
    for (int way = 0; way < 5; way++) {
        CAPTURE(way);
        Kept kept;
        PipeServer *itself = nullptr;
        TestServer server(Hasty(10000), {}, KeepBulkRequests(kept));
        itself = *server;
        const Bytes large = Message(ProtocolTableCreate, Filler(100000));
        RawClient client(server.Name()), other(server.Name());
        REQUIRE(other.Ask(Message(ProtocolPing)).there);
        if (way == 1)
            REQUIRE(client.Send(Bytes(large.begin(), large.begin() + 20)));
        if (way == 2)
            REQUIRE(client.Send(Bytes(large.begin(), large.begin() + 20000)));
        if (way == 3)
            REQUIRE(client.Send(Message(ProtocolBulkCreate, Filler(2))));
        if (way == 4)
            REQUIRE(client.Send(large)); // does not take its answer
        if (way >= 3) {
            while (server.requested < 2)
                Sleep(1);
        }
        if (way == 3) {
            // The request is answered when the server has stopped: it has been closed, and ends
            // when that has happened.
            PipeConnection *connection = kept.Take();
            PipeServerStop(itself);
            CHECK(client.Gone());
            CheckNoAnswer(connection);
            server.Stopped();
        } else {
            const ULONGLONG start = GetTickCount64();
            server.Stop();
            CHECK(GetTickCount64() - start < (way == 4 ? 4000 : 1000));
        }
        CHECK(server.closed == (way >= 3 ? 2 : 1));
        CHECK(other.Gone());
        CHECK_FALSE(RawClient(server.Name(), 0, 0).Connected());
    }
}

TEST_CASE("an answer that is on its way when the server stops arrives")
{
    std::atomic<PipeServer *> stop{nullptr};
    TestServer server({}, {}, [&](PipeConnection *connection, const ProtocolHeader &header, const Bytes &payload) {
        PipeRespond(connection, S_OK, payload.data(), payload.size());
        if (header.type == ProtocolBulkCreate)
            PipeServerStop(stop);
    });
    stop = *server;
    RawClient client(server.Name());
    const Bytes payload = Filler(150000);
    const Answer answer = client.Ask(Message(ProtocolBulkCreate, payload));
    REQUIRE(answer.there);
    CHECK(answer.payload == payload);
    CHECK(client.Gone());
    server.Stopped();
}

TEST_CASE("a message is given its time when the server has the buffer for it, and a stop does not wait for one")
{
    RuntimeOptions runtimeOptions = {};
    runtimeOptions.simulatedNumaNodes = 1;
    runtimeOptions.bufferBudgetBytes = 100000;
    TestServer server(Hasty(400), runtimeOptions);
    Buffer *held = BufferAcquire(server.Runtime().AnyNode(), 65536);
    REQUIRE(held != nullptr);
    const Bytes payload = Filler(60000), table = Message(ProtocolTableCreate, payload);
    const Bytes header(table.begin(), table.begin() + ProtocolHeaderBytes);
    RawClient client(server.Name());
    REQUIRE(client.Send(header));
    CHECK_FALSE(client.Gone(1200));
    CHECK(server.Numbers().refused == 0);
    BufferRelease(held);
    REQUIRE(client.Send(Bytes(table.begin() + ProtocolHeaderBytes, table.end())));
    const Answer answer = client.Receive();
    REQUIRE(answer.there);
    CHECK(answer.payload == payload);

    TestServer stopped(Hasty(), runtimeOptions);
    held = BufferAcquire(stopped.Runtime().AnyNode(), 65536);
    RawClient parked(stopped.Name());
    REQUIRE(parked.Send(header));
    for (int i = 0; i < 500 && stopped.Runtime().Statistics().parked == 0; i++)
        Sleep(10);
    CHECK(stopped.Runtime().Statistics().parked == 1);
    stopped.Stop();
    CHECK(stopped.Runtime().Statistics().parked == 0);
    BufferRelease(held);
}
