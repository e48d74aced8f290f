/* See gperf.h: the sections of a file, and its keywords. */
#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/line_count.h"
#include "chm01/hash/blake2b.h"
#include "chm01/text/text_fold.h"
#include "gperf_declaration.h"

enum { BytesAStep = 16 };

/* ---- memory ---- */

static uint32_t SlotBitsOf(size_t capacity)
{
    uint32_t bits = 4;
    while (((size_t)1 << bits) < 2 * capacity)
        bits++;
    return bits;
}

static size_t CarveReading(GperfReading *reading, void *memory, size_t size, size_t lineEnds)
{
    const bool small = size <= GPERF_MAX_AGAIN; /* otherwise no keyword may occur again */
    Carve carve = CarveBegin(memory);
    reading->capacity = size == 0 ? 0 : lineEnds + 1;
    reading->slotBits = SlotBitsOf(small ? reading->capacity : 0);
    reading->arenaBytes = 2 * size + 8;
    reading->arena = CarveTake(&carve, reading->arenaBytes);
    reading->starts = CarveTake(&carve, reading->capacity * sizeof *reading->starts);
    reading->lines = CarveTake(&carve, reading->capacity * sizeof *reading->lines);
    reading->rests = CarveTake(&carve, reading->capacity * sizeof *reading->rests);
    reading->restLengths = CarveTake(&carve, reading->capacity * sizeof *reading->restLengths);
    reading->keyLengths = CarveTake(&carve, reading->capacity * sizeof *reading->keyLengths);
    reading->slots = CarveTake(&carve, sizeof *reading->slots << reading->slotBits);
    return carve.used;
}

size_t GperfBound(size_t size, size_t lineEnds)
{
    GperfReading reading;
    return size > GPERF_MAX_BYTES ? 0 : CarveReading(&reading, NULL, size, lineEnds);
}

char *GperfTake(GperfReading *reading, size_t length)
{
    char *const taken = (char *)reading->arena + reading->used;
    reading->used += length;
    return taken;
}

char *GperfTakeLast(GperfReading *reading, size_t length)
{
    reading->usedLast += length;
    return (char *)reading->arena + (reading->arenaBytes - reading->usedLast);
}

/* ---- lines ---- */

GperfLine GperfLineAt(const GperfReading *reading, size_t at, size_t limit)
{
    const char *const from = reading->text + at, *const newline = memchr(from, '\n', limit - at);
    GperfLine line = {from, newline != NULL ? newline : reading->text + limit, limit};
    if (newline == NULL)
        return line;
    line.next = (size_t)(newline - reading->text) + 1;
    if (line.end != from && line.end[-1] == '\r')
        line.end--;
    return line;
}

ChmStatus GperfBad(ChmError *error, uint64_t line, size_t column, const char *reason)
{
    return ChmFail(error, ChmTextMalformed, reason, line, column, 0);
}

/* ---- sections ---- */

/* Notes what a line or its first piece says of the sections. */
static void SeeSection(GperfReading *reading, const GperfLine *line)
{
    const bool directive = !reading->isRest && line->at < line->end && line->at[0] == '%';
    if (directive && line->end - line->at > 1 && line->at[1] == '%') {
        reading->separatorAt[reading->separators] = reading->at;
        reading->separatorLine[reading->separators++] = reading->line;
    } else if (directive && reading->separators == 0) {
        reading->directives = true;
    }
}

/* Finds the lines that divide the sections. True: they are found. */
static bool FindSeparators(GperfReading *reading, Work *work)
{
    enum { PieceBytes = 1 << 16 }; /* of a line, which in code may be of any length */
    while (reading->at < reading->size && reading->separators < 2) {
        if (work->left == 0)
            return false;
        const size_t left = reading->size - reading->at;
        const size_t limit = left > PieceBytes ? reading->at + PieceBytes : reading->size;
        const GperfLine line = GperfLineAt(reading, reading->at, limit);
        (void)WorkUntil(work, 0, (line.next - reading->at) / BytesAStep + 1);
        SeeSection(reading, &line);
        reading->isRest = line.next == limit && left > PieceBytes && reading->text[limit - 1] != '\n';
        reading->at = line.next;
        reading->line += !reading->isRest;
    }
    return true;
}

/*
 * Tells the sections apart. A single separator ends declarations where there are any, and
 * otherwise begins the functions.
 */
