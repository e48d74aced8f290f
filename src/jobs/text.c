/* See text.h. Case is folded for ASCII alone: option names must not depend on the user's locale. */
#include "text.h"

#include "runtime/win32_calls.h"

wchar_t *TextCopy(const wchar_t *text)
{
    const wchar_t *from = text != NULL ? text : L"";
    const size_t bytes = (wcslen(from) + 1) * sizeof(wchar_t);
    wchar_t *copy = Win32Allocate(bytes);
    if (copy != NULL)
        memcpy(copy, from, bytes);
    return copy;
}

wchar_t *TextFromUtf8(const char *utf8)
{
    const int chars = MultiByteToWideChar(CP_UTF8, 0, utf8, -1, NULL, 0);
    wchar_t *text = chars > 0 ? Win32Allocate((size_t)chars * sizeof(wchar_t)) : NULL;
    if (text != NULL)
        MultiByteToWideChar(CP_UTF8, 0, utf8, -1, text, chars);
    return text;
}

void TextFree(void *text)
{
    Win32Free(text);
}

void TextToUtf8(const wchar_t *text, char *out, size_t bytes)
{
    size_t used = 0;
    for (size_t i = 0, units; text[i] != 0; i += units) {
        units = IS_HIGH_SURROGATE(text[i]) && IS_LOW_SURROGATE(text[i + 1]) ? 2 : 1;
        char one[8];
        const int length = WideCharToMultiByte(CP_UTF8, 0, text + i, (int)units, one, (int)sizeof(one), NULL, NULL);
        if (length <= 0 || used + (size_t)length >= bytes)
            break;
        memcpy(out + used, one, (size_t)length);
        used += (size_t)length;
    }
    out[used] = 0;
}

wchar_t TextLower(wchar_t c)
{
    return c >= L'A' && c <= L'Z' ? (wchar_t)(c + (L'a' - L'A')) : c;
}

BOOL TextSame(const wchar_t *a, const wchar_t *b)
{
    while (*a != 0 && TextLower(*a) == TextLower(*b)) {
        ++a;
        ++b;
    }
    return TextLower(*a) == TextLower(*b);
}
