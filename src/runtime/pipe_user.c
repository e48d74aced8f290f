#include "pipe_user.h"

#include "win32_calls.h"

/* TOKEN_USER and TOKEN_OWNER begin with their SID. */
static DWORD SidOfToken(HANDLE token, TOKEN_INFORMATION_CLASS which, PipeUser *out)
{
    union {
        PSID sid;
        BYTE bytes[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
    } answer;
    if (!Win32TokenInformation(token, which, &answer, sizeof answer))
        return GetLastError();
    return CopySid(sizeof *out, &out->sid, answer.sid) ? ERROR_SUCCESS : GetLastError();
}

static DWORD SidOfProcess(HANDLE process, TOKEN_INFORMATION_CLASS which, PipeUser *out)
{
    HANDLE token;
    if (!Win32OpenProcessToken(process, &token))
        return GetLastError();
    const DWORD error = SidOfToken(token, which, out);
    CloseHandle(token);
    return error;
}

DWORD PipeUserOfToken(HANDLE token, PipeUser *out)
{
    return SidOfToken(token, TokenUser, out);
}

DWORD PipeUserOfProcess(HANDLE process, PipeUser *out)
{
    return SidOfProcess(process, TokenUser, out);
}

DWORD PipeOwnerOfProcess(HANDLE process, PipeUser *out)
{
    return SidOfProcess(process, TokenOwner, out);
}

BOOL PipeUserTrusted(const PipeUser *user, const PipeUser *own)
{
    PSID sid = (PSID)(uintptr_t)&user->sid;         /* the functions take no const, and change nothing */
    return EqualSid(sid, (PSID)(uintptr_t)&own->sid) || IsWellKnownSid(sid, WinLocalSystemSid);
}

BOOL PipeOwnerTrusted(const PipeUser *owner, const PipeUser *own, const PipeUser *ownDefault)
{
    PSID sid = (PSID)(uintptr_t)&owner->sid;
    return PipeUserTrusted(owner, own) || EqualSid(sid, (PSID)(uintptr_t)&ownDefault->sid) || IsWellKnownSid(sid, WinBuiltinAdministratorsSid);
}
