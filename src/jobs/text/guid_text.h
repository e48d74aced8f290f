/* Keys of 128 bits as texts of callers: see chm01/base/guid.h. Pure; any thread. */
#ifndef JOBS_GUID_TEXT_H
#define JOBS_GUID_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { GUID_TEXT_CHARS = 37 }; /* with the terminator */

/*
 * Reads a GUID with or without braces, or a number of up to 128 bits, with blanks around it:
 * halves[0] is the low one. False: it is neither.
 */
_Success_(return ) bool GuidTextRead(_In_reads_(length) const wchar_t *text, size_t length,
                                     _Out_writes_(2) uint64_t *halves);

/* Writes a GUID in small letters and without braces. */
void GuidTextWrite(_In_reads_(2) const uint64_t *halves, _Out_writes_z_(GUID_TEXT_CHARS) wchar_t *text);

#ifdef __cplusplus
}
#endif
#endif
