/* See keys_failure.h. */
#include "keys_failure.h"

#include "PerfectHashErrors.h"
#include "jobs/pure/keys_file.h"
#include "jobs/text/guid_text.h"
#include "jobs/text/text.h"

/* ---- quotes ---- */

/* The shown part of a text as terminated UTF-8; returns its length. */
static size_t ShownPart(const uint8_t *from, size_t length, size_t most, char out[QuotedKeyBytes + 1])
{
    const size_t room = most < QuotedKeyBytes ? most : QuotedKeyBytes;
    size_t taken = length < room ? length : room;
    while (taken != 0 && taken < length && (from[taken] & 0xC0) == 0x80)
        taken--; /* not amid a character */
    for (size_t i = 0; i < taken; i++)
        out[i] = from[i] >= ' ' ? (char)from[i] : '?';
    out[taken] = 0;
    return taken;
}

void KeysQuote(const uint8_t *from, size_t length, size_t most, wchar_t out[QuotedKeyChars])
{
    char utf8[QuotedKeyBytes + 1];
    const size_t taken = ShownPart(from, length, most, utf8);
    wchar_t *text = TextFromUtf8(utf8);
    TextLine line = TextLineIn(out, QuotedKeyChars);
    TextAdd(&line, L"\"");
    TextAddMost(&line, text != NULL ? text : L"?", QuotedKeyBytes);
    TextAdd(&line, taken < length ? L"...\"" : L"\"");
    TextFree(text);
}

/* ---- lines ---- */

HRESULT KeysTextFailed(Failure *failure, const wchar_t *subject, const wchar_t *reason, KeysBytes bytes, uint64_t line,
                       uint64_t offset)
{
    enum { QuotedBytes = 40, QuotedChars = 50, ReasonChars = 120 };
    const KeysPlace place = KeysPlaceOf(bytes.text, bytes.size, offset);
    wchar_t quoted[QuotedKeyChars], told[FAILURE_REASON_CHARS];
    TextLine out = TextLineIn(told, FAILURE_REASON_CHARS);
    TextAddMost(&out, reason, ReasonChars);
    if (place.length != 0) {
        KeysQuote(place.from, place.length, QuotedBytes, quoted);
        TextAdd(&out, L": ");
        TextAddMost(&out, quoted, QuotedChars);
    }
    return FailureSet(failure, PERFECTHASH_E_KEYS_TEXT, subject, told, line, place.column, 0);
}

HRESULT KeysDecodeFailed(Failure *failure, const wchar_t *subject, KeysBytes bytes, const ChmError *error)
{
    Failure told;
    if (error->status != ChmTextMalformed)
        return FailureChm(failure, subject, error);
    FailureChm(&told, NULL, error); /* whose reason is the wide one */
    return KeysTextFailed(failure, subject, told.reason, bytes, error->numbers[0], error->numbers[1]);
}

/* ---- keys that occur twice ---- */

/* Begins with the subject, which is cut, and ends behind "the key ". */
static TextLine TwiceBegin(wchar_t *text, const wchar_t *subject, size_t most)
{
    TextLine line = TextLineIn(text, FAILURE_SUBJECT_CHARS);
    TextAddMost(&line, subject, most);
    TextAdd(&line, L": the key ");
    return line;
}

static HRESULT TwiceTold(Failure *failure, const wchar_t *text)
{
    return FailureTold(failure, PERFECTHASH_E_KEYS_DUPLICATE, text);
}

static void AddPair(TextLine *line, const wchar_t *before, uint64_t first, uint64_t second)
{
    TextAdd(line, before);
    TextAddNumber(line, first);
    TextAdd(line, L" and ");
    TextAddNumber(line, second);
}

/* As the line has it; what is longer than any number or GUID is cut. */
static void NumberText(const KeysLine *line, wchar_t *out, size_t chars)
{
    const size_t all = (size_t)(line->to - line->from), length = all < chars - 1 ? all : chars - 1;
    for (size_t i = 0; i < length; i++)
        out[i] = line->from[i];
    out[length] = 0;
}

HRESULT KeysLinesTwice(Failure *failure, const wchar_t *subject, const KeysLine *lines)
{
    enum { NumberChars = 80, SubjectChars = 250 };
    wchar_t first[NumberChars], second[NumberChars], text[FAILURE_SUBJECT_CHARS];
    NumberText(&lines[0], first, NumberChars);
    NumberText(&lines[1], second, NumberChars);
    TextLine line = TwiceBegin(text, subject, SubjectChars);
    TextAdd(&line, first);
    AddPair(&line, L" occurs twice, on lines ", lines[0].line, lines[1].line);
    if (!TextEqual(first, second)) {
        TextAdd(&line, L" (there as ");
        TextAdd(&line, second);
        TextAdd(&line, L")" KEYS_BOTH_KINDS);
    }
    TextAdd(&line, L".");
    return TwiceTold(failure, text);
}

HRESULT KeysPositionsTwice(Failure *failure, const wchar_t *subject, const ChmError *error, const WideKey *wide)
{
    enum { SubjectChars = 300 };
    wchar_t guid[GUID_TEXT_CHARS], text[FAILURE_SUBJECT_CHARS];
    if (wide == NULL)
        return FailureChm(failure, subject, error);
    const uint64_t halves[2] = {wide->low, wide->high};
    GuidTextWrite(halves, guid);
    TextLine line = TwiceBegin(text, subject, SubjectChars);
    TextAdd(&line, guid);
    AddPair(&line, L" occurs twice, at positions ", error->numbers[1], error->numbers[2]);
    TextAdd(&line, L".");
    return TwiceTold(failure, text);
}

HRESULT KeysTextTwice(Failure *failure, const wchar_t *subject, const TextTwice *twice)
{
    enum { SubjectChars = 240, KeyChars = 140 };
    wchar_t quoted[QuotedKeyChars], text[FAILURE_SUBJECT_CHARS];
    KeysQuote(twice->key, twice->length, QuotedKeyBytes, quoted);
    TextLine line = TwiceBegin(text, subject, SubjectChars);
    TextAddMost(&line, quoted, KeyChars);
    TextAdd(&line, L" occurs twice");
    TextAdd(&line, twice->ignoreCase ? L" (case is ignored)" : L"");
    AddPair(&line, twice->ofFile ? L", on lines " : L", at positions ", twice->first, twice->second);
    TextAdd(&line, L".");
    return TwiceTold(failure, text);
}
