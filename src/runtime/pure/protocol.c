#include "protocol.h"

#include <string.h>

#include "bytes.h"

/* A layout is counted by its last field: what is written here is what both sides read. */
#define LAYOUT(name, condition) typedef char name[(condition) ? 1 : -1]
LAYOUT(HeaderIsDense, sizeof(ProtocolHeader) == ProtocolHeaderBytes && offsetof(ProtocolHeader, requestId) == 16 &&
                          offsetof(ProtocolHeader, reserved) == 28);
LAYOUT(HelloIsDense, sizeof(ProtocolHello) == ProtocolHelloBytes && offsetof(ProtocolHello, uptimeMs) == 16);
LAYOUT(TokenIsDense,
       sizeof(ProtocolTokenPayload) == ProtocolTokenBytes && offsetof(ProtocolTokenPayload, reserved) == 28);
LAYOUT(StatisticsAreDense, sizeof(ProtocolServerStatistics) == ProtocolServerStatisticsBytes);
LAYOUT(HealthIsDense, sizeof(ProtocolServerHealth) == ProtocolServerHealthBytes + ProtocolServerWaitsBytes);
LAYOUT(TypesLeaveTheResponseBit, (int)ProtocolTypeEnd <= (int)ProtocolResponse);

/* The rule of a type's header. Texts have an even number of bytes. */
typedef struct TypeRule {
    uint32_t flags, least, most;
} TypeRule;

static const TypeRule rules[ProtocolTypeEnd] = {
    [ProtocolPing] = {0, 0, 0},
    [ProtocolShutdown] = {0, 0, 0},
    [ProtocolTableCreate] = {ProtocolDetach | ProtocolToken, 2, ProtocolMaxRequestBytes},
    [ProtocolBulkCreate] = {ProtocolDetach | ProtocolToken, 2, ProtocolMaxRequestBytes},
    [ProtocolBulkCreateDirectory] = {ProtocolDetach | ProtocolToken, 6, ProtocolMaxRequestBytes},
    [ProtocolCancel] = {0, ProtocolJobIdBytes, ProtocolJobIdBytes},
    [ProtocolStatus] = {ProtocolToken, ProtocolJobIdBytes, ProtocolJobIdBytes},
    [ProtocolStatistics] = {0, 0, 0},
    [ProtocolJobs] = {0, ProtocolJobIdBytes, ProtocolJobIdBytes},
    [ProtocolMetrics] = {0, 0, 0},
    [ProtocolRings] = {0, ProtocolJobIdBytes, ProtocolJobIdBytes},
    [ProtocolHealth] = {0, 0, 0},
    [ProtocolWaits] = {0, 0, 0},
};

void ProtocolHeaderEncode(const ProtocolHeader *header, uint8_t out[ProtocolHeaderBytes])
{
    BytesPut32(out, header->magic);
    BytesPut16(out + 4, header->version);
    BytesPut16(out + 6, header->type);
    BytesPut32(out + 8, header->flags);
    BytesPut32(out + 12, header->status);
    BytesPut64(out + 16, header->requestId);
    BytesPut32(out + 24, header->payloadBytes);
    BytesPut32(out + 28, header->reserved);
}

static void HeaderDecode(const uint8_t bytes[ProtocolHeaderBytes], ProtocolHeader *out)
{
    out->magic = BytesGet32(bytes);
    out->version = BytesGet16(bytes + 4);
    out->type = BytesGet16(bytes + 6);
    out->flags = BytesGet32(bytes + 8);
    out->status = BytesGet32(bytes + 12);
    out->requestId = BytesGet64(bytes + 16);
    out->payloadBytes = BytesGet32(bytes + 24);
    out->reserved = BytesGet32(bytes + 28);
}

