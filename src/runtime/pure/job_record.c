#include "job_record.h"

#include <string.h>

#include "atomic.h"
#include "bytes.h"

#define LAYOUT(name, condition) typedef char name[(condition) ? 1 : -1]
LAYOUT(HeadIsDense, offsetof(JobRecord, message) == JobRecordHeadBytes && offsetof(JobRecord, jobId) == 16 &&
                        offsetof(JobRecord, total) == 40 && offsetof(JobRecord, messageChars) == 120);
LAYOUT(TextsFollow, sizeof(JobRecord) == JobRecordMostBytes);

enum { Looks = 1000 }; /* at a record that is being written; a change takes less time than a look */

void JobRecordInit(JobRecord *record, uint64_t jobId, uint32_t kind)
{
    memset(record, 0, sizeof *record);
    record->magic = JobRecordMagic;
    record->version = JobRecordVersion;
    record->bytes = sizeof *record;
    record->jobId = jobId;
    record->kind = kind;
}

/* Writes what fits, and its terminator. Half a surrogate pair is not left at the cut. */
static uint32_t WriteText(uint16_t *to, size_t capacity, const uint16_t *text)
{
    uint32_t chars = 0;
    while (chars + 1 < capacity && text[chars]) {
        to[chars] = text[chars];
        chars++;
    }
    if (text[chars] && chars && (to[chars - 1] & 0xFC00) == 0xD800)
        chars--;
    to[chars] = 0;
    return chars;
}

void JobRecordWrite(JobRecord *record, const JobRecordValues *values, const uint16_t *message, const uint16_t *path)
{
    record->sequence++;
    AtomicFence();
    record->jobId = values->jobId;
    record->kind = values->kind;
    record->state = (uint32_t)values->state;
    record->code = values->code;
    record->fractionMillionths = values->fractionMillionths;
    record->total = values->total;
    record->completed = values->completed;
    record->succeeded = values->succeeded;
    record->failed = values->failed;
    record->skipped = values->skipped;
    record->bytesWritten = values->bytesWritten;
    record->keyCount = values->keyCount;
    record->attempts = values->attempts;
    record->solveMicroseconds = values->solveMicroseconds;
    record->elapsedMs = values->elapsedMs;
    if (message != NULL)
        record->messageChars = WriteText(record->message, JobRecordMessageChars, message);
    if (path != NULL)
        record->pathChars = WriteText(record->path, JobRecordPathChars, path);
    AtomicFence();
    record->sequence++;
}

/* A record's fields as they were found; what it says of its own size is not believed. */
typedef struct Head {
    uint32_t magic, version, bytes, messageChars, pathChars, state;
    JobRecordValues values;
} Head;

/* Each field is fetched once: another process may write it meanwhile, and mean ill. */
static void ReadHead(const volatile JobRecord *record, Head *out)
{
    out->magic = record->magic;
    out->version = record->version;
    out->bytes = record->bytes;
    out->messageChars = record->messageChars;
    out->pathChars = record->pathChars;
    out->state = record->state;
    out->values.jobId = record->jobId;
    out->values.kind = record->kind;
    out->values.code = record->code;
    out->values.fractionMillionths = record->fractionMillionths;
    out->values.total = record->total;
    out->values.completed = record->completed;
    out->values.succeeded = record->succeeded;
    out->values.failed = record->failed;
    out->values.skipped = record->skipped;
    out->values.bytesWritten = record->bytesWritten;
    out->values.keyCount = record->keyCount;
    out->values.attempts = record->attempts;
    out->values.solveMicroseconds = record->solveMicroseconds;
    out->values.elapsedMs = record->elapsedMs;
}

/* All but the size of the whole, which means something else in a response. */
static int HeadIsSound(Head *head)
{
    if (head->magic != JobRecordMagic || head->version != JobRecordVersion ||
        head->messageChars >= JobRecordMessageChars || head->pathChars >= JobRecordPathChars ||
        head->state > JobRecordCancelled || head->values.kind < 1 || head->values.kind > 2 ||
        head->values.fractionMillionths > 1000000)
        return 0;
    head->values.state = (JobRecordState)head->state;
    return 1;
}

static void ReadText(const volatile uint16_t *text, uint32_t chars, uint16_t *out)
{
    uint32_t i;
    if (out == NULL)
        return;
    for (i = 0; i < chars; i++)
        out[i] = text[i];
    out[chars] = 0;
}

