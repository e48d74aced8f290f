/*
 * A failure that is kept beside many others: its code, its numbers, and its texts in as many bytes
 * as they have. Read-only; any thread.
 */
#ifndef JOBS_STORED_FAILURE_H
#define JOBS_STORED_FAILURE_H

#include "annotations.h"
#include "failure_message.h"
#include "store.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct StoredFailure {
    HRESULT code;
    DWORD systemError;
    ULONGLONG numbers[3];
    BOOL told;
    const wchar_t *subject, *reason; /* behind it */
} StoredFailure;

/* Keeps the failure in the store, as long as that lives. */
_Ret_notnull_ const StoredFailure *FailureStore(_Inout_ Store *store, _In_ const Failure *failure);

/* Stands for a failure that there was no memory to store. */
_Ret_notnull_ const StoredFailure *StoredFailureWithoutMemory(void);

void StoredFailureGet(_In_ const StoredFailure *stored, _Out_ Failure *failure);

/* As FailureText. */
void StoredFailureText(_In_ const StoredFailure *stored, _Out_writes_z_(chars) wchar_t *out, size_t chars);

#ifdef __cplusplus
}
#endif
#endif
