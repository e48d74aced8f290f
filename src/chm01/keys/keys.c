/* Which format a name means, and packed keys, which need nothing but checks. */
#include "keys.h"

#include <string.h>

#include "chm01/base/line_count.h"
#include "keys_formats.h"

static uint16_t LowerAscii(uint16_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint16_t)(c + 32) : c;
}

static bool KeysEndsWith(const uint16_t *name, size_t length, const char *ending)
{
    const size_t endingLength = strlen(ending);
    if (length < endingLength)
        return false;
    for (size_t i = 0; i < endingLength; i++)
        if (LowerAscii(name[length - endingLength + i]) != (uint16_t)ending[i])
            return false;
    return true;
}

/* "64.keys", but not as the end of a longer number, such as a count of keys. */
static bool SaysPacked64(const uint16_t *name, size_t length)
{
    static const char ending[] = "64.keys";
    const size_t before = sizeof ending - 1;
    if (!KeysEndsWith(name, length, ending))
        return false;
    return length == before || name[length - before - 1] < '0' || name[length - before - 1] > '9';
}

KeysFormat KeysFormatOfName(const uint16_t *name, size_t length, uint32_t keySizeInBytes)
{
    static const char *const peEndings[] = {".dll", ".exe", ".sys", ".ocx", ".drv", ".cpl"};

    if (KeysEndsWith(name, length, ".txt"))
        return keySizeInBytes == sizeof(WideKey) ? KeysTextWide : KeysText;
    for (size_t i = 0; i < sizeof peEndings / sizeof peEndings[0]; i++)
        if (KeysEndsWith(name, length, peEndings[i]))
            return KeysPe;
    if (keySizeInBytes == 0)
        keySizeInBytes = SaysPacked64(name, length) ? 8 : 4;
    switch (keySizeInBytes) {
    case 1: return KeysPacked8;
    case 2: return KeysPacked16;
    case 8: return KeysPacked64;
    case sizeof(WideKey): return KeysPacked128;
    default: return KeysPacked32;
    }
}

/* ---- what bytes ask for ---- */

static bool LookIsPacked(KeysFormat named)
{
    return named == KeysPacked32 || named == KeysPacked64 || named == KeysPacked128;
}

void KeysFormatLookBegin(KeysFormatLook *look, KeysFormat named, const void *bytes, size_t size)
{
    const KeysFormatLook begin = {.named = named, .bytes = bytes, .size = size, .lines = KeysLinesOf(bytes, size)};
    *look = begin;
    if (!LookIsPacked(named)) {
        look->at = size;
        look->isText = true;
    }
}

/* Looks at the first key of what is text. */
static WorkAnswer LookAtKey(KeysFormatLook *look, Work *work, KeysFormat *out)
{
    KeysLine line;
    const WorkAnswer answer = KeysLinesSeek(&look->lines, work, &line);
    if (answer == WorkMore)
        return WorkMore;
    const bool hasKey = answer == WorkYes && !line.isLong;
    if (!look->isText && !(hasKey && KeysLineIsNumber(&line)))
        return WorkNo;
    *out = look->named == KeysPacked128 || (hasKey && KeysLineIsWide(&line)) ? KeysTextWide : KeysText;
    return WorkYes;
}

bool KeysFormatLookOn(KeysFormatLook *look, Work *work, KeysFormat *out)
{
    const bool narrow = look->named == KeysPacked8 || look->named == KeysPacked16, packed = LookIsPacked(look->named);
    *out = look->named;
    if (!narrow && ProgramIs(look->bytes, look->size)) {
        *out = KeysPe;
        return true;
    }
    if (look->named != KeysText && !packed)
        return true;
    WorkAnswer answer = packed ? KeysIsTextOn(look, work) : WorkYes;
    if (answer == WorkYes)
        answer = LookAtKey(look, work, out);
    return answer != WorkMore;
}

KeysFormat KeysFormatOfBytes(KeysFormat named, const void *bytes, size_t size)
{
    KeysFormatLook look;
    KeysFormat format = named;
    Work work = WorkAll();
    KeysFormatLookBegin(&look, named, bytes, size);
    (void)KeysFormatLookOn(&look, &work, &format);
    return format;
}

/* ---- decoding ---- */

size_t KeysDecodedBoundOf(KeysFormat format, const void *bytes, size_t size, size_t lineEnds)
{
    switch (format) {
    case KeysText: return KeysLinesMost(size, lineEnds) * sizeof(uint64_t);
    case KeysTextWide: return KeysLinesMost(size, lineEnds) * sizeof(WideKey);
    case KeysPe: return ProgramBound(bytes, size);
    case KeysPacked8: return KeysNarrowBound(size, 1);
    case KeysPacked16: return KeysNarrowBound(size, 2);
    default: return 0;
    }
}

static bool FormatIsText(KeysFormat format)
{
    return format == KeysText || format == KeysTextWide;
}

