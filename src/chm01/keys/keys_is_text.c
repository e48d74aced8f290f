/*
 * Tells text from packed keys by the bytes alone. Packed keys are text by chance only where each of
 * their bytes is: character codes such as 'RIFF' are, so a text without a line's end counts only
 * when it is a number.
 */
#include "keys_formats.h"

/* The state of a text that is read letter by letter. */
typedef struct LetterReader {
    bool comment; /* behind a #, up to the line's end */
    bool lines;   /* a line's end was seen */
} LetterReader;

/* One letter of ASCII, or of another script in a comment. False: no text has it. */
static bool TakeLetter(LetterReader *reader, uint32_t letter)
{
    const bool end = letter == '\n' || letter == '\r';
    reader->lines = reader->lines || end;
    reader->comment = !end && (reader->comment || letter == '#');
    if (letter >= 0x80)
        return reader->comment;
    return end || letter == '\t' || letter == '\f' || (letter >= ' ' && letter != 0x7F);
}

/* The bytes of the UTF-8 letter at [at, end), which is not ASCII; 0: there is none. */
static size_t Utf8LetterBytes(const uint8_t *at, const uint8_t *end)
{
    const size_t bytes = *at >= 0xC2 && *at <= 0xDF   ? 2
                         : *at >= 0xE0 && *at <= 0xEF ? 3
                         : *at >= 0xF0 && *at <= 0xF4 ? 4
                                                      : 0;
    if (bytes > (size_t)(end - at))
        return 0;
    for (size_t i = 1; i < bytes; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    }
    return bytes;
}

static bool KeysIsTextUtf16(const uint8_t *bytes, size_t size)
{
    LetterReader reader = {false, false};
    const bool marked = bytes[0] >= 0xFE && bytes[1] >= 0xFE, big = marked ? bytes[0] == 0xFE : bytes[0] == 0;
    for (size_t i = marked ? 2 : 0; i + 1 < size; i += 2) {
        const uint32_t unit = big ? (uint32_t)bytes[i] << 8 | bytes[i + 1] : (uint32_t)bytes[i + 1] << 8 | bytes[i];
        if (!TakeLetter(&reader, unit))
            return false;
    }
    return marked || reader.lines;
}

bool KeysIsText(const uint8_t *bytes, size_t size)
{
    LetterReader reader = {false, false};
    if (KeysTextIsUtf16(bytes, size))
        return KeysIsTextUtf16(bytes, size);
    const uint8_t *const end = bytes + size;
    const bool marked = size >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF;
    for (const uint8_t *at = bytes; at != end;) {
        const size_t more = *at >= 0x80 && !reader.comment ? Utf8LetterBytes(at, end) : 1;
        if (more == 0 || (*at < 0x80 && !TakeLetter(&reader, *at) && !(*at == 0x1A && at + 1 == end)))
            return false;
        at += more;
    }
    return size != 0 && (marked || reader.lines || KeysTextBeginsWithNumber(bytes, size));
}
