#include "utf8_text.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "runtime/win32_calls.h"

enum { FirstBytes = 4096, UnitBytes = 3 };      /* a UTF-16 unit takes at most three bytes */

static BOOL Reserve(Utf8Text *text, size_t bytes)
{
    if (text->failed || bytes <= text->capacity - text->length)
        return !text->failed;
    const size_t capacity = 2 * text->capacity + bytes + FirstBytes;
    char *larger = Win32Allocate(capacity);
    if (larger == NULL) {
        text->failed = TRUE;
        return FALSE;
    }
    if (text->length != 0)
        memcpy(larger, text->bytes, text->length);
    Win32Free(text->bytes);
    text->bytes = larger;
    text->capacity = capacity;
    return TRUE;
}

void Utf8PutBytes(Utf8Text *text, const char *bytes, size_t count)
{
    if (!Reserve(text, count))
        return;
    memcpy(text->bytes + text->length, bytes, count);
    text->length += count;
}

static void PutUnits(Utf8Text *text, const wchar_t *wide, size_t units)
{
    if (units == 0 || !Reserve(text, units * UnitBytes))
        return;
    const int room = (int)min(text->capacity - text->length, (size_t)INT_MAX);
    const int bytes = WideCharToMultiByte(CP_UTF8, 0, wide, (int)units, text->bytes + text->length, room, NULL, NULL);
    text->length += bytes > 0 ? (size_t)bytes : 0;
}

void Utf8Put(Utf8Text *text, const char *utf8)
{
    Utf8PutBytes(text, utf8, strlen(utf8));
}

void Utf8PutWide(Utf8Text *text, const wchar_t *wide)
{
    PutUnits(text, wide, wcslen(wide));
}

void Utf8PutNumber(Utf8Text *text, ULONGLONG number)
{
    char digits[24];
    char *at = digits + sizeof(digits);
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    Utf8PutBytes(text, at, (size_t)(digits + sizeof(digits) - at));
}

void Utf8PutCode(Utf8Text *text, HRESULT code)
{
    char hex[16];
    snprintf(hex, sizeof(hex), "0x%08lX", (unsigned long)code);
    Utf8Put(text, hex);
}

void Utf8PutJson(Utf8Text *text, const wchar_t *wide)
{
    Utf8Put(text, "\"");
    for (const wchar_t *from = wide;; ++from) {
        const wchar_t *plain = from;
        while (*from >= L' ' && *from != L'"' && *from != L'\\')
            ++from;
        PutUnits(text, plain, (size_t)(from - plain));
        if (*from == 0)
            break;
        char escape[8];
        if (*from < L' ')
            snprintf(escape, sizeof(escape), "\\u%04x", (unsigned)*from);
        else
            snprintf(escape, sizeof(escape), "\\%c", (char)*from);
        Utf8Put(text, escape);
    }
    Utf8Put(text, "\"");
}

void Utf8PutCsv(Utf8Text *text, const wchar_t *wide)
{
    if (wcspbrk(wide, L",\"\r\n") == NULL) {
        Utf8PutWide(text, wide);
        return;
    }
    Utf8Put(text, "\"");
    for (const wchar_t *quote; (quote = wcschr(wide, L'"')) != NULL; wide = quote + 1) {
        PutUnits(text, wide, (size_t)(quote - wide));
        Utf8Put(text, "\"\"");
    }
    Utf8PutWide(text, wide);
    Utf8Put(text, "\"");
}

void Utf8Free(Utf8Text *text)
{
    Win32Free(text->bytes);
    memset(text, 0, sizeof(*text));
}

wchar_t *Utf8ToWide(const char *utf8, size_t bytes, BOOL *sound)
{
    const int chars = bytes != 0 && bytes <= INT_MAX ? MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8, (int)bytes, NULL, 0) : 0;
    *sound = bytes == 0 || (chars > 0 && memchr(utf8, 0, bytes) == NULL);
    wchar_t *text = *sound ? Win32Allocate(((size_t)chars + 1) * sizeof(wchar_t)) : NULL;
    if (text == NULL)
        return NULL;
    if (chars != 0)
        MultiByteToWideChar(CP_UTF8, 0, utf8, (int)bytes, text, chars);
    text[chars] = 0;
    return text;
}
