/*
 * A growing UTF-8 text, for files. Running out of memory is remembered and told at the end. Pure;
 * one owner.
 */
#ifndef JOBS_UTF8_TEXT_H
#define JOBS_UTF8_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Utf8Text { /* all zero: empty */
    char *bytes;          /* not terminated */
    size_t length, capacity;
    bool failed; /* there was no memory: the text is not whole */
} Utf8Text;

void Utf8Put(Utf8Text *text, const char *utf8);
void Utf8PutBytes(Utf8Text *text, const char *utf8, size_t bytes);
void Utf8PutWide(Utf8Text *text, const wchar_t *wide); /* an unpaired surrogate becomes U+FFFD */
void Utf8PutNumber(Utf8Text *text, uint64_t number);
void Utf8PutCode(Utf8Text *text, uint32_t code);       /* 0x8004020C */
void Utf8PutJson(Utf8Text *text, const wchar_t *wide); /* a JSON string with its quotes */
void Utf8PutCsv(Utf8Text *text, const wchar_t *wide);  /* a CSV field (RFC 4180), in quotes where it needs them */
void Utf8Free(Utf8Text *text);

/*
 * The bytes as a terminated text (TextFree); NULL: out of memory, or (*sound false) not UTF-8 or
 * with a NUL in it.
 */
wchar_t *Utf8ToWide(const char *utf8, size_t bytes, bool *sound);

#ifdef __cplusplus
}
#endif
#endif
