/*
 * The jobs of a server as bytes: a page is a head and an entry a job, with its texts behind it
 * (docs/reference/protocol.md). A list that is longer than a response goes on after the last job of
 * the page before. Every field that comes in is checked. Pure; any thread.
 */
#ifndef RUNTIME_JOB_ENTRY_H
#define RUNTIME_JOB_ENTRY_H

#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The steps of a job. The numbers are those of the protocol: new ones come at the end. */
typedef enum JobStep {
    JobStepWaiting = 0, /* to be admitted */
    JobStepLoad = 1,    /* of a table, up to JobStepCommit */
    JobStepPlan = 2,
    JobStepReuse = 3,
    JobStepLook = 4,
    JobStepReserve = 5,
    JobStepPrepare = 6,
    JobStepSolve = 7,
    JobStepEmit = 8,
    JobStepLock = 9,
    JobStepCommit = 10,
    JobStepWalk = 11, /* of a bulk run, up to JobStepFinish */
    JobStepSelect = 12,
    JobStepOpen = 13,
    JobStepTables = 14,
    JobStepFlush = 15,
    JobStepPack = 16,
    JobStepPackCommit = 17,
    JobStepSummary = 18,
    JobStepSummaryLock = 19,
    JobStepFinish = 20,
    JobStepEnding = 21,
    JobStepCount
} JobStep;

/*
 * The things that a job waits for. The numbers are those of the protocol: new ones come at the end.
 */
typedef enum JobWait {
    JobWaitNothing = 0,
    JobWaitTurn = 1,   /* to be admitted */
    JobWaitMemory = 2, /* of its node */
    JobWaitQuota = 3,  /* memory of its user's quota */
    JobWaitLarge = 4,  /* a place of large tables */
    JobWaitBuffer = 5, /* for its keys */
    JobWaitDisk = 6,   /* a place among calls that a slow disk can hold */
    JobWaitFolder = 7, /* that another table of this process writes to, or removes */
    JobWaitCount
} JobWait;

/* Words for them, and "" for JobWaitNothing; NULL: this build does not know the number. */
_Ret_maybenull_z_ const char *JobStepName(uint32_t step);
_Ret_maybenull_z_ const char *JobWaitName(uint32_t waits);

enum { JobEntryHeadBytes = 96, JobPageHeadBytes = 8, JobEntryTextChars = 32767 };

typedef struct JobEntryText {
    const void *units; /* UTF-16LE at any address, not terminated, without a NUL */
    uint32_t chars;
} JobEntryText;

typedef struct JobEntry {
    uint64_t id;
    uint32_t kind;  /* 1 table, 2 bulk */
    uint32_t step;  /* a JobStep, or one of a later server; less than 2^16, as the next */
    uint32_t waits; /* a JobWait likewise */
    uint32_t place; /* among those that wait for the same: 1 was asked for first; 0: it does not wait */
    uint32_t fractionMillionths, processId;
    uint64_t ageMs, memoryBytes, total, completed, failed;
    JobEntryText user, input, output; /* user: a SID */
} JobEntry;

void JobPageHeadEncode(uint32_t count, int more,
                       _Out_writes_bytes_all_(JobPageHeadBytes) uint8_t out[JobPageHeadBytes]);
/* 0: malformed. `more` jobs come after the last of the page. */
_Success_(return != 0) int JobPageHeadDecode(_In_reads_bytes_(length) const uint8_t *bytes, size_t length,
                                             _Out_ uint32_t *count, _Out_ int *more);

/* Returns the bytes used; 0: there is no room. */
size_t JobEntryEncode(_In_ const JobEntry *entry, _Out_writes_bytes_to_(capacity, return ) uint8_t *out,
                      size_t capacity);
/* Returns the bytes of the entry, to which its texts point; 0: malformed. */
_Success_(return != 0) size_t
    JobEntryDecode(_In_reads_bytes_(length) const uint8_t *bytes, size_t length, _Out_ JobEntry *out);

#ifdef __cplusplus
}
#endif
#endif
