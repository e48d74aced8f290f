/*
 * These tests show the ordinary life of a pipe server. A request is answered with its id and its
 * type, and payloads of all sizes arrive whole. Requests sent at once are answered in their order,
 * one at a time. Many clients are served at once. A full buffer pool keeps no short request
 * waiting.
 */
#include <doctest/doctest.h>

#include <mutex>
#include <thread>

#include "support/runtime/pipe_fixture.h"

TEST_CASE("a request is answered with its id and its type")
{
    TestServer server;
    RawClient client(server.Name());
    REQUIRE(client.Connected());
    for (uint64_t id : {uint64_t(0), uint64_t(1), ~uint64_t(0)}) {
        const Answer answer = client.Ask(Message(ProtocolPing, {}, id));
        REQUIRE(answer.there);
        CHECK(answer.header.type == (ProtocolPing | ProtocolResponse));
        CHECK(answer.header.requestId == id);
        CHECK(answer.header.status == 0);
        CHECK(answer.payload.empty());
    }
    CHECK(server.requested == 3);
    CHECK(server.closed == 0);
    client.Close();
    CHECK(server.Closed(1));
    server.Stop();
    CHECK(server.closed == 1);
}

TEST_CASE("payloads of all sizes come and go whole")
{
    TestServer server;
    RawClient client(server.Name());
    for (size_t bytes :
         {2u, 30u, 254u, 256u, 258u, 1000u, 4064u, 4096u, 4098u, 65536u, 100000u, unsigned(ProtocolMaxRequestBytes)}) {
        CAPTURE(bytes);
        const Bytes payload = Filler(bytes);
        const Answer answer = client.Ask(Message(ProtocolTableCreate, payload));
        REQUIRE(answer.there);
        CHECK(answer.payload == payload);
    }
}

TEST_CASE("requests that are sent upon each other are answered in their order, one at a time")
{
    TestServer server;
    RawClient client(server.Name());
    Bytes all;
    for (uint64_t id = 0; id < 100; id++) {
        const Bytes one = id % 3 ? Message(ProtocolPing, {}, id) : Message(ProtocolTableCreate, Filler(40), id);
        all.insert(all.end(), one.begin(), one.end());
    }
    std::thread sender([&] { CHECK(client.Send(all)); });
    sender.join();
    for (uint64_t id = 0; id < 100; id++) {
        const Answer answer = client.Receive();
        REQUIRE(answer.there);
        CHECK(answer.header.requestId == id);
    }
}

TEST_CASE("many clients at once are all served")
{
    PipeServerOptions options = {};
    options.maxConnectionsPerClient = 100;
    RuntimeOptions nodes = {};
    nodes.simulatedNumaNodes = 4;
    TestServer server(options, nodes);
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 32; i++) {
        threads.emplace_back([&, i] {
            RawClient client(server.Name(), SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, 20000);
            for (int k = 0; k < 40; k++) {
                const Bytes payload = Filler(static_cast<size_t>(2 + 2 * (k * 37 % 3000)), static_cast<uint8_t>(i));
                const Answer answer = client.Ask(Message(ProtocolTableCreate, payload, static_cast<uint64_t>(k)));
                good +=
                    answer.there && answer.payload == payload && answer.header.requestId == static_cast<uint64_t>(k);
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    CHECK(good == 32 * 40);
    CHECK(server.Closed(32));
    const PipeServerNumbers numbers = server.Numbers();
    CHECK(numbers.accepted == 32);
    CHECK(numbers.requests == 32 * 40);
    CHECK(numbers.connections == 0);
    CHECK(numbers.refused == 0);
    CHECK(numbers.listening == 16);
}

TEST_CASE("at the memory budget a short request is served, and a longer one waits for a buffer")
{
    RuntimeOptions small = {};
    small.simulatedNumaNodes = 1;
    small.bufferBudgetBytes = 64 * 1024;
    TestServer server({}, small);
    Buffer *all = BufferAcquire(server.Runtime().AnyNode(), 64 * 1024);
    REQUIRE(all != nullptr);
    RawClient data(server.Name()), control(server.Name());
    const Bytes shortest = Filler(ProtocolShortBytes), longer = Filler(ProtocolShortBytes + 2);
    REQUIRE(data.Send(Message(ProtocolTableCreate, longer)));
    CHECK(Eventually([&] { return server.Runtime().Statistics().parked == 1; }));
    for (int i = 0; i < 3; i++) {
        CHECK(control.Ask(Message(ProtocolCancel, Filler(ProtocolJobIdBytes))).payload == Filler(ProtocolJobIdBytes));
        CHECK(control.Ask(Message(ProtocolTableCreate, shortest)).payload == shortest);
    }
    CHECK(server.requested == 6);
    BufferRelease(all);
    CHECK(data.Receive().payload == longer);
}