size_t KeysDecodedBound(KeysFormat format, const void *bytes, size_t size)
{
    return KeysDecodedBoundOf(format, bytes, size, FormatIsText(format) ? LineEndsOf(bytes, size) : 0);
}

static ChmStatus DecodePacked(const void *bytes, size_t size, uint32_t keySizeInBytes, KeySet *out, ChmError *error)
{
    if (size % keySizeInBytes != 0)
        return ChmFail(error, ChmKeysSizeOdd, NULL, size, keySizeInBytes, 0);
    const size_t count = size / keySizeInBytes;
    if (count == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    if (count > CHM_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, count, CHM_MAX_KEYS, 0);
    out->keys = bytes;
    out->count = count;
    out->keySizeInBytes = keySizeInBytes;
    return ChmOk;
}

static ChmStatus CheckKeySize(KeysFormat format, uint32_t keySizeInBytes, ChmError *error)
{
    const bool narrow = keySizeInBytes == 1 || keySizeInBytes == 2;
    const bool wide = keySizeInBytes == sizeof(WideKey);
    const char *reason = NULL;
    if (keySizeInBytes != 0 && keySizeInBytes != 4 && keySizeInBytes != 8 && !narrow && !wide)
        reason = "the key size is 1, 2, 4, 8 or 16 bytes";
    else if (keySizeInBytes != 0 && !wide && (format == KeysPacked128 || format == KeysTextWide))
        reason = "GUIDs and numbers of more than 64 bits have 16 bytes";
    else if (wide && format != KeysPacked128 && format != KeysTextWide)
        reason = "the format has no keys of 16 bytes";
    else if (narrow && format == KeysPe)
        reason = "addresses of a program have 4 or 8 bytes";
    else if (narrow && (format == KeysPacked32 || format == KeysPacked64))
        reason = "the format has keys of 4 or 8 bytes";
    return reason == NULL ? ChmOk : ChmFail(error, ChmInvalidOption, reason, keySizeInBytes, 0, 0);
}

ChmStatus KeysDecodeBegin(KeysFormat format, const void *bytes, size_t size, uint32_t keySizeInBytes, void *memory,
                          size_t memoryBytes, KeysDecoding *out, ChmError *error)
{
    const KeysDecoding decoding = {.format = format,
                                   .bytes = bytes,
                                   .size = size,
                                   .keySizeInBytes = keySizeInBytes,
                                   .memory = memory,
                                   .most = memoryBytes / (format == KeysTextWide ? sizeof(WideKey) : sizeof(uint64_t)),
                                   .lines = KeysLinesOf(bytes, size)};
    *out = decoding;
    const ChmStatus status = CheckKeySize(format, keySizeInBytes, error);
    if (status != ChmOk || FormatIsText(format))
        return status;
    const size_t wanted = KeysDecodedBoundOf(format, bytes, size, 0);
    return memoryBytes >= wanted ? ChmOk : ChmFail(error, ChmOutOfMemory, NULL, wanted, 0, 0);
}

ChmStatus KeysDecodeOn(KeysDecoding *decoding, Work *work, KeySet *out, ChmError *error)
{
    const void *const bytes = decoding->bytes;
    const size_t size = decoding->size;
    const uint32_t keySize = decoding->keySizeInBytes;
    memset(out, 0, sizeof *out);
    switch (decoding->format) {
    case KeysPacked32: return DecodePacked(bytes, size, keySize != 0 ? keySize : 4, out, error);
    case KeysPacked64: return DecodePacked(bytes, size, keySize != 0 ? keySize : 8, out, error);
    case KeysPacked128: return DecodePacked(bytes, size, sizeof(WideKey), out, error);
    case KeysTextWide: return KeysTextWideDecodeOn(decoding, work, out, error);
    case KeysText: return KeysTextDecodeOn(decoding, work, out, error);
    case KeysPe: return KeysPeDecodeOn(decoding, work, out, error);
    case KeysPacked8: return KeysNarrowDecode(bytes, size, 1, decoding->memory, out, error);
    case KeysPacked16: return KeysNarrowDecode(bytes, size, 2, decoding->memory, out, error);
    }
    return ChmFail(error, ChmInvalidOption, "no such keys format", (uint64_t)decoding->format, 0, 0);
}

ChmStatus KeysDecode(KeysFormat format, const void *bytes, size_t size, uint32_t keySizeInBytes, void *memory,
                     size_t memoryBytes, KeySet *out, ChmError *error)
{
    KeysDecoding decoding;
    Work work = WorkAll();
    memset(out, 0, sizeof *out);
    const size_t wanted = KeysDecodedBound(format, bytes, size);
    const ChmStatus status =
        KeysDecodeBegin(format, bytes, size, keySizeInBytes, memory, memoryBytes, &decoding, error);
    if (status == ChmOk && memoryBytes < wanted)
        return ChmFail(error, ChmOutOfMemory, NULL, wanted, 0, 0);
    return status == ChmOk ? KeysDecodeOn(&decoding, &work, out, error) : status;
}
