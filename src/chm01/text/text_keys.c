/*
 * Finds the lines of a text. Memory is laid out as starts, lengths and, for what was UTF-16, the
 * text as UTF-8.
 */
#include "text_keys.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "text_utf16.h"

typedef struct TextMemory {
    uint32_t *starts;
    uint16_t *lengths;
    uint8_t *utf8; /* NULL: the text's own bytes are used */
} TextMemory;

static const uint8_t *TextLineEnd(const uint8_t *at, const uint8_t *end)
{
    const uint8_t *const newline = memchr(at, '\n', (size_t)(end - at));
    return newline != NULL ? newline : end;
}

/* Returns the number of line ends in an 8-bit text, or an upper bound of those in UTF-16. */
static size_t TextLineEnds(const uint8_t *text, size_t size)
{
    size_t ends = 0;
    const uint8_t *const end = text + size;
    for (const uint8_t *at = text; at != end && (at = TextLineEnd(at, end)) != end; at++)
        ends++;
    return ends;
}

static size_t TextMemoryCarve(TextMemory *parts, void *memory, const uint8_t *text, size_t size)
{
    const size_t lines = size == 0 ? 0 : TextLineEnds(text, size) + 1, most = size / 2 + 1;
    const size_t keys = lines < most ? lines : most; /* a key takes two bytes, except the last */
    const bool wide = TextIsUtf16(text, size);
    Carve carve = CarveBegin(memory);
    parts->starts = CarveTake(&carve, keys * sizeof *parts->starts);
    parts->lengths = CarveTake(&carve, keys * sizeof *parts->lengths);
    uint8_t *const utf8 = CarveTake(&carve, wide ? TextUtf16Bound(size) : 0);
    parts->utf8 = wide ? utf8 : NULL;
    return carve.used;
}

size_t TextKeysBound(const void *text, size_t size)
{
    TextMemory parts;
    return TextMemoryCarve(&parts, NULL, text, size);
}

/* Notes the keys of `size` bytes, from `from` on, in parts; *count: how many. */
static ChmStatus TextSplitLines(const uint8_t *text, size_t from, size_t size, const TextMemory *parts, size_t *count,
                                ChmError *error)
{
    uint64_t line = 1;
    const uint8_t *const end = text + size;
    for (const uint8_t *at = text + from; at != end; line++) {
        const uint8_t *const lineEnd = TextLineEnd(at, end);
        const bool carriage = lineEnd != at && lineEnd != end && lineEnd[-1] == '\r';
        const size_t length = (size_t)(lineEnd - at) - carriage;
        if (length > TEXT_MAX_KEY_BYTES)
            return ChmFail(error, ChmTextMalformed, "the key has more than 65,535 bytes", line, 0, 0);
        if (length != 0 && *count == TEXT_MAX_KEYS)
            return ChmFail(error, ChmTooManyKeys, NULL, *count + 1, TEXT_MAX_KEYS, 0);
        if (length != 0) {
            parts->starts[*count] = (uint32_t)(at - text);
            parts->lengths[(*count)++] = (uint16_t)length;
        }
        at = lineEnd != end ? lineEnd + 1 : end;
    }
    return ChmOk;
}

static size_t TextMarkBytes(const uint8_t *text, size_t size)
{
    return size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

ChmStatus TextKeysRead(const void *text, size_t size, void *memory, size_t memoryBytes, TextKeys *out, ChmError *error)
{
    memset(out, 0, sizeof *out);
    if (size == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    if (size > (TextIsUtf16(text, size) ? TEXT_MAX_POOL_BYTES / 3 * 2 : TEXT_MAX_POOL_BYTES))
        return ChmFail(error, ChmTextMalformed, "the text may have more than 4,294,967,295 bytes as UTF-8", 1, 0, 0);
    const size_t wanted = TextKeysBound(text, size);
    if (memoryBytes < wanted)
        return ChmFail(error, ChmOutOfMemory, NULL, wanted, 0, 0);

    TextMemory parts;
    (void)TextMemoryCarve(&parts, memory, text, size);
    const uint8_t *pool = parts.utf8 != NULL ? parts.utf8 : text;
    ChmStatus status = parts.utf8 != NULL ? TextUtf16Decode(text, size, parts.utf8, &size, error) : ChmOk;
    size_t count = 0;
    if (status == ChmOk)
        status = TextSplitLines(pool, parts.utf8 != NULL ? 0 : TextMarkBytes(pool, size), size, &parts, &count, error);
    if (status == ChmOk && count == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    if (status != ChmOk)
        return status;
    *out = (TextKeys){pool, parts.starts, parts.lengths, count};
    return ChmOk;
}

uint64_t TextKeysLine(const TextKeys *keys, size_t position)
{
    return TextLineEnds(keys->pool, keys->starts[position]) + 1;
}
