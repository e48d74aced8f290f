/*
 * A growing UTF-8 text, for files. Running out of memory is remembered and told at the end. Pure;
 * one owner.
 */
#ifndef JOBS_UTF8_TEXT_H
#define JOBS_UTF8_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Utf8Text { /* all zero: empty */
    char *bytes;          /* not terminated */
    size_t length, capacity;
    bool failed; /* there was no memory: the text is not whole */
} Utf8Text;

void Utf8Put(_Inout_ Utf8Text *text, _In_z_ const char *utf8);
void Utf8PutBytes(_Inout_ Utf8Text *text, _In_reads_(bytes) const char *utf8, size_t bytes);
void Utf8PutWide(_Inout_ Utf8Text *text, _In_z_ const wchar_t *wide); /* an unpaired surrogate becomes U+FFFD */
void Utf8PutUnits(_Inout_ Utf8Text *text, _In_reads_(units) const wchar_t *wide, size_t units);
void Utf8PutNumber(_Inout_ Utf8Text *text, uint64_t number);
void Utf8PutCode(_Inout_ Utf8Text *text, uint32_t code); /* 0x8004100C */
/* Puts a JSON string with its quotes, in ASCII alone: it survives any code page. */
void Utf8PutJson(_Inout_ Utf8Text *text, _In_z_ const wchar_t *wide);
/* a CSV field (RFC 4180), in quotes where it needs them */
void Utf8PutCsv(_Inout_ Utf8Text *text, _In_z_ const wchar_t *wide);
void Utf8Free(_Inout_ Utf8Text *text);

/*
 * The bytes as a terminated text (TextFree); NULL: out of memory, or (*sound false) not UTF-8 or
 * with a NUL in it.
 */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *Utf8ToWide(_In_reads_(bytes) const char *utf8, size_t bytes,
                                                            _Out_opt_ bool *sound);

#ifdef __cplusplus
}
#endif
#endif