static ChmStatus GperfDivide(GperfReading *reading, ChmError *error)
{
    GperfFile *const file = reading->file;
    const uint32_t count = reading->separators;
    const bool declares =
        count == 2 || (count == 1 && ((file->options.flags & GperfStructType) != 0 || reading->directives));
    const size_t declarationsEnd = declares ? reading->separatorAt[0] : 0;
    const bool hasCode = count > declares;
    const size_t separator = count - 1; /* of the code */
    reading->keywordsEnd = hasCode ? reading->separatorAt[separator] : reading->size;
    if (hasCode) {
        const size_t codeAt = reading->separatorAt[separator] + 2;
        file->code = (GperfPiece){reading->text + codeAt, reading->size - codeAt, reading->separatorLine[separator]};
    }
    reading->at = 0;
    reading->line = 1;
    const ChmStatus status = GperfDeclare(reading, declarationsEnd, error);
    if (status != ChmOk || !declares)
        return status;
    reading->at = GperfLineAt(reading, declarationsEnd, reading->size).next; /* what follows %% is ignored */
    reading->line = reading->separatorLine[0] + 1;
    return ChmOk;
}

/* ---- keywords ---- */

static bool IsDelimiter(const GperfFile *file, char c)
{
    return strchr(GperfNameOf(&file->options, GperfDelimiters), c) != NULL; /* a NUL is one, too */
}

static int DigitOf(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : 16;
}

/* Reads a number of at most `most` digits; of one that is too large the last 8 bits count. */
static const char *TakeDigits(const char *at, const char *end, int base, size_t most, char *out)
{
    unsigned code = 0;
    for (; at < end && most != 0 && DigitOf(*at) < base; at++, most--)
        code = (code * (unsigned)base + (unsigned)DigitOf(*at)) & 0xFF;
    *out = (char)code;
    return at;
}

/* Reads what follows a backslash; NULL: that is no escape. */
static const char *TakeEscape(const char *at, const char *end, char *out)
{
    static const char letters[] = "\\'\"ntrfbav", codes[] = "\\'\"\n\t\r\f\b\a\v";
    const char *const letter = at < end && *at != 0 ? strchr(letters, *at) : NULL;
    if (at >= end)
        return NULL;
    if (DigitOf(*at) < 8)
        return TakeDigits(at, end, 8, 3, out);
    if (*at == 'x')
        return TakeDigits(at + 1, end, 16, SIZE_MAX, out);
    if (letter == NULL)
        return NULL;
    *out = codes[letter - letters];
    return at + 1;
}

/* Reads a string as C writes it, which lies in the arena then. *at: behind the first quote. */
static ChmStatus TakeString(GperfReading *reading, const GperfLine *line, const char **at, size_t *length,
                            ChmError *error)
{
    char *const out = (char *)reading->arena + reading->used;
    const char *from = *at;
    *length = 0;
    while (from < line->end && *from != '"' && *length <= TEXT_MAX_KEY_BYTES) {
        const char *const escape = from;
        if (*from != '\\')
            out[(*length)++] = *from++;
        else if ((from = TakeEscape(from + 1, line->end, out + (*length)++)) == NULL)
            return GperfBad(error, reading->line, (size_t)(escape - line->at) + 1, "C has no such escape in a string");
    }
    if (*length > TEXT_MAX_KEY_BYTES)
        return GperfBad(error, reading->line, 1, "the keyword has more than 65,535 bytes");
    if (from == line->end)
        return GperfBad(error, reading->line, 1, "the string has no second quote");
    *at = from + 1;
    return ChmOk;
}

/* Reads the keyword of a line to the arena's free part. *at: behind it and its delimiter. */
static ChmStatus TakeKeyword(GperfReading *reading, const GperfLine *line, const char **at, size_t *length,
                             ChmError *error)
{
    if (line->at < line->end && *line->at == '"') {
        *at = line->at + 1;
        const ChmStatus status = TakeString(reading, line, at, length, error);
        if (status == ChmOk && *at < line->end && !IsDelimiter(reading->file, **at))
            return GperfBad(error, reading->line, (size_t)(*at - line->at) + 1,
                            "expected a delimiter behind the string");
        *at += status == ChmOk && *at < line->end;
        return status;
    }
    const char *end = line->at;
    while (end < line->end && end - line->at <= (ptrdiff_t)TEXT_MAX_KEY_BYTES && !IsDelimiter(reading->file, *end))
        end++;
    *length = (size_t)(end - line->at);
    memcpy(reading->arena + reading->used, line->at, *length);
    *at = end + (end < line->end);
    return ChmOk;
}

