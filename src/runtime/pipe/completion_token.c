#include "completion_token.h"

#include <string.h>

#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/check.h"

DWORD CompletionTokenCreate(CompletionToken *token, uint64_t jobId, uint32_t kind)
{
    SECURITY_DESCRIPTOR descriptor;
    SECURITY_ATTRIBUTES nobody = {sizeof nobody, &descriptor, FALSE};
    ACL empty;
    memset(token, 0, sizeof *token);
    /*
     * Without a descriptor whoever has a handle of few rights could make himself one of more. With
     * an empty list a handle's rights are all there are.
     */
    if (!InitializeAcl(&empty, sizeof empty, ACL_REVISION) ||
        !InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION) ||
        !SetSecurityDescriptorDacl(&descriptor, TRUE, &empty, FALSE))
        return GetLastError();
    token->event = Win32CreateEventFor(&nobody);
    if (token->event)
        token->section = Win32CreateSection(sizeof *token->record, &nobody);
    if (token->section)
        token->record = Win32MapSection(token->section, FILE_MAP_WRITE, sizeof *token->record);
    if (!token->record) {
        const DWORD error = GetLastError();
        CompletionTokenClose(token);
        return error;
    }
    JobRecordInit(token->record, jobId, kind);
    return ERROR_SUCCESS;
}

/* A handle of another process. */
static void CloseThere(HANDLE process, uint64_t handle)
{
    HANDLE here;
    /* Fails when that process has ended, and its handles with it. */
    if (handle && DuplicateHandle(process, (HANDLE)(ULONG_PTR)handle, GetCurrentProcess(), &here, 0, FALSE,
                                  DUPLICATE_CLOSE_SOURCE | DUPLICATE_SAME_ACCESS))
        CloseHandle(here);
}

DWORD CompletionTokenGive(const CompletionToken *token, HANDLE process, ProtocolTokenPayload *out)
{
    HANDLE event = NULL, section = NULL;
    DWORD error = ERROR_SUCCESS;
    memset(out, 0, sizeof *out);
    if (!process)
        return ERROR_ACCESS_DENIED;
    if (!Win32Duplicate(token->event, process, SYNCHRONIZE, &event) ||
        !Win32Duplicate(token->section, process, SECTION_MAP_READ, &section))
        error = GetLastError();
    out->jobId = token->record->jobId;
    out->eventHandle = (ULONG_PTR)event;
    out->sectionHandle = (ULONG_PTR)section;
    out->sectionBytes = sizeof *token->record;
    if (error != ERROR_SUCCESS) {
        CompletionTokenTakeBack(process, out);
        memset(out, 0, sizeof *out);
    }
    return error;
}

void CompletionTokenTakeBack(HANDLE process, const ProtocolTokenPayload *given)
{
    CloseThere(process, given->eventHandle);
    CloseThere(process, given->sectionHandle);
}

void CompletionTokenSignal(CompletionToken *token)
{
    const BOOL again = AtomicExchange(&token->signalled, 1) != 0;
    RuntimeCheck(!again, "a completion token was signalled twice");
    if (!again)
        SetEvent(token->event);
}

void CompletionTokenClose(CompletionToken *token)
{
    if (token->record)
        UnmapViewOfFile(token->record);
    if (token->section)
        CloseHandle(token->section);
    if (token->event)
        CloseHandle(token->event);
    memset(token, 0, sizeof *token);
}
