/*
 * A completion token: an unnamed event, and an unnamed section with a JobRecord. The server makes
 * the token, writes the record, and sets the event when the record is complete. A client gets
 * handles of its own to both; it reads the record and waits for the event. Any thread; the server
 * writes under the owner's lock.
 */
#ifndef RUNTIME_COMPLETION_TOKEN_H
#define RUNTIME_COMPLETION_TOKEN_H

#include <windows.h>

#include "annotations.h"
#include "runtime/pure/job_record.h"
#include "runtime/pure/protocol.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct CompletionToken { /* all zero: none */
    HANDLE event, section;
    JobRecord *record; /* mapped: for writing by the server, for reading by a client */
    uint64_t jobId;
} CompletionToken;

/* The server's side. */
_Success_(return == ERROR_SUCCESS) DWORD
    CompletionTokenCreate(_Out_ CompletionToken *token, uint64_t jobId, uint32_t kind);
/*
 * Puts handles into a process that was opened with PROCESS_DUP_HANDLE: the event with SYNCHRONIZE,
 * the section with SECTION_MAP_READ, nothing more. On a failure nothing is left there.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    CompletionTokenGive(_In_ const CompletionToken *token, HANDLE process, _Out_ ProtocolTokenPayload *out);
/*
 * Takes back what CompletionTokenGive gave, when the answer could not be sent
 * (DUPLICATE_CLOSE_SOURCE).
 */
void CompletionTokenTakeBack(HANDLE process, _In_ const ProtocolTokenPayload *given);
void CompletionTokenSignal(_Inout_ CompletionToken *token); /* exactly once: debug builds trap on a second */

/*
 * The client's side: takes over the handles in an answer's payload, and checks that they are what
 * they should be. On a failure they are closed.
 */
_Success_(return == ERROR_SUCCESS) DWORD CompletionTokenOpen(_In_reads_bytes_(payloadBytes) const void *payload,
                                                             size_t payloadBytes, _Out_ CompletionToken *out);

/* For both sides: closes the handles and unmaps the record. An all-zero token is allowed. */
void CompletionTokenClose(_Inout_ CompletionToken *token);

#ifdef __cplusplus
}
#endif
#endif
