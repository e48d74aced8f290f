/* See progress_text.h. */
#include "progress_text.h"

#include <stdbool.h>

enum { BarChars = 24, BarAtLeast = 8, LineChars = 200, Percent = 100, SecondsInMinute = 60, SecondsInHour = 3600 };

void ProgressAddCount(TextLine *line, uint64_t count, const wchar_t *noun)
{
    TextAddNumber(line, count);
    TextAdd(line, L" ");
    TextAdd(line, noun);
    TextAdd(line, count == 1 ? L"" : L"s");
}

/* Adds a number of at least two digits, one of them behind the point below 99.95. */
static void AddShort(TextLine *line, double number)
{
    if (number >= 99.95) {
        TextAddNumber(line, (uint64_t)(number + 0.5));
        return;
    }
    const uint64_t tenths = (uint64_t)(10 * number + 0.5);
    TextAddNumber(line, tenths / 10);
    TextAdd(line, L".");
    TextAddNumber(line, tenths % 10);
}

/* Adds a number, a blank, and the letter for its thousands. Returns whether it has a letter. */
static bool AddScaled(TextLine *line, double number)
{
    static const wchar_t *const letters[] = {L" ", L" k", L" M", L" G", L" T", L" P", L" E"};
    size_t letter = 0;
    while (number >= 999.5 && letter + 1 < sizeof letters / sizeof *letters) {
        number /= 1000;
        letter++;
    }
    AddShort(line, number);
    TextAdd(line, letters[letter]);
    return letter != 0;
}

void ProgressAddBytes(TextLine *line, uint64_t bytes)
{
    if (bytes < 1000) {
        ProgressAddCount(line, bytes, L"byte");
        return;
    }
    (void)AddScaled(line, (double)bytes);
    TextAdd(line, L"B");
}

void ProgressAddRate(TextLine *line, uint64_t count, uint64_t milliseconds, const wchar_t *nouns)
{
    const double time = milliseconds != 0 ? (double)milliseconds : 1;
    if (AddScaled(line, 1000 * (double)count / time))
        TextAdd(line, L" ");
    TextAdd(line, nouns);
    TextAdd(line, L"/s");
}

static void AddParts(TextLine *line, uint64_t number, const wchar_t *unit, uint64_t rest, const wchar_t *restUnit)
{
    TextAddNumber(line, number);
    TextAdd(line, unit);
    TextAddNumber(line, rest);
    TextAdd(line, restUnit);
}

static void AddSeconds(TextLine *line, uint64_t seconds)
{
    if (seconds >= SecondsInHour) {
        AddParts(line, seconds / SecondsInHour, L" h ", seconds % SecondsInHour / SecondsInMinute, L" min");
    } else if (seconds >= SecondsInMinute) {
        AddParts(line, seconds / SecondsInMinute, L" min ", seconds % SecondsInMinute, L" s");
    } else {
        TextAddNumber(line, seconds);
        TextAdd(line, L" s");
    }
}

void ProgressAddTime(TextLine *line, uint64_t microseconds)
{
    const double milliseconds = (double)microseconds / 1000;
    if (milliseconds < 59950) {
        AddShort(line, milliseconds < 999.5 ? milliseconds : milliseconds / 1000);
        TextAdd(line, milliseconds < 999.5 ? L" ms" : L" s");
    } else {
        AddSeconds(line, (microseconds + 500000) / 1000000);
    }
}

/* ---- how far a job is ---- */

/* Lines from the longest to the shortest, by what they have. */
typedef enum ProgressLine { WithBar, WithBytes, WithKeys, Short } ProgressLine;

static void AddBar(TextLine *line, double fraction, size_t chars)
{
    TextAdd(line, L"[");
    for (size_t i = 0; i < chars; i++)
        TextAdd(line, (double)i < fraction * (double)chars ? L"#" : L".");
    TextAdd(line, L"] ");
}

static void AddOne(TextLine *line, const ProgressFigures *figures)
{
    TextAddNumber(line, (uint64_t)((double)Percent * figures->fraction));
    TextAdd(line, L" %, ");
    AddSeconds(line, figures->milliseconds / 1000);
}

static void AddMany(TextLine *line, const ProgressFigures *figures, ProgressLine kind)
{
    const uint64_t made = figures->completed - figures->failed;
    TextAddNumber(line, figures->completed);
    TextAdd(line, L" of ");
    ProgressAddCount(line, figures->total, L"table");
    if (figures->failed != 0) {
        TextAdd(line, L", ");
        TextAddNumber(line, figures->failed);
        TextAdd(line, L" failed");
    }
    if (made != 0) {
        TextAdd(line, L", ");
        ProgressAddRate(line, made, figures->milliseconds, L"tables");
    }
    if (figures->keys != 0 && kind <= WithKeys) {
        TextAdd(line, L", ");
        ProgressAddRate(line, figures->keys, figures->milliseconds, L"keys");
    }
    if (figures->bytes != 0 && kind <= WithBytes) {
        TextAdd(line, L", ");
        ProgressAddBytes(line, figures->bytes);
    }
    if (figures->completed == 0)
        return;
    const double each = (double)figures->milliseconds / (double)figures->completed;
    TextAdd(line, L", ");
    AddSeconds(line, (uint64_t)(each * (double)(figures->total - figures->completed) / 1000 + 0.5));
    TextAdd(line, L" left");
}

void ProgressWrite(TextLine *line, const ProgressFigures *figures, size_t columns)
{
    wchar_t text[LineChars];
    const size_t frame = 3; /* of the bar */
    for (ProgressLine kind = WithBar; kind <= Short; kind++) {
        TextLine put = TextLineIn(text, LineChars);
        if (figures->total > 1)
            AddMany(&put, figures, kind);
        else
            AddOne(&put, figures);
        const size_t chars = TextLength(text);
        const size_t room = columns > chars + frame ? columns - chars - frame : 0;
        if (kind == WithBar && room >= BarAtLeast)
            AddBar(line, figures->fraction, room < BarChars ? room : BarChars);
        if (kind == WithBar ? room >= BarAtLeast : chars <= columns)
            break;
    }
    TextAddMost(line, text, columns);
}
