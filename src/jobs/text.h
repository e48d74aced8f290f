/* Owned strings: UTF-16 for Windows and the user, UTF-8 inside tables. Allocated by Win32Allocate; NULL: out of memory. Any thread. */
#ifndef JOBS_TEXT_H
#define JOBS_TEXT_H

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

wchar_t *TextCopy(const wchar_t *text);         /* NULL is copied as "" */
wchar_t *TextFromUtf8(const char *utf8);
void TextFree(void *text);                      /* NULL is allowed */

/* As many whole characters of text as fit in `bytes` with the terminator; unpaired surrogates become U+FFFD. */
void TextToUtf8(const wchar_t *text, char *out, size_t bytes);

/* The same letters, but for the case of A to Z. */
BOOL TextSame(const wchar_t *a, const wchar_t *b);
wchar_t TextLower(wchar_t c);

#ifdef __cplusplus
}
#endif
#endif
