#include "completion_token.h"

#include <string.h>

#include "runtime/base/clock.h"
#include "runtime/base/win32_calls.h"
#include "runtime/pure/check.h"

/* ---- the server's side ---- */

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
    if (token->event != NULL)
        token->section = Win32CreateSection(sizeof *token->record, &nobody);
    if (token->section != NULL)
        token->record = Win32MapSection(token->section, FILE_MAP_WRITE, sizeof *token->record);
    if (token->record == NULL) {
        const DWORD error = GetLastError();
        CompletionTokenClose(token);
        return error;
    }
    token->jobId = jobId;
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
    if (process == NULL)
        return ERROR_ACCESS_DENIED;
    if (!Win32Duplicate(token->event, process, SYNCHRONIZE, &event) ||
        !Win32Duplicate(token->section, process, SECTION_MAP_READ, &section))
        error = GetLastError();
    out->jobId = token->jobId;
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
    RuntimeCheck(WaitForSingleObject(token->event, 0) == WAIT_TIMEOUT, "a completion token was signalled twice");
    SetEvent(token->event);
}

/* ---- the client's side ---- */

enum { SettleMs = 1000 }; /* for a server that is in the middle of a change of the record */

/*
 * A handle's value as the system gives them out; others, the pseudo handles among them, are
 * nobody's to wait on, map or close.
 */
static HANDLE HandleOf(uint64_t value)
{
    return value && value <= INT32_MAX && value % 4 == 0 ? (HANDLE)(uintptr_t)value : NULL;
}

static DWORD CheckRecord(const CompletionToken *token)
{
    const ULONGLONG begun = ClockMs();
    JobRecordValues values;
    while (!JobRecordRead(token->record, sizeof *token->record, &values, NULL, NULL)) {
        if (token->record->sequence % 2 == 0 || ClockMs() - begun > SettleMs)
            return ERROR_INVALID_DATA;
        Sleep(1);
    }
    return values.jobId == token->jobId ? ERROR_SUCCESS : ERROR_INVALID_DATA;
}

DWORD CompletionTokenOpen(const void *payload, size_t payloadBytes, CompletionToken *out)
{
    ProtocolTokenPayload given;
    memset(out, 0, sizeof *out);
    if (!ProtocolTokenDecode(payload, payloadBytes, &given))
        return ERROR_INVALID_DATA;
    const HANDLE event = HandleOf(given.eventHandle), section = HandleOf(given.sectionHandle);
    if (event == NULL || section == NULL || event == section)
        return ERROR_INVALID_DATA;
    CompletionToken token = {.event = event, .section = section, .jobId = given.jobId};
    DWORD error = given.sectionBytes >= sizeof *token.record && Win32Wait(1, &event, 0) != WAIT_FAILED
                      ? ERROR_SUCCESS
                      : ERROR_INVALID_DATA;
    if (error == ERROR_SUCCESS) {
        token.record = Win32MapSection(section, FILE_MAP_READ, sizeof *token.record);
        error = token.record != NULL ? CheckRecord(&token) : GetLastError();
    }
    if (error == ERROR_SUCCESS)
        *out = token;
    else
        CompletionTokenClose(&token);
    return error;
}

/* ---- both ---- */

void CompletionTokenClose(CompletionToken *token)
{
    if (token->record != NULL)
        UnmapViewOfFile(token->record);
    if (token->section != NULL)
        CloseHandle(token->section);
    if (token->event != NULL)
        CloseHandle(token->event);
    memset(token, 0, sizeof *token);
}
