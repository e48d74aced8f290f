/*
 * The failures of keys that are wrong: which text, on which line, in which column. Pure; any
 * thread.
 */
#ifndef JOBS_KEYS_FAILURE_H
#define JOBS_KEYS_FAILURE_H

#include "annotations.h"
#include "chm01/keys/keys_place.h"
#include "failure.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { QuotedKeyChars = 480, QuotedKeyBytes = 120 };

/*
 * Puts a text of at most `most` bytes in quotes; what is longer is cut between characters, and what
 * steers a terminal becomes a question mark.
 */
void KeysQuote(_In_reads_bytes_(length) const uint8_t *utf8, size_t length, size_t most,
               _Out_writes_z_(QuotedKeyChars) wchar_t out[QuotedKeyChars]);

/* A text of keys, as UTF-8. */
typedef struct KeysBytes {
    const uint8_t *text;
    size_t size;
} KeysBytes;

/* Tells what is wrong with a line of the text, and what stands there. */
HRESULT KeysTextFailed(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject, _In_z_ const wchar_t *reason,
                       KeysBytes bytes, uint64_t line, uint64_t offset);

/* As FailureChm; what is wrong with a line is told with its place. */
HRESULT KeysDecodeFailed(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject, KeysBytes bytes,
                         _In_ const ChmError *error);

/* A key of numbers that occurs twice, by the two lines that hold it. */
HRESULT KeysLinesTwice(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject,
                       _In_reads_(2) const KeysLine *lines);

/* The same by its positions, of which `error` tells; a key of 128 bits is told as a GUID. */
HRESULT KeysPositionsTwice(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject, _In_ const ChmError *error,
                           _In_opt_ const WideKey *wide);

/* Two equal text keys, and where they are. */
typedef struct TextTwice {
    const uint8_t *key;
    size_t length;
    bool ignoreCase, ofFile; /* ofFile: they are on lines, otherwise at positions */
    uint64_t first, second;
} TextTwice;

HRESULT KeysTextTwice(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject, _In_ const TextTwice *twice);

#ifdef __cplusplus
}
#endif
#endif