static ChmStatus CheckKeyword(const GperfReading *reading, size_t length, ChmError *error)
{
    const uint8_t *const key = reading->arena + reading->used;
    if (length == 0)
        return GperfBad(error, reading->line, 1, "a keyword is missing; gperf has none of no bytes");
    if (length > TEXT_MAX_KEY_BYTES)
        return GperfBad(error, reading->line, 1, "the keyword has more than 65,535 bytes");
    for (size_t i = 0; i < length && (reading->file->options.flags & GperfSevenBit) != 0; i++)
        if (key[i] >= 0x80)
            return GperfBad(error, reading->line, i + 1,
                            "a byte of the keyword is beyond ASCII, and %7bit excludes it");
    return ChmOk;
}

/* ---- keywords that occur again */

static uint64_t HashKeyword(const GperfReading *reading, const uint8_t *key, size_t length)
{
    uint8_t *const folded = reading->arena + reading->used + length; /* free: see GperfTake */
    const bool ignoreCase = (reading->file->options.flags & GperfIgnoreCase) != 0;
    for (size_t i = 0; i < length; i++)
        folded[i] = ignoreCase ? TextFold(key[i]) : key[i];
    return Blake2b(folded, length, reading->seed);
}

/* Notes the keyword in the arena's free part. True: it is equal to an earlier one. */
static bool OccursAgain(GperfReading *reading, size_t length)
{
    const size_t mask = ((size_t)1 << reading->slotBits) - 1;
    const uint8_t *const key = reading->arena + reading->used;
    const bool ignoreCase = (reading->file->options.flags & GperfIgnoreCase) != 0;
    size_t slot = (size_t)HashKeyword(reading, key, length) & mask;
    for (; reading->slots[slot] != 0; slot = (slot + 1) & mask) {
        const size_t other = reading->slots[slot] - 1;
        if (reading->keyLengths[other] == length &&
            TextSame(reading->arena + reading->starts[other], key, length, ignoreCase))
            return true;
    }
    reading->slots[slot] = (uint32_t)reading->count + 1;
    return false;
}

static ChmStatus BeginAgain(GperfReading *reading, ChmError *error)
{
    if ((reading->file->options.flags & GperfDuplicates) == 0)
        return ChmOk;
    if (reading->size > GPERF_MAX_AGAIN)
        return GperfBad(error, 1, 1, "with --duplicates a file may have at most 1,048,576 bytes");
    memset(reading->slots, 0, sizeof *reading->slots << reading->slotBits);
    reading->seed = Blake2b(reading->text, reading->size, 0);
    return ChmOk;
}

/* ---- all keywords */

/* Returns how many bytes of initializers there are; a NUL ends them. */
static size_t RestBytes(const char *rest, const char *end)
{
    const char *const nul = rest < end ? memchr(rest, 0, (size_t)(end - rest)) : NULL;
    return (size_t)((nul != NULL ? nul : end) - rest);
}

static void PutKeyword(GperfReading *reading, size_t length, const char *rest, const char *end)
{
    GperfFile *const file = reading->file;
    const bool again = (file->options.flags & GperfDuplicates) != 0 && OccursAgain(reading, length);
    const size_t restBytes = (file->options.flags & GperfStructType) != 0 ? RestBytes(rest, end) : 0;
    const size_t at = again ? reading->capacity - ++reading->again : reading->count++;
    reading->starts[at] = (uint32_t)reading->used;
    reading->keyLengths[at] = (uint16_t)length;
    reading->lines[at] = (uint32_t)reading->line;
    reading->rests[at] = (uint32_t)(rest - reading->text);
    reading->restLengths[at] = (uint32_t)restBytes;
    (void)GperfTake(reading, length);
    file->shortest = file->shortest == 0 || length < file->shortest ? length : file->shortest;
    file->longest = length > file->longest ? length : file->longest;
}

static ChmStatus ReadLine(GperfReading *reading, const GperfLine *line, ChmError *error)
{
    const char first = line->at < line->end ? *line->at : 0, *at = line->at;
    size_t length = 0;
    if (first == '#')
        return ChmOk;
    if (first == '%')
        return GperfBad(error, reading->line, 1,
                        "a declaration among the keywords; a keyword that begins with % stands in quotes");
    ChmStatus status = TakeKeyword(reading, line, &at, &length, error);
    if (status == ChmOk)
        status = CheckKeyword(reading, length, error);
    if (status == ChmOk && reading->count + reading->again == reading->capacity)
        status = ChmFail(error, ChmOutOfMemory, NULL, reading->capacity + 1, 0, 0);
    if (status == ChmOk)
        PutKeyword(reading, length, at, line->end);
    return status;
}

