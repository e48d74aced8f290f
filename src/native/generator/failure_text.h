/* A failure (jobs/pure/failure.h) and this system: what errno means, and the whole message. */
#ifndef NATIVE_FAILURE_TEXT_H
#define NATIVE_FAILURE_TEXT_H

#include "annotations.h"
#include "jobs/pure/failure.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fills *failure and returns its code; `error` is of the system, errno. */
HRESULT FailureErrno(_Inout_ Failure *failure, HRESULT code, _In_z_ const wchar_t *subject, int error);

/*
 * The same about a file; one that isn't there is also named by its full path when `path` is a
 * relative one.
 */
HRESULT FailureErrnoFile(_Inout_ Failure *failure, HRESULT code, _In_z_ const wchar_t *path, int error);

/* The whole message, as the contract has it. */
void FailureMessage(_In_ const Failure *failure, _Out_writes_z_(chars) wchar_t *out, size_t chars);

#ifdef __cplusplus
}
#endif
#endif
