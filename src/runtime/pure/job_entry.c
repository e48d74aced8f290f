#include "job_entry.h"

#include <string.h>

#include "bytes.h"

enum { MostMillionths = 1000000, TextsAt = 72 };

const char *JobStepName(uint32_t step)
{
    static const char *const names[JobStepCount] = {
        "waiting", "load",   "plan", "reuse",  "look",  "reserve", "prepare", "solve",   "emit", "lock",   "commit",
        "walk",    "select", "open", "tables", "flush", "pack",    "commit",  "summary", "lock", "finish", "ending",
    };
    return step < JobStepCount ? names[step] : NULL;
}

const char *JobWaitName(uint32_t waits)
{
    static const char *const names[JobWaitCount] = {"", "turn", "memory", "quota", "large", "buffer", "disk", "folder"};
    return waits < JobWaitCount ? names[waits] : NULL;
}

void JobPageHeadEncode(uint32_t count, int more, uint8_t out[JobPageHeadBytes])
{
    BytesPut32(out, count);
    BytesPut32(out + 4, more != 0);
}

int JobPageHeadDecode(const uint8_t *bytes, size_t length, uint32_t *count, int *more)
{
    if (length < JobPageHeadBytes || BytesGet32(bytes + 4) > 1)
        return 0;
    *count = BytesGet32(bytes);
    *more = BytesGet32(bytes + 4) == 1;
    return *count != 0 || !*more; /* a page that is empty is the last one */
}

static size_t JobEntryBytes(const JobEntry *entry)
{
    return JobEntryHeadBytes + 2 * ((size_t)entry->user.chars + entry->input.chars + entry->output.chars);
}

static uint8_t *JobEntryPutText(const JobEntryText *text, uint8_t *length, uint8_t *at)
{
    const size_t bytes = 2 * (size_t)text->chars;
    BytesPut32(length, text->chars);
    if (bytes != 0)
        memcpy(at, text->units, bytes);
    return at + bytes;
}

size_t JobEntryEncode(const JobEntry *entry, uint8_t *out, size_t capacity)
{
    if (JobEntryBytes(entry) > capacity)
        return 0;
    memset(out, 0, JobEntryHeadBytes);
    BytesPut64(out, entry->id);
    BytesPut32(out + 8, entry->kind);
    BytesPut16(out + 12, (uint16_t)entry->step);
    BytesPut16(out + 14, (uint16_t)entry->waits);
    BytesPut32(out + 16, entry->place);
    BytesPut32(out + 20, entry->fractionMillionths);
    BytesPut32(out + 24, entry->processId);
    BytesPut64(out + 32, entry->ageMs);
    BytesPut64(out + 40, entry->memoryBytes);
    BytesPut64(out + 48, entry->total);
    BytesPut64(out + 56, entry->completed);
    BytesPut64(out + 64, entry->failed);
    uint8_t *at = out + JobEntryHeadBytes;
    at = JobEntryPutText(&entry->user, out + TextsAt, at);
    at = JobEntryPutText(&entry->input, out + TextsAt + 4, at);
    at = JobEntryPutText(&entry->output, out + TextsAt + 8, at);
    return (size_t)(at - out);
}

/* 0: it is longer than a text may be, or has a NUL in it, or is not all there. */
static int JobEntryTakeText(const uint8_t *length, const uint8_t **at, const uint8_t *end, JobEntryText *out)
{
    out->chars = BytesGet32(length);
    if (out->chars > JobEntryTextChars || (size_t)(end - *at) < 2 * (size_t)out->chars)
        return 0;
    out->units = *at;
    for (uint32_t i = 0; i < out->chars; i++, *at += 2) {
        if (BytesGet16(*at) == 0)
            return 0;
    }
    return 1;
}

size_t JobEntryDecode(const uint8_t *bytes, size_t length, JobEntry *out)
{
    if (length < JobEntryHeadBytes)
        return 0;
    out->id = BytesGet64(bytes);
    out->kind = BytesGet32(bytes + 8);
    out->step = BytesGet16(bytes + 12);
    out->waits = BytesGet16(bytes + 14);
    out->ageMs = BytesGet64(bytes + 32);
    out->memoryBytes = BytesGet64(bytes + 40);
    out->place = BytesGet32(bytes + 16);
    out->fractionMillionths = BytesGet32(bytes + 20);
    out->total = BytesGet64(bytes + 48);
    out->completed = BytesGet64(bytes + 56);
    out->processId = BytesGet32(bytes + 24);
    out->failed = BytesGet64(bytes + 64);
    const uint8_t *at = bytes + JobEntryHeadBytes, *const end = bytes + length;
    const int sound = out->id != 0 && (out->kind == 1 || out->kind == 2) && out->fractionMillionths <= MostMillionths &&
                      BytesGet32(bytes + 28) == 0 && BytesGet32(bytes + 84) == 0 && BytesGet64(bytes + 88) == 0;
    if (!sound || !JobEntryTakeText(bytes + TextsAt, &at, end, &out->user) ||
        !JobEntryTakeText(bytes + TextsAt + 4, &at, end, &out->input) ||
        !JobEntryTakeText(bytes + TextsAt + 8, &at, end, &out->output))
        return 0;
    return (size_t)(at - bytes);
}
