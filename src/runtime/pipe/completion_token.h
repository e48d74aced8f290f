/*
 * The server's side of a completion token: an unnamed event and an unnamed section with a
 * JobRecord, which can be duplicated into client processes. Any thread; writes come under the
 * owner's lock.
 */
#ifndef RUNTIME_COMPLETION_TOKEN_H
#define RUNTIME_COMPLETION_TOKEN_H

#include <windows.h>

#include "runtime/pure/job_record.h"
#include "runtime/pure/protocol.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct CompletionToken { /* all zero: none */
    HANDLE event, section;
    JobRecord *record; /* mapped for writing */
    volatile LONG signalled;
} CompletionToken;

DWORD CompletionTokenCreate(CompletionToken *token, uint64_t jobId, uint32_t kind);
/*
 * Into a process that was opened with PROCESS_DUP_HANDLE: the event with SYNCHRONIZE, the section
 * with SECTION_MAP_READ, nothing more. On a failure nothing is left there.
 */
DWORD CompletionTokenGive(const CompletionToken *token, HANDLE process, ProtocolTokenPayload *out);
/*
 * Takes back what CompletionTokenGive gave, when the answer could not be sent
 * (DUPLICATE_CLOSE_SOURCE).
 */
void CompletionTokenTakeBack(HANDLE process, const ProtocolTokenPayload *given);
void CompletionTokenSignal(CompletionToken *token); /* exactly once: debug builds trap on a second */
void CompletionTokenClose(CompletionToken *token);  /* an all-zero one is allowed */

#ifdef __cplusplus
}
#endif
#endif
