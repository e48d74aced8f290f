/*
 * The live record of a job that a server runs for a client: in a section of memory that the server
 * writes and the client maps read-only, and in responses as bytes. One writer at a time (its
 * owner's lock); a reader copies it and looks at the sequence before and after, so it never sees
 * half a change, and never waits for ever. Everything that comes out of one is checked. Pure; any
 * thread.
 */
#ifndef RUNTIME_JOB_RECORD_H
#define RUNTIME_JOB_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    JobRecordMagic = 0x4A524850, /* "PHRJ" */
    JobRecordVersion = 1,
    JobRecordMessageChars = 1024, /* with the terminator */
    JobRecordPathChars = 32768
};

typedef enum JobRecordState {
    JobRecordRunning,
    JobRecordSucceeded,
    JobRecordFailed,
    JobRecordCancelled
} JobRecordState;

/*
 * All sizes are fixed, so that either side may be of any compiler, on a little-endian machine: 128
 * bytes, then the texts.
 */
typedef struct JobRecord {
    uint32_t magic, version;
    uint32_t bytes;             /* of the whole record */
    volatile uint32_t sequence; /* odd while it is written */
    uint64_t jobId;
    uint32_t kind;  /* 1 table, 2 bulk */
    uint32_t state; /* JobRecordState; once it is not Running nothing changes any more */
    uint32_t code;  /* HRESULT of the job's failure, or of the first table that failed; 0: none */
    uint32_t fractionMillionths;
    uint64_t total, completed, succeeded, failed, skipped;
    uint64_t bytesWritten, keyCount, attempts, solveMicroseconds, elapsedMs;
    uint32_t messageChars, pathChars;        /* without the terminators */
    uint16_t message[JobRecordMessageChars]; /* why it failed, or the first failure; else empty */
    /*
     * once it has ended: of the table file, of the run's JSON or of its pack; empty: nothing was
     * written
     */
    uint16_t path[JobRecordPathChars];
} JobRecord;

/* The values of a record without its texts. */
typedef struct JobRecordValues {
    JobRecordState state;
    uint32_t kind, code, fractionMillionths;
    uint64_t jobId, total, completed, succeeded, failed, skipped;
    uint64_t bytesWritten, keyCount, attempts, solveMicroseconds, elapsedMs;
} JobRecordValues;

void JobRecordInit(_Out_ JobRecord *record, uint64_t jobId, uint32_t kind);
/*
 * The one writer. message and path may be NULL: as they were; they are cut to what fits, never in
 * the middle of a surrogate pair.
 */
void JobRecordWrite(_Inout_ JobRecord *record, _In_ const JobRecordValues *values, _In_opt_z_ const uint16_t *message,
                    _In_opt_z_ const uint16_t *path);
/*
 * Reads a consistent copy; message[JobRecordMessageChars] and path[JobRecordPathChars] may be NULL,
 * otherwise they come out terminated. The result is 0 when this is no record of this version, its
 * fields make no sense, or it was in the middle of a change at each look. The last happens for ever
 * when its writer died there: a reader that has read it before keeps what it knows. `bytes` are
 * mapped.
 */
_Success_(return != 0) int JobRecordRead(_In_ const JobRecord *record, size_t bytes, _Out_ JobRecordValues *values,
                                         _Out_writes_opt_z_(JobRecordMessageChars) uint16_t *message,
                                         _Out_writes_opt_z_(JobRecordPathChars) uint16_t *path);

/*
 * As bytes for a response: only as much of the texts as there is. capacity: JobRecordMostBytes is
 * enough for any. Returns the bytes used.
 */
enum {
    JobRecordHeadBytes = 128,
    JobRecordMostBytes = JobRecordHeadBytes + 2 * (JobRecordMessageChars + JobRecordPathChars)
};
size_t JobRecordEncode(_In_ const JobRecord *record, _Out_writes_bytes_to_(capacity, return ) uint8_t *out,
                       size_t capacity);
/* The inverse: fills *out as a record. 0: malformed. */
_Success_(return != 0) int JobRecordDecode(_In_reads_bytes_(length) const uint8_t *bytes, size_t length,
                                           _Out_ JobRecord *out);

#ifdef __cplusplus
}
#endif
#endif
