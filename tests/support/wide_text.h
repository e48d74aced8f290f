// UTF-16 texts as std::basic_string on every machine. std::wstring is none where wchar_t has 16
// bits by -fshort-wchar: the library's own code takes it for 32.
#pragma once
#include <algorithm>
#include <cstring>
#include <string>

#include "jobs/text/utf8.h"

struct WideTraits : std::char_traits<wchar_t> {
    static size_t length(const wchar_t *text) { return size_t(find(text, SIZE_MAX / sizeof *text, 0) - text); }
    static const wchar_t *find(const wchar_t *text, size_t count, const wchar_t &c)
    {
        for (; count != 0; count--, text++)
            if (*text == c)
                return text;
        return nullptr;
    }
    static int compare(const wchar_t *a, const wchar_t *b, size_t count)
    {
        for (size_t i = 0; i < count; i++)
            if (a[i] != b[i])
                return a[i] < b[i] ? -1 : 1;
        return 0;
    }
    static wchar_t *copy(wchar_t *to, const wchar_t *from, size_t count)
    {
        return static_cast<wchar_t *>(std::memcpy(to, from, count * sizeof *to));
    }
    static wchar_t *move(wchar_t *to, const wchar_t *from, size_t count)
    {
        return static_cast<wchar_t *>(std::memmove(to, from, count * sizeof *to));
    }
    static wchar_t *assign(wchar_t *to, size_t count, wchar_t c) { return std::fill_n(to, count, c), to; }
    static void assign(wchar_t &to, const wchar_t &from) { to = from; }
};

using WideText = std::basic_string<wchar_t, WideTraits>;

inline std::string ToUtf8(const WideText &text)
{
    std::string utf8(UTF8_UNIT_BYTES * text.size(), '\0');
    utf8.resize(Utf8Encode(text.data(), text.size(), utf8.data()));
    return utf8;
}

// Up to its first NUL; what is not UTF-8 becomes U+FFFD.
inline WideText FromUtf8(const char *utf8, size_t bytes)
{
    WideText text(bytes + 1, L'?');
    (void)Utf8Decode(utf8, bytes, text.data());
    return text.c_str();
}
