/*
 * These tests encode and decode the messages of the pipe. Each field stands at the documented
 * offset. A header, payload or text with any wrong field or length is refused. Every error has
 * words of its own.
 */
#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <vector>

#include "runtime/pure/protocol.h"

namespace {

typedef std::vector<uint8_t> Bytes;

ProtocolHeader Header(uint16_t type, uint32_t payloadBytes)
{
    ProtocolHeader header = {};
    header.magic = ProtocolMagic;
    header.version = ProtocolVersion;
    header.type = type;
    header.requestId = 0x1122334455667788;
    header.payloadBytes = payloadBytes;
    return header;
}

ProtocolError Request(const ProtocolHeader &header)
{
    uint8_t bytes[ProtocolHeaderBytes];
    ProtocolHeader out = {};
    ProtocolHeaderEncode(&header, bytes);
    const ProtocolError error = ProtocolRequestDecode(bytes, &out);
    CHECK(std::memcmp(&out, &header, sizeof out) == 0); // whatever is wrong, the answer needs its id
    return error;
}

ProtocolError Response(const ProtocolHeader &header, uint16_t type = ProtocolPing)
{
    uint8_t bytes[ProtocolHeaderBytes];
    ProtocolHeader out;
    ProtocolHeaderEncode(&header, bytes);
    return ProtocolResponseDecode(bytes, type, 0x1122334455667788, &out);
}

Bytes Wide(const std::u16string &text)
{
    Bytes bytes;
    for (char16_t character : text)
        bytes.insert(bytes.end(), {static_cast<uint8_t>(character), static_cast<uint8_t>(character >> 8)});
    return bytes;
}

std::u16string Text(const uint16_t *text)
{
    return reinterpret_cast<const char16_t *>(text);
}

} // namespace

TEST_CASE("a header stands on the wire as the documentation says")
{
    ProtocolHeader header = Header(ProtocolTableCreate, 0x1234);
    header.flags = ProtocolToken;
    header.status = 0x89ABCDEF;
    uint8_t bytes[ProtocolHeaderBytes];
    ProtocolHeaderEncode(&header, bytes);
    const uint8_t expected[] = {'P',  'H',  'I',  'P',  1,    0,    3,    0,    2,    0,    0,
                                0,    0xEF, 0xCD, 0xAB, 0x89, 0x88, 0x77, 0x66, 0x55, 0x44, 0x33,
                                0x22, 0x11, 0x34, 0x12, 0,    0,    0,    0,    0,    0};
    CHECK(std::memcmp(bytes, expected, sizeof expected) == 0);
}

TEST_CASE("a request's header is refused for each field that is wrong")
{
    static const struct {
        uint16_t type;
        uint32_t flags, payloadBytes;
    } good[] = {
        {ProtocolPing, 0, 0},
        {ProtocolShutdown, 0, 0},
        {ProtocolHealth, 0, 0},
        {ProtocolRings, 0, ProtocolJobIdBytes},
        {ProtocolTableCreate, ProtocolDetach | ProtocolToken, 2},
        {ProtocolWaits, 0, 0},
        {ProtocolBulkCreate, ProtocolDetach | ProtocolToken, ProtocolMaxRequestBytes},
        {ProtocolBulkCreateDirectory, ProtocolDetach | ProtocolToken, 6},
        {ProtocolCancel, 0, ProtocolJobIdBytes},
        {ProtocolStatus, ProtocolToken, ProtocolJobIdBytes},
        {ProtocolStatistics, 0, 0},
        {ProtocolJobs, 0, ProtocolJobIdBytes},
        {ProtocolMetrics, 0, 0},
    };
    REQUIRE(sizeof good / sizeof *good == ProtocolTypeEnd - 1);
    for (const auto &each : good) {
        CAPTURE(each.type);
        ProtocolHeader sound = Header(each.type, each.payloadBytes);
        sound.flags = each.flags;
        CHECK(Request(sound) == ProtocolOk);
        for (uint32_t bit = 0; bit < 32; bit++) {
            ProtocolHeader header = sound;
            header.flags = 1u << bit;
            CHECK(Request(header) == (header.flags & each.flags ? ProtocolOk : ProtocolBadFlags));
            header = sound;
            header.magic ^= 1u << bit;
            CHECK(Request(header) == ProtocolBadMagic);
            header = sound;
            header.status = 1u << bit;
            CHECK(Request(header) == ProtocolBadStatus);
            header = sound;
            header.reserved = 1u << bit;
            CHECK(Request(header) == ProtocolBadReserved);
        }
        ProtocolHeader header = sound;
        header.type |= ProtocolResponse;
        CHECK(Request(header) == ProtocolBadType);
        for (uint32_t bytes :
             {each.payloadBytes + 1, each.payloadBytes + 2, ProtocolMaxRequestBytes + 2u, 0x80000000u, 0xFFFFFFFFu}) {
            header = sound;
            header.payloadBytes = bytes;
            const bool text = each.type >= ProtocolTableCreate && each.type <= ProtocolBulkCreateDirectory;
            CHECK(Request(header) == (bytes > ProtocolMaxRequestBytes ? ProtocolTooLarge
                                      : text && bytes % 2 == 0        ? ProtocolOk
                                                                      : ProtocolBadLength));
        }
        if (each.payloadBytes) {
            header = sound;
            header.payloadBytes = 0;
            CHECK(Request(header) == ProtocolBadLength);
        }
    }
    for (uint16_t type : {0, int(ProtocolTypeEnd), 0x7FFF, 0x8000, 0xFFFF})
        CHECK(Request(Header(type, 0)) == ProtocolBadType);
    // Another version is told before anything else, so that its fields may mean something else.
    for (uint16_t version : {0, 2, 0xFFFF}) {
        ProtocolHeader header = Header(0xFFFF, 0xFFFFFFFF);
        header.version = version;
        header.reserved = header.flags = header.status = 1;
        CHECK(Request(header) == ProtocolBadVersion);
    }
}

