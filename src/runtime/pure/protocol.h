/*
 * The wire protocol of the pipe server: byte framing, a 32-byte header before each payload, all
 * little-endian (docs/reference/protocol.md). Encodes and decodes; every field that comes in is
 * checked. Pure: memory in, memory out; any thread.
 */
#ifndef RUNTIME_PROTOCOL_H
#define RUNTIME_PROTOCOL_H

#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    ProtocolMagic = 0x50494850, /* "PHIP" */
    ProtocolVersion = 1,
    ProtocolHeaderBytes = 32,
    /* of a request's payload: a command line of 32,767 characters, four times over */
    ProtocolMaxRequestBytes = 256 * 1024,
    ProtocolMaxResponseBytes = 256 * 1024,
    ProtocolShortBytes = 64 /* the payload of every request that creates nothing fits in that many */
};

typedef enum ProtocolType {
    ProtocolPing = 1,    /* payload: none. Answer: ProtocolHello */
    ProtocolShutdown,    /* none; the server's owner alone. Answered once the server drains */
    ProtocolTableCreate, /* a command line, UTF-16LE without a terminator: see TableCommandParse. Paths are whole */
    ProtocolBulkCreate,  /* the same: see BulkCommandParse */
    ProtocolBulkCreateDirectory, /* keys directory, NUL, output directory (may be empty), NUL, options */
    ProtocolCancel,              /* ProtocolJobId */
    ProtocolStatus,              /* ProtocolJobId; with ProtocolToken a token, else a record */
    ProtocolStatistics,          /* none. Answer: ProtocolServerStatistics */
    ProtocolJobs,    /* ProtocolJobId, of the job after which the list begins, or 0. Answer: a page of job_entry.h */
    ProtocolMetrics, /* none. Answer: UTF-8 text in the OpenMetrics format */
    ProtocolRings,   /* a page, see ProtocolRingsDecode; the server's owner alone. Answer: the next page and its text */
    ProtocolHealth,  /* none. Answer: ProtocolServerHealth up to the waits */
    ProtocolWaits,   /* none. Answer: the waits of a ProtocolServerHealth */
    ProtocolTypeEnd
} ProtocolType;

enum {
    ProtocolResponse = 0x8000, /* or'ed to the type of the request that is answered */
    /* Flags of requests that create. */
    ProtocolDetach = 1, /* the job goes on when its client closes the connection */
    ProtocolToken = 2   /* answer at once with a completion token; else when the job has ended, with its record */
};

/* The header in memory; on the wire the fields stand in this order, without gaps. */
typedef struct ProtocolHeader {
    uint32_t magic;
    uint16_t version, type;
    uint32_t flags;  /* of a response: 0 */
    uint32_t status; /* of a response: an HRESULT, and a failure's payload is its message (UTF-16LE); of a request: 0 */
    uint64_t requestId;              /* the client's; the response has it too */
    uint32_t payloadBytes, reserved; /* reserved: 0 */
} ProtocolHeader;

typedef enum ProtocolError {
    ProtocolOk,
    ProtocolBadMagic,   /* not this protocol: the connection is closed without an answer */
    ProtocolBadVersion, /* answered with the version that is spoken here, then closed */
    ProtocolBadType,
    ProtocolBadFlags,
    ProtocolBadStatus,
    ProtocolBadReserved,
    ProtocolTooLarge,
    ProtocolBadLength, /* of the payload: not one that the type can have */
    ProtocolBadId      /* a response's alone */
} ProtocolError;

void ProtocolHeaderEncode(_In_ const ProtocolHeader *header,
                          _Out_writes_bytes_all_(ProtocolHeaderBytes) uint8_t out[ProtocolHeaderBytes]);
/*
 * Decodes and checks a request's header as the server does, or a response's (to a request of that
 * type and id) as the client does. *out holds what was there whatever is wrong. A server that takes
 * no more connections says so unasked: a response of type ProtocolResponse and id 0 whose status is
 * a failure is a response to any request.
 */
_Success_(return == ProtocolOk) ProtocolError
    ProtocolRequestDecode(_In_reads_bytes_(ProtocolHeaderBytes) const uint8_t bytes[ProtocolHeaderBytes],
                          _Out_ ProtocolHeader *out);
_Success_(return == ProtocolOk) ProtocolError
    ProtocolResponseDecode(_In_reads_bytes_(ProtocolHeaderBytes) const uint8_t bytes[ProtocolHeaderBytes],
                           uint16_t type, uint64_t requestId, _Out_ ProtocolHeader *out);
/* Returns what is wrong, for people: "the reserved field is not zero". ASCII. */
_Ret_z_ const char *ProtocolErrorText(ProtocolError error);

/* ---- payloads ---- */

typedef struct ProtocolHello {
    uint32_t protocolVersion, serverProcessId;
    uint32_t productVersion; /* major << 16 | minor << 8 | patch */
    uint32_t reserved;
    uint64_t uptimeMs;
} ProtocolHello;
enum {
    ProtocolHelloBytes = 24,
    ProtocolJobIdBytes = 8,
    ProtocolTokenBytes = 32,
    ProtocolServerStatisticsBytes = 16 * 8,
    ProtocolServerHealthBytes = 6 * 8,
    ProtocolServerWaitsBytes = 6 * 8
};

