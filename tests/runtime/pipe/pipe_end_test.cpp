/*
 * These tests end connections and servers in every state. A client vanishes while it sends, waits,
 * or receives an answer. The server notices, returns its buffers and serves others. A stopping
 * server closes every connection in time, and an answer that is on its way still arrives.
 */
#include <doctest/doctest.h>

#include "support/runtime/pipe_fixture.h"

namespace {

TestServer::OnRequest KeepBulkRequests(KeptRequests &kept)
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

TEST_CASE("a client that vanishes leaves nothing behind, whatever state it was in")
{
    KeptRequests kept;
    TestServer server(Hasty(INFINITE), {}, KeepBulkRequests(kept));
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
    KeptRequests kept;
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
        KeptRequests kept;
        PipeServer *itself = nullptr;
        TestServer server(Hasty(INFINITE), {}, KeepBulkRequests(kept));
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
            server.Stop(); // does not wait for a message, which has time without end
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