static ChmStatus NextLine(GperfReading *reading, Work *work, ChmError *error)
{
    const size_t left = reading->keywordsEnd - reading->at;
    const size_t limit = left > GPERF_MAX_LINE ? reading->at + GPERF_MAX_LINE + 1 : reading->keywordsEnd;
    const GperfLine line = GperfLineAt(reading, reading->at, limit);
    (void)WorkUntil(work, 0, (line.next - reading->at) / BytesAStep + 1);
    if ((size_t)(line.end - line.at) > GPERF_MAX_LINE)
        return GperfBad(error, reading->line, 1, "the line has more than 1,048,576 bytes");
    const ChmStatus status = ReadLine(reading, &line, error);
    reading->at = line.next;
    reading->line += status == ChmOk;
    return status;
}

/* Puts the keywords that occur again behind the others, and tells the file of all of them. */
static ChmStatus GperfFinish(GperfReading *reading, ChmError *error)
{
    GperfFile *const file = reading->file;
    const size_t from = reading->capacity - reading->again;
    if (reading->count == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    for (size_t i = 0; i < reading->again; i++) {
        const size_t to = reading->count + i;
        reading->starts[to] = reading->starts[from + i];
        reading->keyLengths[to] = reading->keyLengths[from + i];
        reading->lines[to] = reading->lines[from + i];
        reading->rests[to] = reading->rests[from + i];
        reading->restLengths[to] = reading->restLengths[from + i];
    }
    file->keywords = (TextKeys){reading->arena, reading->starts, reading->keyLengths, reading->count + reading->again};
    file->distinct = reading->count;
    file->lines = reading->lines;
    file->rests = reading->rests;
    file->lengths = reading->restLengths;
    return ChmOk;
}

ChmStatus GperfReadOn(GperfReading *reading, Work *work, ChmError *error)
{
    if (!reading->declared) {
        if (!FindSeparators(reading, work))
            return ChmContinue;
        ChmStatus status = GperfDivide(reading, error);
        if (status == ChmOk)
            status = BeginAgain(reading, error);
        if (status != ChmOk)
            return status;
        reading->declared = true;
    }
    while (reading->at < reading->keywordsEnd) {
        if (work->left == 0)
            return ChmContinue;
        const ChmStatus status = NextLine(reading, work, error);
        if (status != ChmOk)
            return status;
    }
    return GperfFinish(reading, error);
}

ChmStatus GperfReadBegin(const void *text, size_t size, size_t lineEnds, const GperfOptions *options, void *memory,
                         size_t memoryBytes, GperfReading *reading, GperfFile *out, ChmError *error)
{
    static const char mark[] = "\xEF\xBB\xBF";
    memset(reading, 0, sizeof *reading);
    memset(out, 0, sizeof *out);
    if (size > GPERF_MAX_BYTES)
        return GperfBad(error, 1, 1, "a file for gperf may have at most 67,108,864 bytes");
    if (size == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    const size_t markBytes = size >= 3 && memcmp(text, mark, 3) == 0 ? 3 : 0;
    reading->text = (const char *)text + markBytes;
    reading->size = size - markBytes;
    const size_t wanted = CarveReading(reading, NULL, reading->size, lineEnds);
    if (memoryBytes < wanted)
        return ChmFail(error, ChmOutOfMemory, NULL, wanted, 0, 0);
    (void)CarveReading(reading, memory, reading->size, lineEnds);
    reading->line = 1;
    reading->file = out;
    out->options = *options;
    out->text = reading->text;
    return ChmOk;
}

ChmStatus GperfRead(const void *text, size_t size, const GperfOptions *options, void *memory, size_t memoryBytes,
                    GperfFile *out, ChmError *error)
{
    GperfReading reading;
    Work work = WorkAll();
    const ChmStatus status =
        GperfReadBegin(text, size, LineEndsOf(text, size), options, memory, memoryBytes, &reading, out, error);
    return status == ChmOk ? GperfReadOn(&reading, &work, error) : status;
}