ProtocolError ProtocolRequestDecode(const uint8_t bytes[ProtocolHeaderBytes], ProtocolHeader *out)
{
    HeaderDecode(bytes, out);
    if (out->magic != ProtocolMagic)
        return ProtocolBadMagic;
    if (out->version != ProtocolVersion)
        return ProtocolBadVersion;
    if (out->type == 0 || out->type >= ProtocolTypeEnd)
        return ProtocolBadType;
    const TypeRule *rule = &rules[out->type];
    if (out->flags & ~rule->flags)
        return ProtocolBadFlags;
    if (out->status)
        return ProtocolBadStatus;
    if (out->reserved)
        return ProtocolBadReserved;
    if (out->payloadBytes > ProtocolMaxRequestBytes)
        return ProtocolTooLarge;
    if (out->payloadBytes < rule->least || out->payloadBytes > rule->most || out->payloadBytes % 2)
        return ProtocolBadLength;
    return ProtocolOk;
}

ProtocolError ProtocolResponseDecode(const uint8_t bytes[ProtocolHeaderBytes], uint16_t type, uint64_t requestId,
                                     ProtocolHeader *out)
{
    HeaderDecode(bytes, out);
    if (out->magic != ProtocolMagic)
        return ProtocolBadMagic;
    if (out->version != ProtocolVersion)
        return ProtocolBadVersion;
    const int unasked = out->type == ProtocolResponse && out->status >> 31;
    if (!unasked && out->type != (type | ProtocolResponse))
        return ProtocolBadType;
    if (out->flags)
        return ProtocolBadFlags;
    if (out->reserved)
        return ProtocolBadReserved;
    if (out->requestId != requestId && !(unasked && !out->requestId))
        return ProtocolBadId;
    return out->payloadBytes > ProtocolMaxResponseBytes ? ProtocolTooLarge : ProtocolOk;
}

const char *ProtocolErrorText(ProtocolError error)
{
    switch (error) {
    case ProtocolOk: return "nothing is wrong";
    case ProtocolBadMagic: return "it does not begin as one";
    case ProtocolBadVersion: return "another version of the protocol is spoken here";
    case ProtocolBadType: return "its type is not known";
    case ProtocolBadFlags: return "it has flags that its type does not know";
    case ProtocolBadStatus: return "a request's status is not zero";
    case ProtocolBadReserved: return "the reserved field is not zero";
    case ProtocolTooLarge: return "its payload is longer than any may be";
    case ProtocolBadLength: return "its payload has not the length that its type wants";
    case ProtocolBadId: return "it answers another request";
    }
    return "it is wrong in a way without a name";
}

void ProtocolHelloEncode(const ProtocolHello *hello, uint8_t out[ProtocolHelloBytes])
{
    BytesPut32(out, hello->protocolVersion);
    BytesPut32(out + 4, hello->serverProcessId);
    BytesPut32(out + 8, hello->productVersion);
    BytesPut32(out + 12, hello->reserved);
    BytesPut64(out + 16, hello->uptimeMs);
}

int ProtocolHelloDecode(const uint8_t *bytes, size_t length, ProtocolHello *out)
{
    if (length != ProtocolHelloBytes)
        return 0;
    out->protocolVersion = BytesGet32(bytes);
    out->serverProcessId = BytesGet32(bytes + 4);
    out->productVersion = BytesGet32(bytes + 8);
    out->reserved = BytesGet32(bytes + 12);
    out->uptimeMs = BytesGet64(bytes + 16);
    return out->reserved == 0;
}

void ProtocolJobIdEncode(uint64_t jobId, uint8_t out[ProtocolJobIdBytes])
{
    BytesPut64(out, jobId);
}

int ProtocolJobIdDecode(const uint8_t *bytes, size_t length, uint64_t *jobId)
{
    if (length != ProtocolJobIdBytes)
        return 0;
    *jobId = BytesGet64(bytes);
    return 1;
}

void ProtocolTokenEncode(const ProtocolTokenPayload *token, uint8_t out[ProtocolTokenBytes])
{
    BytesPut64(out, token->jobId);
    BytesPut64(out + 8, token->eventHandle);
    BytesPut64(out + 16, token->sectionHandle);
    BytesPut32(out + 24, token->sectionBytes);
    BytesPut32(out + 28, token->reserved);
}

