/*
 * The C library's formatted texts, as the system has them. mingw-w64 brings functions of its own
 * for that, which would be 30 KB of the DLL, for formats of which nothing here writes one. The
 * linker takes these instead; Visual Studio's C library needs none. A text that is cut ends with a
 * NUL.
 */
#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>

#if defined(__MINGW32__)
/* Returns what C asks for: the characters of a text that fits, otherwise -1. */
static int EndWide(wchar_t *out, size_t chars, int length)
{
    if (length >= 0 && (size_t)length < chars)
        return length;
    if (chars != 0)
        out[chars - 1] = 0;
    return -1;
}

int __mingw_vsnwprintf(wchar_t *out, size_t chars, const wchar_t *format, va_list arguments)
{
    return EndWide(out, chars, _vsnwprintf(out, chars, format, arguments));
}

/*
 * Returns how many characters the whole text has, also when it does not fit. The system's function
 * writes no NUL behind a text that just fills the room.
 */
int __mingw_vsnprintf(char *out, size_t chars, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    const int length = _vscprintf(format, again);
    va_end(again);
    if (chars == 0)
        return length;
    const int written = _vsnprintf(out, chars, format, arguments);
    if (written < 0 || (size_t)written == chars)
        out[chars - 1] = 0;
    return length;
}
#endif
