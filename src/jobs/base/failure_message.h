/*
 * A failure (jobs/pure/failure.h) and Windows: what the system says, and the whole message. Any
 * thread.
 */
#ifndef JOBS_FAILURE_MESSAGE_H
#define JOBS_FAILURE_MESSAGE_H

#include <windows.h>

#include "annotations.h"
#include "jobs/pure/failure.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fills *failure (may be NULL) and returns its code. */
HRESULT FailureSystem(_Inout_opt_ Failure *failure, HRESULT code, _In_opt_z_ const wchar_t *subject, DWORD systemError);
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
/* It is what a cancel, or a stop of the runtime, looks like to whatever was under way. */
BOOL FailureIsOfStop(_In_ const Failure *failure);

/*
 * The whole message, from the module's message table, in at most `chars` characters with the
 * terminator; never without a text.
 */
void FailureText(_In_ const Failure *failure, _Out_writes_z_(chars) wchar_t *out, size_t chars);

#ifdef __cplusplus
}
#endif
#endif
