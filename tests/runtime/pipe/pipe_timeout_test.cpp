/*
 * A server closes connections that take too long. These tests stall before, within and after a
 * message, and do not read an answer. A connection with an open request or a running job is not
 * idle, and becomes idle when the job ends. The time of a message starts when the server has a
 * buffer for it.
 */
#include <doctest/doctest.h>

#include "support/runtime/pipe_fixture.h"

TEST_CASE("clients that stall are closed in time, wherever they stall")
{
    TestServer server(Hasty(150, 400));
    const Bytes table = Message(ProtocolTableCreate, Filler(1000));
    for (size_t sent : {size_t(0), size_t(1), size_t(31), size_t(32), size_t(33), table.size() - 1}) {
        CAPTURE(sent);
        const Stopwatch watch;
        RawClient client(server.Name());
        if (sent)
            REQUIRE(client.Send(Bytes(table.begin(), table.begin() + static_cast<long>(sent))));
        CHECK(client.Gone());
        CHECK(watch.AtLeast(sent ? 150 : 400));
    }
    // Bytes that trickle in don't make it longer.
    RawClient trickle(server.Name());
    size_t trickled = 0;
    while (trickled < table.size() && trickle.Send({table[trickled]})) {
        Sleep(10);
        trickled++;
    }
    CHECK(trickled < table.size());
    CHECK(server.Numbers().refused == 7);
    CHECK(Eventually([&] { return server.Numbers().connections == 0; }));
    CHECK(server.Runtime().Statistics().buffersInUse == 0);
    CHECK(Serves(server));
}

TEST_CASE("a client is idle from its last request on")
{
    TestServer server(Hasty(10000, 400));
    bool again = false;
    while (!again) { // on a slow machine the second request may come too late
        RawClient client(server.Name());
        REQUIRE(client.Ask(Message(ProtocolPing)).there);
        Sleep(200);
        const Stopwatch watch;
        again = client.Ask(Message(ProtocolPing)).there;
        CHECK(client.Gone());
        CHECK((watch.AtLeast(400) || !again));
    }
    CHECK(Eventually([&] { return server.Numbers().connections == 0; }));
}

TEST_CASE("who waits for an answer or a job is not idle")
{
    KeptRequests kept;
    TestServer server(Hasty(2000, 400), {},
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
    Sleep(1000);
    // A second one waits for its turn meanwhile, header and all, and is not taken for one who
    // stalls.
    REQUIRE(client.Send(Message(ProtocolBulkCreate, Filler(2), 8)));
    Sleep(1000);
    PipeConnection *connection = kept.Take();
    CHECK(PipeRespond(connection, S_FALSE, "ab", 2));
    PipeConnectionRelease(connection);
    Answer answer = client.Receive();
    REQUIRE(answer.there);
    CHECK(answer.header.status == S_FALSE);
    REQUIRE(client.Receive().header.requestId == 8);
    Sleep(1000); // a job runs
    REQUIRE(client.Ask(Message(ProtocolCancel, Filler(8))).there);
    CHECK(client.Gone()); // and does so no more
    CHECK(server.Closed(1));
}

TEST_CASE("a job that ends on another thread makes its silent client idle")
{
    std::atomic<PipeConnection *> busy{nullptr};
    TestServer server(Hasty(2000, 200), {}, [&](PipeConnection *connection, const ProtocolHeader &, const Bytes &) {
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
    CHECK(Eventually([&] { return stopped.Runtime().Statistics().parked == 1; }));
    stopped.Stop();
    CHECK(stopped.Runtime().Statistics().parked == 0);
    BufferRelease(held);
}