int ProtocolTokenDecode(const uint8_t *bytes, size_t length, ProtocolTokenPayload *out)
{
    if (length != ProtocolTokenBytes)
        return 0;
    out->jobId = BytesGet64(bytes);
    out->eventHandle = BytesGet64(bytes + 8);
    out->sectionHandle = BytesGet64(bytes + 16);
    out->sectionBytes = BytesGet32(bytes + 24);
    out->reserved = BytesGet32(bytes + 28);
    return out->reserved == 0;
}

static void ProtocolPutNumbers(const void *numbers, size_t bytes, uint8_t *out)
{
    const uint8_t *from = numbers;
    for (size_t at = 0; at < bytes; at += 8) {
        uint64_t number;
        memcpy(&number, from + at, sizeof number);
        BytesPut64(out + at, number);
    }
}

static int ProtocolGetNumbers(const uint8_t *from, size_t length, void *numbers, size_t bytes)
{
    uint8_t *out = numbers;
    if (length != bytes)
        return 0;
    for (size_t at = 0; at < bytes; at += 8) {
        const uint64_t number = BytesGet64(from + at);
        memcpy(out + at, &number, sizeof number);
    }
    return 1;
}

/* All of the fields of these two are 64-bit numbers. */
void ProtocolServerStatisticsEncode(const ProtocolServerStatistics *statistics,
                                    uint8_t out[ProtocolServerStatisticsBytes])
{
    ProtocolPutNumbers(statistics, ProtocolServerStatisticsBytes, out);
}

int ProtocolServerStatisticsDecode(const uint8_t *bytes, size_t length, ProtocolServerStatistics *out)
{
    return ProtocolGetNumbers(bytes, length, out, ProtocolServerStatisticsBytes);
}

void ProtocolServerHealthEncode(const ProtocolServerHealth *health, uint8_t out[ProtocolServerHealthBytes])
{
    ProtocolPutNumbers(health, ProtocolServerHealthBytes, out);
}

int ProtocolServerHealthDecode(const uint8_t *bytes, size_t length, ProtocolServerHealth *out)
{
    return ProtocolGetNumbers(bytes, length, out, ProtocolServerHealthBytes);
}

void ProtocolServerWaitsEncode(const ProtocolServerHealth *health, uint8_t out[ProtocolServerWaitsBytes])
{
    ProtocolPutNumbers((const uint8_t *)health + ProtocolServerHealthBytes, ProtocolServerWaitsBytes, out);
}

int ProtocolServerWaitsDecode(const uint8_t *bytes, size_t length, ProtocolServerHealth *out)
{
    return ProtocolGetNumbers(bytes, length, (uint8_t *)out + ProtocolServerHealthBytes, ProtocolServerWaitsBytes);
}

/* The characters, terminated; how many NULs are among them. */
static size_t ProtocolCopyText(const uint8_t *bytes, size_t chars, uint16_t *out)
{
    size_t i, nuls = 0;
    for (i = 0; i < chars; i++) {
        out[i] = BytesGet16(bytes + 2 * i);
        nuls += out[i] == 0;
    }
    out[chars] = 0;
    return nuls;
}

int ProtocolTextDecode(const void *bytes, size_t length, uint16_t *out)
{
    return length && length % 2 == 0 && ProtocolCopyText(bytes, length / 2, out) == 0;
}

int ProtocolDirectoryDecode(const void *bytes, size_t length, uint16_t *out, ProtocolDirectory *parts)
{
    if (length % 2 || ProtocolCopyText(bytes, length / 2, out) != 2 || !out[0])
        return 0;
    parts->keys = out;
    while (*out++) {
    }
    parts->output = out;
    while (*out++) {
    }
    parts->options = out;
    return 1;
}
