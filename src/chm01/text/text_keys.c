/*
 * Finds the lines of a text. Memory is laid out as starts, lengths and, for what was UTF-16, the
 * text as UTF-8.
 */
#include "text_keys.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/line_count.h"
#include "text_utf16.h"

typedef struct TextMemory {
    uint32_t *starts;
    uint16_t *lengths;
    uint8_t *utf8; /* NULL: the text's own bytes are used */
    size_t most;   /* keys that there is room for */
} TextMemory;

static const uint8_t *TextLineEnd(const uint8_t *at, const uint8_t *end)
{
    const uint8_t *const newline = memchr(at, '\n', (size_t)(end - at));
    return newline != NULL ? newline : end;
}

/* lineEnds: those of an 8-bit text, or an upper bound of those in UTF-16. Returns the bytes. */
static size_t TextMemoryCarve(TextMemory *parts, void *memory, const uint8_t *text, size_t size, size_t lineEnds)
{
    const size_t lines = size == 0 ? 0 : lineEnds + 1, most = size / 2 + 1;
    parts->most = lines < most ? lines : most; /* a key takes two bytes, except the last */
    const bool wide = TextIsUtf16(text, size);
    Carve carve = CarveBegin(memory);
    parts->starts = CarveTake(&carve, parts->most * sizeof *parts->starts);
    parts->lengths = CarveTake(&carve, parts->most * sizeof *parts->lengths);
    uint8_t *const utf8 = CarveTake(&carve, wide ? TextUtf16Bound(size) : 0);
    parts->utf8 = wide ? utf8 : NULL;
    return carve.used;
}

size_t TextKeysBoundOf(const void *text, size_t size, size_t lineEnds)
{
    TextMemory parts = {NULL, NULL, NULL, 0};
    return TextMemoryCarve(&parts, NULL, text, size, lineEnds);
}

size_t TextKeysBound(const void *text, size_t size)
{
    return TextKeysBoundOf(text, size, LineEndsOf(text, size));
}

static size_t TextMarkBytes(const uint8_t *text, size_t size)
{
    return size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* Notes the key of a line, if it has one. lineEnd: that of the text, or a newline. */
static ChmStatus TextTakeLine(TextReading *reading, const uint8_t *at, const uint8_t *lineEnd, ChmError *error)
{
    const bool whole = lineEnd != reading->text + reading->size;
    const bool carriage = lineEnd != at && whole && lineEnd[-1] == '\r';
    const size_t length = (size_t)(lineEnd - at) - carriage;
    if (length > TEXT_MAX_KEY_BYTES)
        return ChmFail(error, ChmTextMalformed, "the key has more than 65,535 bytes", reading->line + 1,
                       (uint64_t)(at - reading->text), 0);
    if (length != 0 && reading->count == TEXT_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, reading->count + 1, TEXT_MAX_KEYS, 0);
    if (length != 0 && reading->count == reading->most)
        return ChmFail(error, ChmOutOfMemory, NULL, reading->count + 1, 0, 0);
    if (length != 0) {
        reading->starts[reading->count] = (uint32_t)(at - reading->text);
        reading->lengths[reading->count++] = (uint16_t)length;
    }
    reading->at = (size_t)(lineEnd - reading->text) + whole;
    reading->line++;
    return ChmOk;
}

ChmStatus TextKeysReadOn(TextReading *reading, Work *work, TextKeys *out, ChmError *error)
{
    enum { BytesAStep = 16, LineMost = TEXT_MAX_KEY_BYTES + 2 };
    while (reading->at != reading->size) {
        if (work->left == 0)
            return ChmContinue;
        const size_t left = reading->size - reading->at;
        const uint8_t *const at = reading->text + reading->at;
        const uint8_t *const lineEnd = TextLineEnd(at, at + (left < LineMost ? left : LineMost));
        (void)WorkUntil(work, 0, (size_t)(lineEnd - at) / BytesAStep + 1);
        const ChmStatus status = TextTakeLine(reading, at, lineEnd, error);
        if (status != ChmOk)
            return status;
    }
    if (reading->count == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    *out = (TextKeys){reading->text, reading->starts, reading->lengths, reading->count};
    return ChmOk;
}

static ChmStatus TextCheckSize(const void *text, size_t size, ChmError *error)
{
    if (size == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    if (size > (TextIsUtf16(text, size) ? TEXT_MAX_POOL_BYTES / 3 * 2 : TEXT_MAX_POOL_BYTES))
        return ChmFail(error, ChmTextMalformed, "the text may have more than 4,294,967,295 bytes as UTF-8", 1, 0, 0);
    return ChmOk;
}

/* Lays the memory out, if it is large enough. */
static ChmStatus TextTakeRoom(const void *text, size_t size, size_t lineEnds, void *memory, size_t memoryBytes,
                              TextMemory *parts, ChmError *error)
{
    const size_t wanted = TextKeysBoundOf(text, size, lineEnds);
    if (memoryBytes < wanted)
        return ChmFail(error, ChmOutOfMemory, NULL, wanted, 0, 0);
    (void)TextMemoryCarve(parts, memory, text, size, lineEnds);
    return ChmOk;
}

static TextReading TextReadingOf(const uint8_t *text, size_t size, const TextMemory *parts)
{
    const TextReading reading = {.text = text,
                                 .size = size,
                                 .starts = parts->starts,
                                 .lengths = parts->lengths,
                                 .most = parts->most,
                                 .at = TextMarkBytes(text, size)};
    return reading;
}

ChmStatus TextKeysReadBegin(const void *text, size_t size, size_t lineEnds, void *memory, size_t memoryBytes,
                            TextReading *out, ChmError *error)
{
    TextMemory parts = {NULL, NULL, NULL, 0};
    memset(out, 0, sizeof *out);
    ChmStatus status = TextCheckSize(text, size, error);
    if (status == ChmOk)
        status = TextTakeRoom(text, size, lineEnds, memory, memoryBytes, &parts, error);
    if (status != ChmOk)
        return status;
    *out = TextReadingOf(text, size, &parts);
    return ChmOk;
}

ChmStatus TextKeysRead(const void *text, size_t size, void *memory, size_t memoryBytes, TextKeys *out, ChmError *error)
{
    TextMemory parts = {NULL, NULL, NULL, 0};
    Work work = WorkAll();
    memset(out, 0, sizeof *out);
    ChmStatus status = TextCheckSize(text, size, error);
    if (status == ChmOk)
        status = TextTakeRoom(text, size, LineEndsOf(text, size), memory, memoryBytes, &parts, error);
    if (status == ChmOk && parts.utf8 != NULL)
        status = TextUtf16Decode(text, size, parts.utf8, &size, error);
    if (status != ChmOk)
        return status;
    TextReading reading = TextReadingOf(parts.utf8 != NULL ? parts.utf8 : text, size, &parts);
    return TextKeysReadOn(&reading, &work, out, error);
}

uint64_t TextKeysLine(const TextKeys *keys, size_t position)
{
    return LineEndsOf(keys->pool, keys->starts[position]) + 1;
}
