#include "pipe_user.h"

#include <string.h>

#include "win32_calls.h"

DWORD PipeUserOfToken(HANDLE token, PipeUser *out)
{
    union {
        TOKEN_USER user;
        BYTE bytes[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    } answer;
    DWORD bytes;
    if (!Win32TokenUser(token, &answer.user, sizeof answer, &bytes))
        return GetLastError();
    return CopySid(sizeof *out, &out->sid, answer.user.User.Sid) ? ERROR_SUCCESS : GetLastError();
}

DWORD PipeUserOfProcess(HANDLE process, PipeUser *out)
{
    HANDLE token;
    if (!Win32OpenProcessToken(process, &token))
        return GetLastError();
    const DWORD error = PipeUserOfToken(token, out);
    CloseHandle(token);
    return error;
}

BOOL PipeUserTrusted(const PipeUser *user, const PipeUser *own)
{
    PSID sid = (PSID)(uintptr_t)&user->sid;         /* the functions take no const, and change nothing */
    return EqualSid(sid, (PSID)(uintptr_t)&own->sid) || IsWellKnownSid(sid, WinLocalSystemSid);
}