TEST_CASE("a response is one to the request alone, or a refusal to all")
{
    ProtocolHeader sound = Header(ProtocolPing | ProtocolResponse, ProtocolMaxResponseBytes), header = sound;
    sound.status = 0x80070005;
    CHECK(Response(sound) == ProtocolOk);
    CHECK(Response(sound, ProtocolShutdown) == ProtocolBadType);
    (header = sound).type = ProtocolPing;
    CHECK(Response(header) == ProtocolBadType);
    (header = sound).magic++;
    CHECK(Response(header) == ProtocolBadMagic);
    (header = sound).version++;
    CHECK(Response(header) == ProtocolBadVersion);
    (header = sound).flags = 1;
    CHECK(Response(header) == ProtocolBadFlags);
    (header = sound).reserved = 1;
    CHECK(Response(header) == ProtocolBadReserved);
    (header = sound).requestId++;
    CHECK(Response(header) == ProtocolBadId);
    (header = sound).payloadBytes++;
    CHECK(Response(header) == ProtocolTooLarge);

    (header = sound).type = ProtocolResponse;
    CHECK(Response(header) == ProtocolOk);
    header.requestId++;
    CHECK(Response(header) == ProtocolBadId);
    header.requestId = 0;
    CHECK(Response(header) == ProtocolOk);
    CHECK(Response(header, ProtocolShutdown) == ProtocolOk);
    header.status = 0; // nothing was asked: nothing can have succeeded
    CHECK(Response(header) == ProtocolBadType);
}

TEST_CASE("every error has words of its own")
{
    std::vector<std::string> seen;
    for (int error = ProtocolOk; error <= ProtocolBadId + 1; error++) {
        const std::string text = ProtocolErrorText(static_cast<ProtocolError>(error));
        for (const std::string &other : seen)
            CHECK(text != other);
        seen.push_back(text);
    }
}