int JobRecordRead(const JobRecord *record, size_t bytes, JobRecordValues *values, uint16_t *message, uint16_t *path)
{
    int look;
    if (record == NULL || bytes < sizeof *record)
        return 0;
    for (look = 0; look < Looks; look++) {
        Head head;
        const uint32_t before = record->sequence;
        AtomicFence();
        if (before % 2)
            continue;
        ReadHead(record, &head);
        const int sound = HeadIsSound(&head) && head.bytes == sizeof *record;
        if (sound) {
            ReadText(record->message, head.messageChars, message);
            ReadText(record->path, head.pathChars, path);
        }
        AtomicFence();
        if (record->sequence != before)
            continue;
        if (sound)
            *values = head.values;
        return sound;
    }
    return 0;
}

static uint8_t *JobRecordPutText(uint8_t *at, const uint16_t *text, uint32_t chars)
{
    uint32_t i;
    for (i = 0; i < chars; i++, at += 2)
        BytesPut16(at, text[i]);
    return at;
}

size_t JobRecordEncode(const JobRecord *record, uint8_t *out, size_t capacity)
{
    const size_t bytes = JobRecordHeadBytes + 2 * ((size_t)record->messageChars + record->pathChars);
    const uint64_t counts[] = {record->total,    record->completed, record->succeeded,
                               record->failed,   record->skipped,   record->bytesWritten,
                               record->keyCount, record->attempts,  record->solveMicroseconds,
                               record->elapsedMs};
    size_t i;
    if (capacity < bytes)
        return 0;
    BytesPut32(out, record->magic);
    BytesPut32(out + 4, record->version);
    BytesPut32(out + 8, (uint32_t)bytes);
    BytesPut32(out + 12, 0);
    BytesPut64(out + 16, record->jobId);
    BytesPut32(out + 24, record->kind);
    BytesPut32(out + 28, record->state);
    BytesPut32(out + 32, record->code);
    BytesPut32(out + 36, record->fractionMillionths);
    for (i = 0; i < sizeof counts / sizeof *counts; i++)
        BytesPut64(out + 40 + 8 * i, counts[i]);
    BytesPut32(out + 120, record->messageChars);
    BytesPut32(out + 124, record->pathChars);
    out = JobRecordPutText(out + JobRecordHeadBytes, record->message, record->messageChars);
    JobRecordPutText(out, record->path, record->pathChars);
    return bytes;
}

/* 0: a NUL inside. */
static int GetText(const uint8_t *bytes, uint32_t chars, uint16_t *out)
{
    uint32_t i;
    for (i = 0; i < chars; i++) {
        out[i] = BytesGet16(bytes + 2 * (size_t)i);
        if (!out[i])
            return 0;
    }
    out[chars] = 0;
    return 1;
}

int JobRecordDecode(const uint8_t *bytes, size_t length, JobRecord *out)
{
    uint64_t *const counts[] = {
        &out->total,    &out->completed, &out->succeeded,         &out->failed,   &out->skipped, &out->bytesWritten,
        &out->keyCount, &out->attempts,  &out->solveMicroseconds, &out->elapsedMs};
    Head head;
    size_t i;
    if (length < JobRecordHeadBytes)
        return 0;
    out->magic = BytesGet32(bytes);
    out->version = BytesGet32(bytes + 4);
    out->bytes = BytesGet32(bytes + 8);
    out->sequence = BytesGet32(bytes + 12);
    out->jobId = BytesGet64(bytes + 16);
    out->kind = BytesGet32(bytes + 24);
    out->state = BytesGet32(bytes + 28);
    out->code = BytesGet32(bytes + 32);
    out->fractionMillionths = BytesGet32(bytes + 36);
    for (i = 0; i < sizeof counts / sizeof *counts; i++)
        *counts[i] = BytesGet64(bytes + 40 + 8 * i);
    out->messageChars = BytesGet32(bytes + 120);
    out->pathChars = BytesGet32(bytes + 124);
    ReadHead(out, &head);
    if (!HeadIsSound(&head) || out->sequence || out->bytes != length ||
        length != JobRecordHeadBytes + 2 * ((size_t)head.messageChars + head.pathChars) ||
        !GetText(bytes + JobRecordHeadBytes, head.messageChars, out->message) ||
        !GetText(bytes + JobRecordHeadBytes + 2 * (size_t)head.messageChars, head.pathChars, out->path))
        return 0;
    out->bytes = sizeof *out;
    return 1;
}
