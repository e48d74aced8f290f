// A live server gets 100,000 messages, random ones and spoiled ones, from several clients at once, in pieces of all sizes. It neither crashes, hangs nor leaks,
// and serves a client that behaves all the while.
#include <doctest/doctest.h>

#include <random>
#include <thread>

#include "pipe_fixture.h"

namespace {

enum { Fuzzers = 4, MessagesEach = 25000 };

struct Fuzzer {
    const std::wstring &name;
    std::mt19937 random;
    int messages = 0, connections = 0, answers = 0;

    uint32_t Upto(uint32_t most) { return random() % (most + 1); }

    Bytes Sound()
    {
        static const uint16_t types[] = {ProtocolPing,        ProtocolPing,       ProtocolStatistics,          ProtocolStatistics,
                                         ProtocolTableCreate, ProtocolBulkCreate, ProtocolBulkCreateDirectory, ProtocolCancel};
        const uint16_t type = types[Upto(7)];
        const bool text = type >= ProtocolTableCreate && type <= ProtocolBulkCreateDirectory;
        const uint32_t bytes = type == ProtocolCancel ? 8 : text ? 6 + 2 * Upto(40) : 0;
        return Message(type, Filler(bytes, static_cast<uint8_t>(random())), random(), text ? Upto(3) : 0);
    }

    // One that ends the connection, in most cases.
    Bytes Spoiled()
    {
        Bytes bytes = Sound();
        switch (Upto(3)) {
        case 0: // any bytes at all
            for (uint8_t &byte : bytes)
                byte = static_cast<uint8_t>(random());
            break;
        case 1: // cut off
            bytes.resize(1 + Upto(static_cast<uint32_t>(bytes.size()) - 2));
            break;
        case 2: // a huge payload is announced, and some of it sent
            bytes[24 + Upto(3)] |= static_cast<uint8_t>(1 << Upto(7));
            break;
        default: // a bit or two are wrong
            for (uint32_t i = Upto(1); i < 2; i++)
                bytes[Upto(ProtocolHeaderBytes - 1)] ^= static_cast<uint8_t>(1 << Upto(7));
        }
        return bytes;
    }

    // Sound messages in one stream, cut anywhere, then a bad one; reads the answers, or some of them, or none.
    void Connection()
    {
        RawClient client(name, SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, 20000);
        connections++;
        Bytes stream;
        const uint32_t sound = Upto(150);
        for (uint32_t i = 0; i < sound; i++) {
            const Bytes one = Sound();
            stream.insert(stream.end(), one.begin(), one.end());
        }
        for (size_t at = 0; at < stream.size();) {
            const size_t piece = std::min<size_t>(stream.size() - at, 1 + Upto(Upto(9) ? 3000 : 20));
            if (!client.Send(Bytes(stream.begin() + static_cast<long>(at), stream.begin() + static_cast<long>(at + piece))))
                break;
            at += piece;
        }
        messages += static_cast<int>(sound) + 1;
        const uint32_t read = Upto(3) ? sound : Upto(sound);
        for (uint32_t i = 0; i < read; i++) {
            if (!client.Receive().there)
                return;
            answers++;
        }
        client.Send(Spoiled());
        if (Upto(1))
            client.Receive();
    }
};

} // namespace

TEST_CASE("a live server takes 100,000 random and spoiled messages")
{
    PipeServerOptions options = {};
    options.messageTimeoutMs = 300;
    options.idleTimeoutMs = 2000;
    options.maxConnectionsPerClient = 200;
    RuntimeOptions nodes = {};
    nodes.simulatedNumaNodes = 2;
    TestServer server(options, nodes);
    std::atomic<bool> over{false};
    int served = 0;
    std::thread good([&] {
        RawClient client(server.Name());
        for (int i = 0; !over; i++) {
            const Bytes payload = Filler(2 + 2 * static_cast<size_t>(i % 500));
            const Answer answer = client.Ask(Message(ProtocolTableCreate, payload, static_cast<uint64_t>(i)));
            if (!answer.there || answer.payload != payload || answer.header.requestId != static_cast<uint64_t>(i)) {
                FAIL_CHECK("a client that behaves was not served");
                return;
            }
            served++;
            Sleep(1);
        }
    });
    std::vector<Fuzzer> fuzzers;
    for (unsigned i = 0; i < Fuzzers; i++)
        fuzzers.push_back({server.Name(), std::mt19937(i)});
    std::vector<std::thread> threads;
    for (Fuzzer &fuzzer : fuzzers) {
        threads.emplace_back([&fuzzer] {
            while (fuzzer.messages < MessagesEach)
                fuzzer.Connection();
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    over = true;
    good.join();
    int messages = 0, connections = 0, answers = 0;
    for (const Fuzzer &fuzzer : fuzzers) {
        messages += fuzzer.messages;
        connections += fuzzer.connections;
        answers += fuzzer.answers;
    }
    CHECK(messages >= 100000);
    CHECK(answers > messages / 2);
    CHECK(served > 50);
    for (int i = 0; i < 1000 && server.Numbers().connections; i++)
        Sleep(5);
    CHECK(server.Numbers().connections == 0);
    CHECK(server.Numbers().listening == 8);
    CHECK(server.Runtime().Statistics().buffersInUse == 0);
    MESSAGE(messages << " messages, " << connections << " connections, " << answers << " answers, " << served << " of the one that behaves, "
                     << server.Numbers().refused << " refused");
}