/* A completion token: handles that were duplicated into the client, which closes them. */
typedef struct ProtocolTokenPayload {
    uint64_t jobId;
    uint64_t eventHandle;   /* SYNCHRONIZE: set once, when the job has ended */
    uint64_t sectionHandle; /* SECTION_MAP_READ: a JobRecord, see job_record.h */
    uint32_t sectionBytes, reserved;
} ProtocolTokenPayload;

/* The work of a server so far: the runtime's numbers, then its own. */
typedef struct ProtocolServerStatistics {
    uint64_t nodes, threads, itemsRun, filesRead, filesWritten, bytesRead, bytesWritten;
    uint64_t bufferHits, bufferMisses, buffersInUse, buffersHighWater, bufferBytes;
    uint64_t connections, requests, jobsRunning, jobsEnded;
} ProtocolServerStatistics;

/*
 * The numbers that show a hang: what waits now, how often the budget of buffers was in the way, and
 * how many timers have fired.
 */
typedef struct ProtocolServerHealth {
    uint64_t inFlight, parked, buffersExhausted, timersWaiting, timersRun;
    uint64_t oldestCallbackMs; /* how long the callback runs that has run the longest; 0: none runs */
    /* The waits: for what; then the bytes that jobs have reserved, of those that there are. */
    uint64_t parkedBuffers, parkedMemory, parkedQuotas, parkedLarge, reservedBytes, budgetBytes;
} ProtocolServerHealth;

/*
 * Encoders write exactly the ...Bytes above; decoders answer 0 when the length or a reserved field
 * is wrong.
 */
void ProtocolHelloEncode(_In_ const ProtocolHello *hello,
                         _Out_writes_bytes_all_(ProtocolHelloBytes) uint8_t out[ProtocolHelloBytes]);
_Success_(return != 0) int ProtocolHelloDecode(_In_reads_bytes_(length) const uint8_t *bytes, size_t length,
                                               _Out_ ProtocolHello *out);
void ProtocolJobIdEncode(uint64_t jobId, _Out_writes_bytes_all_(ProtocolJobIdBytes) uint8_t out[ProtocolJobIdBytes]);
_Success_(return != 0) int ProtocolJobIdDecode(_In_reads_bytes_(length) const uint8_t *bytes, size_t length,
                                               _Out_ uint64_t *jobId);
void ProtocolTokenEncode(_In_ const ProtocolTokenPayload *token,
                         _Out_writes_bytes_all_(ProtocolTokenBytes) uint8_t out[ProtocolTokenBytes]);
_Success_(return != 0) int ProtocolTokenDecode(_In_reads_bytes_(length) const uint8_t *bytes, size_t length,
                                               _Out_ ProtocolTokenPayload *out);
void ProtocolServerStatisticsEncode(_In_ const ProtocolServerStatistics *statistics,
                                    _Out_writes_bytes_all_(ProtocolServerStatisticsBytes)
                                        uint8_t out[ProtocolServerStatisticsBytes]);
_Success_(return != 0) int ProtocolServerStatisticsDecode(_In_reads_bytes_(length) const uint8_t *bytes, size_t length,
                                                          _Out_ ProtocolServerStatistics *out);

void ProtocolServerHealthEncode(_In_ const ProtocolServerHealth *health,
                                _Out_writes_bytes_all_(ProtocolServerHealthBytes)
                                    uint8_t out[ProtocolServerHealthBytes]);
_Success_(return != 0) int ProtocolServerHealthDecode(_In_reads_bytes_(length) const uint8_t *bytes, size_t length,
                                                      _Inout_ ProtocolServerHealth *out);
/* The waits alone; the one before is all but them. */
void ProtocolServerWaitsEncode(_In_ const ProtocolServerHealth *health,
                               _Out_writes_bytes_all_(ProtocolServerWaitsBytes) uint8_t out[ProtocolServerWaitsBytes]);
_Success_(return != 0) int ProtocolServerWaitsDecode(_In_reads_bytes_(length) const uint8_t *bytes, size_t length,
                                                     _Inout_ ProtocolServerHealth *out);

/*
 * The texts of requests that create: `out` has room for length / 2 + 1 characters and comes out
 * terminated. 0: an odd length, no text, or a NUL where none belongs.
 */
_Success_(return != 0) int ProtocolTextDecode(_In_reads_bytes_(length) const void *bytes, size_t length,
                                              _Out_writes_z_(length / 2 + 1) uint16_t *out);
/* The same for ProtocolBulkCreateDirectory: the three parts lie in `out`, each terminated. */
typedef struct ProtocolDirectory {
    const uint16_t *keys, *output, *options; /* output and options may be empty */
} ProtocolDirectory;
_Success_(return != 0) int ProtocolDirectoryDecode(_In_reads_bytes_(length) const void *bytes, size_t length,
                                                   _Out_writes_z_(length / 2 + 1) uint16_t *out,
                                                   _Out_ ProtocolDirectory *parts);

#ifdef __cplusplus
}
#endif
#endif
