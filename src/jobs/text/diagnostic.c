/* See diagnostic.h. */
#include "diagnostic.h"

const OptionWord diagnosticFormats[] = {{L"msvc", DiagnosticMsvc}, {L"gnu", DiagnosticGnu}, {NULL, 0}};

/* The place that a message tells. */
typedef struct DiagnosticPlace {
    const wchar_t *file; /* fileChars long; 0: there is none */
    size_t fileChars;
    uint64_t line, column; /* 0: not told */
    const wchar_t *name;   /* of the column, nameChars long with its quotes; 0: not told */
    size_t nameChars;
    const wchar_t *rest; /* of the message, behind all that */
} DiagnosticPlace;

/* Returns what stands behind a word, NULL: the text does not begin with it. */
static const wchar_t *DiagnosticSkip(const wchar_t *text, const wchar_t *word)
{
    while (*word != 0 && *text == *word) {
        text++;
        word++;
    }
    return *word == 0 ? text : NULL;
}

/* Reads decimal digits and returns what stands behind them; NULL: there are none, or too many. */
static const wchar_t *DiagnosticNumber(const wchar_t *text, uint64_t *number)
{
    const wchar_t *at = text;
    *number = 0;
    for (; *at >= L'0' && *at <= L'9' && at - text < 18; at++)
        *number = *number * 10 + (uint64_t)(*at - L'0');
    return at != text && (*at < L'0' || *at > L'9') ? at : NULL;
}

/* Reads the name of a record's column. */
static void DiagnosticReadName(const wchar_t *text, DiagnosticPlace *place)
{
    const wchar_t *const name = DiagnosticSkip(text, L" (\"");
    for (const wchar_t *end = name; end != NULL && *end != 0; end++) {
        const wchar_t *const rest = DiagnosticSkip(end, L"\"): ");
        if (rest != NULL) {
            place->name = name - 1;
            place->nameChars = (size_t)(end - name) + 2;
            place->rest = rest;
            return;
        }
    }
}

/* Reads "line N, column M: " or a part of that, with ("name") before the colon or without. */
static bool DiagnosticReadLine(const wchar_t *text, DiagnosticPlace *place)
{
    uint64_t number;
    const wchar_t *at = DiagnosticSkip(text, L": line ");
    if (at == NULL || (at = DiagnosticNumber(at, &number)) == NULL)
        return false;
    place->line = number;
    const wchar_t *const column = DiagnosticSkip(at, L", column ");
    const wchar_t *const behind = column != NULL ? DiagnosticNumber(column, &number) : NULL;
    if (behind != NULL) {
        place->column = number;
        at = behind;
    }
    const wchar_t *const rest = DiagnosticSkip(at, L": ");
    place->rest = rest != NULL ? rest : text + 2;
    DiagnosticReadName(at, place);
    return true;
}

/* Finds the second line of a key that occurs twice. */
static void DiagnosticReadLines(DiagnosticPlace *place)
{
    uint64_t first, second;
    for (const wchar_t *text = place->rest; *text != 0; text++) {
        const wchar_t *at = DiagnosticSkip(text, L", on lines ");
        if (at != NULL && (at = DiagnosticNumber(at, &first)) != NULL && (at = DiagnosticSkip(at, L" and ")) != NULL &&
            DiagnosticNumber(at, &second) != NULL) {
            place->line = second;
            return;
        }
    }
}

static DiagnosticPlace DiagnosticRead(const wchar_t *subject, const wchar_t *text)
{
    DiagnosticPlace place = {text, 0, 0, 0, NULL, 0, text};
    for (const wchar_t *at = text; *at != 0; at++) {
        if (DiagnosticReadLine(at, &place)) {
            place.fileChars = (size_t)(at - text);
            return place;
        }
    }
    const wchar_t *const behind = subject != NULL && *subject != 0 ? DiagnosticSkip(text, subject) : NULL;
    const wchar_t *const rest = behind != NULL ? DiagnosticSkip(behind, L": ") : NULL;
    if (rest == NULL)
        return place;
    place.fileChars = (size_t)(behind - text);
    place.rest = rest;
    DiagnosticReadLines(&place);
    return place;
}

/* Adds PH and the number of an error of ours, or all of another code. */
static void DiagnosticAddCode(TextLine *line, uint32_t code)
{
    enum { Ours = 0x8004, ShortDigits = 16, LongDigits = 32 };
    wchar_t digit[2] = {0};
    TextAdd(line, L"PH");
    for (uint32_t shift = code >> 16 == Ours ? ShortDigits : LongDigits; shift != 0; shift -= 4) {
        digit[0] = L"0123456789ABCDEF"[code >> (shift - 4) & 15];
        TextAdd(line, digit);
    }
}

static void DiagnosticAddPlace(TextLine *line, DiagnosticFormat format, const DiagnosticPlace *place)
{
    if (place->line == 0) {
        TextAdd(line, format == DiagnosticMsvc ? L" " : L"");
        return;
    }
    TextAdd(line, format == DiagnosticMsvc ? L"(" : L":");
    TextAddNumber(line, place->line);
    TextAdd(line, format == DiagnosticMsvc ? L")" : L":");
    if (format == DiagnosticGnu)
        TextAddNumber(line, place->column != 0 ? place->column : 1); /* MSBuild reads it with a column alone */
}

void DiagnosticAdd(TextLine *line, DiagnosticFormat format, const wchar_t *program, const wchar_t *subject,
                   uint32_t code, const wchar_t *text)
{
    const DiagnosticPlace place = DiagnosticRead(subject, text);
    if (format == DiagnosticPlain) {
        TextAdd(line, program);
        TextAdd(line, L": ");
        TextAdd(line, text);
        return;
    }
    if (place.fileChars != 0)
        TextAddMost(line, place.file, place.fileChars);
    else
        TextAdd(line, program);
    DiagnosticAddPlace(line, format, &place);
    TextAdd(line, format == DiagnosticMsvc ? L": error " : L": error: ");
    DiagnosticAddCode(line, code);
    TextAdd(line, L": ");
    if (place.nameChars != 0) {
        TextAdd(line, L"column ");
        TextAddMost(line, place.name, place.nameChars);
        TextAdd(line, L": ");
    }
    TextAdd(line, place.rest);
}
