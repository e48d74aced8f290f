/*
 * These tests send wrong bytes to a server, and open too many connections. A bad header is answered
 * with what is wrong, and its connection is closed. A client that speaks another protocol gets no
 * answer. Connections beyond a limit are refused with a reason, and a freed place is used again.
 */
#include <doctest/doctest.h>

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
    for (int i = 0; i < 100 && server.Numbers().connections == 3; i++)
        Sleep(5);
    CHECK(Serves(server));
    CHECK(clients[0].Ask(Message(ProtocolPing)).there);
}
