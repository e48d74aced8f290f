/*
 * A failure says what went wrong with which input: an HRESULT of the contract
 * (idl/PerfectHashErrors.mc) and the parts of its message. A value; any thread.
 */
#ifndef JOBS_PURE_FAILURE_H
#define JOBS_PURE_FAILURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "chm01/base/status.h"
#include "hresult.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FAILURE_SUBJECT_CHARS 520
#define FAILURE_TEXT_CHARS 1024 /* enough for a whole message */

typedef struct Failure {
    HRESULT code;                           /* S_OK: none */
    uint32_t systemError;                   /* the system's code behind it, or 0: its text is the reason */
    wchar_t subject[FAILURE_SUBJECT_CHARS]; /* the input at fault; shortened in its middle when longer */
    wchar_t reason[200];                    /* the reason; what follows the system's text when systemError isn't 0 */
    uint64_t numbers[3];
    int told; /* the subject is the whole message */
} Failure;

#define FAILURE_REASON_CHARS (sizeof((Failure *)0)->reason / sizeof(wchar_t))

/* Each fills *failure (may be NULL) and returns its code. */
HRESULT FailureSet(_Inout_opt_ Failure *failure, HRESULT code, _In_opt_z_ const wchar_t *subject,
                   _In_opt_z_ const wchar_t *reason, uint64_t a, uint64_t b, uint64_t c);
/* Tells PERFECTHASH_E_OUT_OF_MEMORY: there are no `bytes` of memory for the subject. */
HRESULT FailureMemory(_Inout_opt_ Failure *failure, _In_opt_z_ const wchar_t *subject, uint64_t bytes);
/*
 * As FailureMemory: there is no memory for a copy of `text` (may be NULL), which is the subject
 * too.
 */
HRESULT FailureMemoryText(_Inout_opt_ Failure *failure, _In_opt_z_ const wchar_t *text);
/* Sets the failure that another run has told: text is the whole message. */
HRESULT FailureTold(_Inout_opt_ Failure *failure, HRESULT code, _In_z_ const wchar_t *text);
/* maps each ChmStatus to its HRESULT */
HRESULT FailureChm(_Inout_opt_ Failure *failure, _In_opt_z_ const wchar_t *subject, _In_ const ChmError *error);
/* Adds to the reason of a failure, where there is room. */
void FailureAdd(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *more);

/* Copies a text; one that is too long loses its middle, because both ends of a path tell more. */
void FailureShorten(_Out_writes_z_(chars) wchar_t *out, size_t chars, _In_opt_z_ const wchar_t *text);

#ifdef __cplusplus
}
#endif
#endif
