/*
 * These tests send wrong bytes to a server, and open too many connections. A bad header is answered
 * with what is wrong, and its connection is closed. A client that speaks another protocol gets no
 * answer. Connections beyond a limit are refused with a reason, and a freed place is used again.
 * Those that say nothing give way, and the owner has a way in whatever his other processes keep.
 */
#include <doctest/doctest.h>

#include <memory>

#include "support/runtime/pipe_fixture.h"

namespace {

Bytes With(Bytes message, size_t at, uint8_t value)
{
    message[at] = value;
    return message;
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
    CHECK(Eventually([&] { return server.Numbers().connections < 3; }));
    CHECK(Serves(server));
    CHECK(clients[0].Ask(Message(ProtocolPing)).there);
}

TEST_CASE("connections that say nothing give way to one for which there is no place; others do not")
{
    PipeServerOptions options = Hasty();
    options.maxConnections = 4;
    TestServer server(options);
    RawClient speaks(server.Name());
    REQUIRE(speaks.Ask(Message(ProtocolPing)).there);
    RawClient silent[] = {RawClient(server.Name()), RawClient(server.Name()), RawClient(server.Name())};
    CHECK(Eventually([&] { return server.Numbers().connections == 4; }));
    Sleep(300); // twice as long as they may be silent
    RawClient comes(server.Name());
    CHECK(comes.Ask(Message(ProtocolPing)).there);
    int gone = 0;
    for (RawClient &each : silent)
        gone += each.Gone(500);
    CHECK(gone == 1);
    CHECK(speaks.Ask(Message(ProtocolPing)).there);
    CHECK(server.Numbers().connections == 4);
}

TEST_CASE("however many connections other processes of the owner keep, one more of them has a way in")
{
    PipeServerOptions options = {};
    options.maxConnections = 16;
    const bool elsewhere[] = {false, true};
    for (const bool others : elsewhere) {
        CAPTURE(others);
        std::atomic<DWORD> number{0};
        // Each client that has spoken is one of a process of its own, if they are to be others'.
        TestServer server(options, {}, [&](PipeConnection *connection, const ProtocolHeader &, const Bytes &) {
            if (others)
                const_cast<PipeClient *>(PipeConnectionClient(connection))->processId = 0x7FFF0000 + number++;
            PipeRespond(connection, S_OK, nullptr, 0);
        });
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < 15; i++) {
            clients.push_back(std::make_unique<RawClient>(server.Name()));
            REQUIRE(clients.back()->Ask(Message(ProtocolPing)).header.requestId == 7);
        }
        RawClient last(server.Name());
        CHECK((last.Ask(Message(ProtocolPing)).header.requestId == 7) == others);
        RawClient beyond(server.Name());
        CHECK(beyond.Ask(Message(ProtocolPing)).header.requestId == 0);
    }
}
