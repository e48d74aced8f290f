/*
 * UTF-16 texts, for Windows and the user. A wchar_t has 16 bits on every machine: where the
 * compiler has another one, -fshort-wchar is among its options. Then the C library's functions for
 * wide texts stay out of the files that do without Windows. Pure; any thread.
 */
#ifndef JOBS_TEXT_H
#define JOBS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Owned texts, of MemoryAllocate; NULL: out of memory. */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *TextCopy(_In_opt_z_ const wchar_t *text); /* NULL is copied as "" */
/* what is not UTF-8 becomes U+FFFD */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *TextFromUtf8(_In_z_ const char *utf8);
_Must_inspect_result_ _Ret_maybenull_z_ char *TextCopyUtf8(_In_z_ const wchar_t *text); /* all of it, as TextToUtf8 */
void TextFree(_In_opt_ void *text);                                                     /* NULL is allowed */

/*
 * As many whole characters of text as fit in `bytes` with the terminator; unpaired surrogates
 * become U+FFFD.
 */
void TextToUtf8(_In_z_ const wchar_t *text, _Out_writes_z_(bytes) char *out, size_t bytes);

size_t TextLength(_In_z_ const wchar_t *text);
size_t TextUntil(_In_z_ const wchar_t *text, wchar_t c); /* how many characters stand before the first c, or in all */
bool TextEqual(_In_z_ const wchar_t *a, _In_z_ const wchar_t *b); /* the same letters */
bool TextSame(_In_z_ const wchar_t *a, _In_z_ const wchar_t *b);  /* the same, except for the case of A to Z */
/* Does it end so, whatever the case of A to Z, and has more before that? */
bool TextEndsWith(_In_z_ const wchar_t *text, _In_z_ const wchar_t *ending);
wchar_t TextLower(wchar_t c);

/*
 * Makes one line of the text, which a name may be a part of: what ends a line, steers a terminal or
 * turns the order of letters becomes a question mark.
 */
void TextOneLine(_Inout_z_ wchar_t *text);

static inline bool TextIsHighSurrogate(wchar_t c)
{
    return c >= 0xD800 && c <= 0xDBFF;
}
static inline bool TextIsLowSurrogate(wchar_t c)
{
    return c >= 0xDC00 && c <= 0xDFFF;
}

/*
 * A text that is put together in memory of the caller; it is terminated at any time, and what has
 * no room is cut off.
 */
typedef struct TextLine {
    wchar_t *at; /* its terminator */
    size_t room; /* for more characters */
} TextLine;

TextLine TextLineIn(_Out_writes_z_(chars) wchar_t *out, size_t chars); /* chars: at least one */
void TextAdd(_Inout_ TextLine *line, _In_z_ const wchar_t *text);
/* adds at most `most` of its characters */
void TextAddMost(_Inout_ TextLine *line, _In_z_ const wchar_t *text, size_t most);
void TextAddAscii(_Inout_ TextLine *line, _In_z_ const char *text);
void TextAddNumber(_Inout_ TextLine *line, uint64_t number);

#ifdef __cplusplus
}
#endif
#endif
