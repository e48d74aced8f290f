/* The client's side of a completion token: see pipe_client.h. */
#include "pipe_client.h"

#include <string.h>

#include "runtime/base/clock.h"
#include "runtime/base/win32_calls.h"

enum { SettleMs = 1000 }; /* for a server that is in the middle of a change of the record */

/*
 * A handle's value as the system gives them out; others, the pseudo handles among them, are
 * nobody's to wait on, map or close.
 */
static HANDLE HandleOf(uint64_t value)
{
    return value && value <= INT32_MAX && value % 4 == 0 ? (HANDLE)(uintptr_t)value : NULL;
}

static DWORD CheckRecord(const PipeToken *token)
{
    const ULONGLONG begun = ClockMs();
    JobRecordValues values;
    while (!JobRecordRead(token->record, token->bytes, &values, NULL, NULL)) {
        if (token->record->sequence % 2 == 0 || ClockMs() - begun > SettleMs)
            return ERROR_INVALID_DATA;
        Sleep(1);
    }
    return values.jobId == token->jobId ? ERROR_SUCCESS : ERROR_INVALID_DATA;
}

DWORD PipeTokenOpen(const void *payload, size_t payloadBytes, PipeToken *out)
{
    ProtocolTokenPayload given;
    memset(out, 0, sizeof *out);
    if (!ProtocolTokenDecode(payload, payloadBytes, &given))
        return ERROR_INVALID_DATA;
    const HANDLE event = HandleOf(given.eventHandle), section = HandleOf(given.sectionHandle);
    if (!event || !section || event == section)
        return ERROR_INVALID_DATA;
    PipeToken token = {.event = event, .section = section, .bytes = sizeof *token.record, .jobId = given.jobId};
    DWORD error = given.sectionBytes >= token.bytes && Win32Wait(1, &event, 0) != WAIT_FAILED ? ERROR_SUCCESS
                                                                                              : ERROR_INVALID_DATA;
    if (error == ERROR_SUCCESS) {
        token.record = Win32MapSection(section, FILE_MAP_READ, token.bytes);
        error = token.record ? CheckRecord(&token) : GetLastError();
    }
    if (error == ERROR_SUCCESS)
        *out = token;
    else
        PipeTokenClose(&token);
    return error;
}

void PipeTokenClose(PipeToken *token)
{
    if (token->record)
        UnmapViewOfFile(token->record);
    if (token->section)
        CloseHandle(token->section);
    if (token->event)
        CloseHandle(token->event);
    memset(token, 0, sizeof *token);
}
