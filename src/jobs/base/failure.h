/*
 * What went wrong with which input: an HRESULT of the contract (idl/PerfectHashErrors.mc) and the
 * parts of its message. A value; any thread.
 */
#ifndef JOBS_FAILURE_H
#define JOBS_FAILURE_H

#include <windows.h>

#include "annotations.h"
#include "chm01/base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FAILURE_SUBJECT_CHARS 520
#define FAILURE_TEXT_CHARS 1024 /* enough for FailureText */

typedef struct Failure {
    HRESULT code;                           /* S_OK: none */
    DWORD systemError;                      /* Win32 code behind it, or 0: its text is the reason */
    wchar_t subject[FAILURE_SUBJECT_CHARS]; /* the input at fault; shortened in its middle when longer */
    wchar_t reason[200];                    /* the reason; what follows the system's text when systemError isn't 0 */
    ULONGLONG numbers[3];
    BOOL told; /* the subject is the whole message */
} Failure;

/* Each fills *failure (may be NULL) and returns its code. */
HRESULT FailureSet(_Inout_opt_ Failure *failure, HRESULT code, _In_opt_z_ const wchar_t *subject,
                   _In_opt_z_ const wchar_t *reason, ULONGLONG a, ULONGLONG b, ULONGLONG c);
HRESULT FailureSystem(_Inout_opt_ Failure *failure, HRESULT code, _In_opt_z_ const wchar_t *subject, DWORD systemError);
/* Tells PERFECTHASH_E_OUT_OF_MEMORY: for the subject, `bytes` are not to be had. */
HRESULT FailureMemory(_Inout_opt_ Failure *failure, _In_opt_z_ const wchar_t *subject, ULONGLONG bytes);
/*
 * As FailureMemory: what is not to be had is a copy of `text` (may be NULL), which is the subject
 * too.
 */
HRESULT FailureMemoryText(_Inout_opt_ Failure *failure, _In_opt_z_ const wchar_t *text);
/* Adds to the reason of a failure, where there is room. */
void FailureAdd(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *more);
/*
 * Adds to a failure of the system where the work is: the name of a file that is kept, or NULL. Once
 * a file.
 */
void FailureKept(_Inout_opt_ Failure *failure, _In_opt_z_ const wchar_t *name);
/*
 * As FailureSystem, about a file: one that isn't there is also named by its full path when `path`
 * is a relative one.
 */
HRESULT FailureFile(_Inout_opt_ Failure *failure, HRESULT code, _In_z_ const wchar_t *path, DWORD systemError);
/* PERFECTHASH_E_NOT_ALLOWED, about a link where none may be followed. */
HRESULT FailureLink(_Inout_opt_ Failure *failure, _In_opt_z_ const wchar_t *subject);
/* What another run has told: text is the whole message. */
HRESULT FailureTold(_Inout_opt_ Failure *failure, HRESULT code, _In_z_ const wchar_t *text);
/* It is what a cancel, or a stop of the runtime, looks like to whatever was under way. */
BOOL FailureIsOfStop(_In_ const Failure *failure);
/* maps each ChmStatus to its HRESULT */
HRESULT FailureChm(_Inout_opt_ Failure *failure, _In_opt_z_ const wchar_t *subject, _In_ const ChmError *error);

/*
 * The whole message, from the module's message table, in at most `chars` characters with the
 * terminator; never without a text.
 */
void FailureText(_In_ const Failure *failure, _Out_writes_z_(chars) wchar_t *out, size_t chars);

#ifdef __cplusplus
}
#endif
#endif
