/* The answer of a chm01 call, and what the call found wrong. Pure values: any thread. */
#ifndef CHM01_STATUS_H
#define CHM01_STATUS_H

#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ChmStatus {
    ChmOk = 0,
    ChmContinue,          /* no failure: there is more to do */
    ChmOutOfMemory,       /* numbers: bytes wanted */
    ChmInvalidOption,     /* reason */
    ChmNoKeys,            /* an empty set */
    ChmKeysSizeOdd,       /* numbers: bytes, key size; the size is no multiple of the key size */
    ChmTooManyKeys,       /* numbers: keys, limit */
    ChmDuplicateKey,      /* numbers: key (0: of text or 128 bits), first position, second position */
    ChmTextMalformed,     /* numbers: line (1-based), offset of what is wrong in the text as UTF-8; reason */
    ChmPeMalformed,       /* numbers: file offset; reason */
    ChmPeNoFunctions,     /* a sound PE file without function entries; reason */
    ChmUnsolvable,        /* no seeds can solve this set with this family; reason */
    ChmAttemptsExhausted, /* numbers: attempts, resizes; reason: what would help */
    ChmCancelled,
    ChmTableMalformed, /* numbers: file offset; reason; hostile, truncated or foreign table file */
    ChmTableVersion,   /* numbers: version found, version supported */
    ChmTableChecksum,  /* the bytes are not those that were written */
    ChmInternal        /* a table failed its own verification: a defect in this program */
} ChmStatus;

typedef struct ChmError {
    ChmStatus status;
    const char *reason;  /* static English text without a full stop, or NULL */
    uint64_t numbers[3]; /* as listed at each status */
} ChmError;

/* Fills *error (may be NULL) and returns status, so that a failure is one return statement. */
ChmStatus ChmFail(_Inout_opt_ ChmError *error, ChmStatus status, _In_opt_z_ const char *reason, uint64_t a, uint64_t b,
                  uint64_t c);

/* Does the same for a failure that was noted before. */
ChmStatus ChmFailAs(_Inout_opt_ ChmError *error, _In_ const ChmError *noted);

#ifdef __cplusplus
}
#endif
#endif
