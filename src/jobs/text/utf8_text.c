#include "utf8_text.h"

#include <string.h>

#include "csv.h"
#include "runtime/pure/memory.h"
#include "text.h"
#include "utf8.h"

enum { FirstBytes = 4096 };

static bool Utf8TextReserve(Utf8Text *text, size_t bytes)
{
    if (text->failed || bytes <= text->capacity - text->length)
        return !text->failed;
    const size_t capacity = 2 * text->capacity + bytes + FirstBytes;
    char *larger = MemoryAllocate(capacity);
    if (larger == NULL) {
        text->failed = true;
        return false;
    }
    if (text->length != 0)
        memcpy(larger, text->bytes, text->length);
    MemoryFree(text->bytes);
    text->bytes = larger;
    text->capacity = capacity;
    return true;
}

void Utf8PutBytes(Utf8Text *text, const char *bytes, size_t count)
{
    if (count == 0 || !Utf8TextReserve(text, count))
        return;
    memcpy(text->bytes + text->length, bytes, count);
    text->length += count;
}

void Utf8PutUnits(Utf8Text *text, const wchar_t *wide, size_t units)
{
    if (units != 0 && Utf8TextReserve(text, units * UTF8_UNIT_BYTES))
        text->length += Utf8Encode(wide, units, text->bytes + text->length);
}

void Utf8Put(Utf8Text *text, const char *utf8)
{
    Utf8PutBytes(text, utf8, strlen(utf8));
}

void Utf8PutWide(Utf8Text *text, const wchar_t *wide)
{
    Utf8PutUnits(text, wide, TextLength(wide));
}

void Utf8PutNumber(Utf8Text *text, uint64_t number)
{
    char digits[24];
    char *at = digits + sizeof digits;
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    Utf8PutBytes(text, at, (size_t)(digits + sizeof digits - at));
}

void Utf8PutCode(Utf8Text *text, uint32_t code)
{
    char digits[] = "0x00000000";
    for (size_t i = sizeof digits - 2; code != 0; i--, code >>= 4)
        digits[i] = "0123456789ABCDEF"[code & 15];
    Utf8Put(text, digits);
}

/* Puts \u20ac for what is no printable ASCII, a backslash before a quote or a backslash. */
static void PutEscape(Utf8Text *text, wchar_t c)
{
    static const char hex[] = "0123456789abcdef";
    const char unit[] = {'\\', 'u', hex[c >> 12 & 15], hex[c >> 8 & 15], hex[c >> 4 & 15], hex[c & 15]};
    const char other[] = {'\\', (char)c};
    if (c == L'"' || c == L'\\')
        Utf8PutBytes(text, other, sizeof other);
    else
        Utf8PutBytes(text, unit, sizeof unit);
}

void Utf8PutJson(Utf8Text *text, const wchar_t *wide)
{
    Utf8Put(text, "\"");
    for (const wchar_t *from = wide;; from++) {
        const wchar_t *plain = from;
        while (*from >= L' ' && *from <= L'~' && *from != L'"' && *from != L'\\')
            from++;
        Utf8PutUnits(text, plain, (size_t)(from - plain));
        if (*from == 0)
            break;
        PutEscape(text, *from);
    }
    Utf8Put(text, "\"");
}

void Utf8PutCsv(Utf8Text *text, const wchar_t *wide)
{
    const size_t length = TextLength(wide);
    const char *guard = CsvIsFormula(wide) ? "'" : "";
    if (TextUntil(wide, L',') == length && TextUntil(wide, L'"') == length && TextUntil(wide, L'\r') == length &&
        TextUntil(wide, L'\n') == length) {
        Utf8Put(text, guard);
        Utf8PutUnits(text, wide, length);
        return;
    }
    Utf8Put(text, "\"");
    Utf8Put(text, guard);
    for (;;) {
        const size_t plain = TextUntil(wide, L'"');
        Utf8PutUnits(text, wide, plain);
        if (wide[plain] == 0)
            break;
        Utf8Put(text, "\"\"");
        wide += plain + 1;
    }
    Utf8Put(text, "\"");
}

void Utf8Free(Utf8Text *text)
{
    MemoryFree(text->bytes);
    memset(text, 0, sizeof *text);
}

wchar_t *Utf8ToWide(const char *utf8, size_t bytes, bool *sound)
{
    wchar_t *text = MemoryAllocate((bytes + 1) * sizeof(wchar_t));
    *sound = text == NULL || (Utf8Decode(utf8, bytes, text) && memchr(utf8, 0, bytes) == NULL);
    if (*sound)
        return text;
    MemoryFree(text);
    return NULL;
}