TEST_CASE("payloads come back as they were, and no other length passes")
{
    Bytes bytes(ProtocolServerStatisticsBytes + 1);
    const ProtocolHello hello = {1, 2, 3, 0, 5};
    ProtocolHello helloOut = {};
    ProtocolHelloEncode(&hello, bytes.data());
    CHECK(ProtocolHelloDecode(bytes.data(), ProtocolHelloBytes, &helloOut));
    CHECK(std::memcmp(&hello, &helloOut, sizeof hello) == 0);
    CHECK_FALSE(ProtocolHelloDecode(bytes.data(), ProtocolHelloBytes - 1, &helloOut));
    CHECK_FALSE(ProtocolHelloDecode(bytes.data(), ProtocolHelloBytes + 1, &helloOut));
    bytes[12] = 1;
    CHECK_FALSE(ProtocolHelloDecode(bytes.data(), ProtocolHelloBytes, &helloOut));

    const ProtocolTokenPayload token = {~0ull, 0x100000004, 8, 4096, 0};
    ProtocolTokenPayload tokenOut = {};
    ProtocolTokenEncode(&token, bytes.data());
    CHECK(ProtocolTokenDecode(bytes.data(), ProtocolTokenBytes, &tokenOut));
    CHECK(std::memcmp(&token, &tokenOut, sizeof token) == 0);
    CHECK_FALSE(ProtocolTokenDecode(bytes.data(), ProtocolTokenBytes - 1, &tokenOut));
    bytes[31] = 1;
    CHECK_FALSE(ProtocolTokenDecode(bytes.data(), ProtocolTokenBytes, &tokenOut));

    uint64_t id = 0;
    ProtocolJobIdEncode(0x8070605040302010, bytes.data());
    CHECK(bytes[0] == 0x10);
    CHECK(ProtocolJobIdDecode(bytes.data(), 8, &id));
    CHECK(id == 0x8070605040302010);
    CHECK_FALSE(ProtocolJobIdDecode(bytes.data(), 7, &id));
    CHECK_FALSE(ProtocolJobIdDecode(bytes.data(), 0, &id));

    ProtocolServerStatistics statistics, statisticsOut;
    for (size_t i = 0; i < ProtocolServerStatisticsBytes / 8; i++)
        (&statistics.nodes)[i] = i + 1;
    ProtocolServerStatisticsEncode(&statistics, bytes.data());
    for (size_t i = 0; i < ProtocolServerStatisticsBytes / 8; i++)
        CHECK(bytes[8 * i] == i + 1);
    CHECK(ProtocolServerStatisticsDecode(bytes.data(), ProtocolServerStatisticsBytes, &statisticsOut));
    CHECK(statisticsOut.nodes == 1);
    CHECK(statisticsOut.jobsEnded == 16);
    CHECK_FALSE(ProtocolServerStatisticsDecode(bytes.data(), ProtocolServerStatisticsBytes + 1, &statisticsOut));

    const ProtocolServerHealth health = {1, 2, 3, 4, 5, 0x0807060504030201, 7, 8, 9, 10, 11, 0x0C0B0A0908070605};
    ProtocolServerHealth healthOut = {};
    ProtocolServerHealthEncode(&health, bytes.data());
    CHECK((bytes[0] == 1 && bytes[8] == 2 && bytes[16] == 3 && bytes[24] == 4 && bytes[32] == 5));
    CHECK((bytes[40] == 1 && bytes[47] == 8));
    CHECK(ProtocolServerHealthDecode(bytes.data(), 48, &healthOut));
    CHECK(std::memcmp(&health, &healthOut, 48) == 0);
    CHECK((healthOut.parkedBuffers == 0 && healthOut.budgetBytes == 0)); // the waits come apart
    ProtocolServerWaitsEncode(&health, bytes.data());
    CHECK((bytes[0] == 7 && bytes[8] == 8 && bytes[16] == 9 && bytes[24] == 10 && bytes[32] == 11));
    CHECK((bytes[40] == 5 && bytes[47] == 12));
    CHECK_FALSE(ProtocolServerWaitsDecode(bytes.data(), 47, &healthOut));
    CHECK(ProtocolServerWaitsDecode(bytes.data(), 48, &healthOut));
    CHECK(std::memcmp(&health, &healthOut, sizeof health) == 0);
    CHECK_FALSE(ProtocolServerHealthDecode(bytes.data(), 47, &healthOut));
    CHECK_FALSE(ProtocolServerHealthDecode(bytes.data(), 56, &healthOut));
}

TEST_CASE("texts come out terminated, and a NUL or half a character is refused")
{
    uint16_t out[64];
    Bytes bytes = Wide(u"C:\\a.keys --Quiet \x3B1");
    CHECK(ProtocolTextDecode(bytes.data(), bytes.size(), out));
    CHECK(Text(out) == u"C:\\a.keys --Quiet \x3B1");
    CHECK_FALSE(ProtocolTextDecode(bytes.data(), bytes.size() - 1, out));
    CHECK_FALSE(ProtocolTextDecode(bytes.data(), 0, out));
    bytes[4] = bytes[5] = 0;
    CHECK_FALSE(ProtocolTextDecode(bytes.data(), bytes.size(), out));

    ProtocolDirectory parts;
    const std::u16string nul(1, u'\0');
    bytes = Wide(u"C:\\keys" + nul + u"D:\\out" + nul + u"--Quiet");
    CHECK(ProtocolDirectoryDecode(bytes.data(), bytes.size(), out, &parts));
    CHECK(Text(parts.keys) == u"C:\\keys");
    CHECK(Text(parts.output) == u"D:\\out");
    CHECK(Text(parts.options) == u"--Quiet");
    bytes = Wide(u"k" + nul + nul);
    CHECK(ProtocolDirectoryDecode(bytes.data(), bytes.size(), out, &parts));
    CHECK(Text(parts.output).empty());
    CHECK(Text(parts.options).empty());
    for (const std::u16string &bad :
         {std::u16string(), u"k" + nul, nul + u"o" + nul, u"k" + nul + u"o" + nul + u"x" + nul, std::u16string(u"k")}) {
        bytes = Wide(bad);
        CHECK_FALSE(ProtocolDirectoryDecode(bytes.data(), bytes.size(), out, &parts));
    }
}
