// A client that means ill: sound messages in streams, cut anywhere, and then a bad one; and four of
// them at once. What a sound message is, and what is done with an answer, is the test's.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <random>
#include <thread>

#include "support/raw_client.h"

struct PipeFuzzer {
    const std::wstring name;
    std::mt19937 random;
    std::function<Bytes(PipeFuzzer &)> sound;
    // hears all answers to the sound ones; none: at times nobody reads them
    std::function<void(const Answer &)> answered;
    int messages = 0, connections = 0, answers = 0;

    uint32_t Upto(uint32_t most) { return random() % (most + 1); }

    // One that ends the connection, in most cases.
    Bytes Spoiled()
    {
        Bytes bytes = sound(*this);
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
        if (bytes.size() > 8) {
            bytes[6] = bytes[6] == ProtocolShutdown ? uint8_t{ProtocolPing} : bytes[6]; // a server may well do it
            bytes[8] &= static_cast<uint8_t>(~ProtocolToken); // whose handles nobody would take
        }
        return bytes;
    }

    bool Hear(RawClient &client)
    {
        const Answer answer = client.Receive();
        if (answer.there) {
            answers++;
            if (answered)
                answered(answer);
        }
        return answer.there;
    }

    // A stream of some messages, and what is answered to them. false: the connection has ended.
    bool Stream(RawClient &client, uint32_t mostSound)
    {
        Bytes stream;
        const uint32_t count = Upto(mostSound);
        for (uint32_t i = 0; i < count; i++) {
            const Bytes one = sound(*this);
            stream.insert(stream.end(), one.begin(), one.end());
        }
        for (size_t at = 0; at < stream.size();) {
            const size_t piece = std::min<size_t>(stream.size() - at, 1 + Upto(Upto(9) ? 3000 : 20));
            if (!client.Send(
                    Bytes(stream.begin() + static_cast<long>(at), stream.begin() + static_cast<long>(at + piece))))
                break;
            at += piece;
        }
        messages += static_cast<int>(count);
        const uint32_t read = answered || Upto(3) ? count : Upto(count);
        for (uint32_t i = 0; i < read; i++)
            if (!Hear(client))
                return false;
        return true;
    }

    void Connection(uint32_t streams, uint32_t mostSound)
    {
        RawClient client(name, SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, 20000);
        connections++;
        messages++;
        for (uint32_t i = 0; i < streams; i++)
            if (!Stream(client, mostSound))
                return;
        client.Send(Spoiled());
        if (Upto(1))
            client.Receive();
    }
};

// So many messages of each of four, in that many streams a connection, while `behaves` is called
// again and again on a thread of its own; false: it was not served.
inline PipeFuzzer FuzzPipe(const PipeFuzzer &like, int messagesEach, uint32_t streams, uint32_t mostSound,
                           const std::function<bool(int)> &behaves)
{
    std::vector<PipeFuzzer> fuzzers(4, like);
    std::vector<std::thread> threads;
    volatile LONG over = 0;
    int served = 0;
    std::thread good([&] {
        for (int i = 0; !over; i++) {
            if (!behaves(i)) {
                FAIL_CHECK("a client that behaves was not served");
                return;
            }
            served++;
            Sleep(1);
        }
    });
    for (PipeFuzzer &fuzzer : fuzzers) {
        fuzzer.random.seed(static_cast<unsigned>(&fuzzer - fuzzers.data()));
        threads.emplace_back([&fuzzer, messagesEach, streams, mostSound] {
            while (fuzzer.messages < messagesEach)
                fuzzer.Connection(streams, mostSound);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    InterlockedExchange(&over, 1);
    good.join();
    PipeFuzzer all = like;
    for (const PipeFuzzer &fuzzer : fuzzers) {
        all.messages += fuzzer.messages;
        all.connections += fuzzer.connections;
        all.answers += fuzzer.answers;
    }
    CHECK(served > 50);
    MESSAGE(all.messages << " messages, " << all.connections << " connections, " << all.answers << " answers, "
                         << served << " of the one that behaves");
    return all;
}
