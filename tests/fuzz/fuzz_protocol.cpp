// Any bytes as a request, as the answer to each kind of request and as each payload. What is
// accepted keeps to the rules and encodes to the same bytes.
#include <cstdio>
#include <cstring>
#include <vector>

#include "must.h"
#include "runtime/pure/job_entry.h"
#include "runtime/pure/protocol.h"

// How many requests were decoded, each bit's neighbours among them; told at the end.
static struct Decoded {
    unsigned long long count = 0;
    ~Decoded() { std::fprintf(stderr, "stat::decoded_inputs: %llu\n", count); }
} decoded;

static ProtocolError TryRequest(const uint8_t *bytes)
{
    ProtocolHeader request;
    uint8_t again[ProtocolHeaderBytes];
    const ProtocolError error = ProtocolRequestDecode(bytes, &request);
    decoded.count++;
    ProtocolHeaderEncode(&request, again);
    Must(std::memcmp(bytes, again, sizeof again) == 0);
    Must(ProtocolErrorText(error)[0] != '\0');
    if (error == ProtocolOk)
        Must(request.payloadBytes <= ProtocolMaxRequestBytes && request.payloadBytes % 2 == 0 &&
             request.type < ProtocolTypeEnd && request.flags < 4);
    return error;
}

static void TryHeader(const uint8_t *bytes)
{
    // And each that one bit makes of it: bad ones lie next to good ones.
    const ProtocolError error = TryRequest(bytes);
    uint8_t next[ProtocolHeaderBytes];
    std::memcpy(next, bytes, sizeof next);
    for (unsigned bit = 0; bit < 8 * ProtocolHeaderBytes; bit++) {
        next[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
        TryRequest(next);
        next[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    }
    for (uint16_t type = 1; type < ProtocolTypeEnd; type++) {
        ProtocolHeader response;
        if (ProtocolResponseDecode(bytes, type, 7, &response) != ProtocolOk)
            continue;
        Must(error != ProtocolOk && response.payloadBytes <= ProtocolMaxResponseBytes && response.reserved == 0 &&
             response.flags == 0);
        Must(response.type == (type | ProtocolResponse) ||
             (response.type == ProtocolResponse && response.status >> 31));
        Must(response.requestId == 7 || (response.type == ProtocolResponse && response.requestId == 0));
    }
}

// Encodes what was decoded into bytes that must be the same.
template <size_t Bytes, typename Payload>
static void TryPayload(const uint8_t *bytes, size_t length, int (*decode)(const uint8_t *, size_t, Payload *),
                       void (*encode)(const Payload *, uint8_t *))
{
    uint8_t again[Bytes];
    Payload payload;
    if (!decode(bytes, length, &payload))
        return;
    Must(length == Bytes);
    encode(&payload, again);
    Must(std::memcmp(bytes, again, Bytes) == 0);
}

static void TryTexts(const uint8_t *bytes, size_t length)
{
    std::vector<uint16_t> out(length / 2 + 1, 0xFFFF); // of its own size, so that the sanitizer sees a step too far
    ProtocolDirectory parts;
    const bool text = ProtocolTextDecode(bytes, length, out.data()) != 0;
    Must(!text || (out.back() == 0 && out.size() > 1));
    if (!ProtocolDirectoryDecode(bytes, length, out.data(), &parts))
        return;
    Must(!text && parts.keys == out.data() && *parts.keys != 0 && parts.output > parts.keys &&
         parts.options > parts.output);
    Must(parts.options <= &out.back() && out.back() == 0);
}

static void TryEntry(const uint8_t *bytes, size_t length)
{
    JobEntry entry;
    const size_t used = JobEntryDecode(bytes, length, &entry);
    if (used == 0)
        return;
    std::vector<uint8_t> again(used);
    Must(used <= length && JobEntryEncode(&entry, again.data(), used) == used);
    Must(std::memcmp(bytes, again.data(), used) == 0);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size >= ProtocolHeaderBytes) {
        TryHeader(data);
        data += ProtocolHeaderBytes;
        size -= ProtocolHeaderBytes;
    }
    const std::vector<uint8_t> payload(data, data + size);
    TryPayload<ProtocolHelloBytes>(payload.data(), size, ProtocolHelloDecode, ProtocolHelloEncode);
    TryPayload<ProtocolTokenBytes>(payload.data(), size, ProtocolTokenDecode, ProtocolTokenEncode);
    TryPayload<ProtocolServerStatisticsBytes>(payload.data(), size, ProtocolServerStatisticsDecode,
                                              ProtocolServerStatisticsEncode);
    TryPayload<ProtocolServerHealthBytes>(payload.data(), size, ProtocolServerHealthDecode, ProtocolServerHealthEncode);
    TryPayload<ProtocolServerWaitsBytes>(payload.data(), size, ProtocolServerWaitsDecode, ProtocolServerWaitsEncode);
    uint64_t jobId;
    Must(ProtocolJobIdDecode(payload.data(), size, &jobId) == (size == ProtocolJobIdBytes));
    TryTexts(payload.data(), size);
    TryEntry(payload.data(), size);
    return 0;
}
