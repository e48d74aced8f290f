/* Texts of UTF-16 as UTF-8. Any thread. */
#ifndef CHM01_TEXT_UTF16_H
#define CHM01_TEXT_UTF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "chm01/base/status.h"
#include "chm01/base/work.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Does the text begin with a mark of UTF-16, of either order of bytes? */
bool TextIsUtf16(_In_reads_bytes_(size) const uint8_t *text, size_t size);

/* Returns an upper bound of the UTF-8, in bytes. */
static inline size_t TextUtf16Bound(size_t size)
{
    return size / 2 * 3;
}

/*
 * Writes a text with a mark as UTF-8, without one, and its length to *length. An unpaired surrogate
 * and an odd number of bytes are errors that tell the line. out: TextUtf16Bound bytes.
 */
_Success_(return == ChmOk) ChmStatus TextUtf16Decode(_In_reads_bytes_(size) const uint8_t *text, size_t size,
                                                     _Out_writes_bytes_(_Inexpressible_("TextUtf16Bound")) uint8_t *out,
                                                     _Out_ size_t *length, _Inout_opt_ ChmError *error);

/* The same in slices. */
typedef struct TextUtf16 {
    const uint8_t *text; /* with its mark */
    size_t size;
    uint8_t *out;  /* TextUtf16Bound bytes */
    size_t length; /* of the UTF-8 so far */
    size_t at;
    uint64_t line; /* from 0 */
} TextUtf16;

/* A step is 16 bytes. ChmContinue: the same call with more work goes on. */
ChmStatus TextUtf16DecodeOn(_Inout_ TextUtf16 *decoding, _Inout_ Work *work, _Inout_opt_ ChmError *error);

#ifdef __cplusplus
}
#endif

#endif
