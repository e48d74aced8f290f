/*
 * Four clients send random and spoiled messages to a live server, in pieces of all sizes. The
 * server does not crash, hang or leak. A client that behaves is served all the time.
 */
#include "support/pipe_fuzzer.h"
#include "support/runtime/pipe_fixture.h"

static Bytes Sound(PipeFuzzer &fuzzer)
{
    static const uint16_t types[] = {
        ProtocolPing,        ProtocolPing,       ProtocolStatistics,          ProtocolStatistics,
        ProtocolTableCreate, ProtocolBulkCreate, ProtocolBulkCreateDirectory, ProtocolCancel};
    const uint16_t type = types[fuzzer.Upto(7)];
    const bool text = type >= ProtocolTableCreate && type <= ProtocolBulkCreateDirectory;
    const uint32_t bytes = type == ProtocolCancel ? 8 : text ? 6 + 2 * fuzzer.Upto(40) : 0;
    return Message(type, Filler(bytes, static_cast<uint8_t>(fuzzer.random())), fuzzer.random(),
                   text ? fuzzer.Upto(3) : 0);
}

#ifdef NDEBUG
constexpr int messages = 20000;
#else
constexpr int messages = 100000; // what is undefined traps here
#endif

TEST_CASE("a live server takes random and spoiled messages")
{
    PipeServerOptions options = {};
    options.messageTimeoutMs = 300;
    options.idleTimeoutMs = 2000;
    options.maxConnectionsPerClient = 200;
    RuntimeOptions nodes = {};
    nodes.simulatedNumaNodes = 2;
    TestServer server(options, nodes);
    PipeFuzzer fuzzer = {server.Name(), {}, Sound, {}};
    RawClient good(server.Name());
    const PipeFuzzer all = FuzzPipe(fuzzer, messages / 4, 1, 150, [&](int i) {
        const Bytes payload = Filler(2 + 2 * static_cast<size_t>(i % 500));
        const Answer answer = good.Ask(Message(ProtocolTableCreate, payload, static_cast<uint64_t>(i)));
        return answer.there && answer.payload == payload && answer.header.requestId == static_cast<uint64_t>(i);
    });
    good.Close();
    CHECK(all.messages >= messages);
    CHECK(all.answers > all.messages / 2);
    CHECK(Eventually([&] { return server.Numbers().connections == 0; }));
    CHECK(server.Numbers().listening == 8);
    CHECK(server.Runtime().Statistics().buffersInUse == 0);
}
