#include "pipe_user.h"

#include <sddl.h>

#include "runtime/base/win32_calls.h"

DWORD PipeUserText(const PipeUser *user, wchar_t out[PipeUserChars])
{
    wchar_t *text;
    DWORD error = ERROR_SUCCESS;
    if (Win32Fails(Win32CallSecurity) || !ConvertSidToStringSidW((PSID)(uintptr_t)&user->sid, &text))
        return GetLastError();
    if (wcslen(text) < PipeUserChars)
        wcscpy(out, text);
    else
        error = ERROR_INVALID_SID;
    LocalFree(text);
    return error;
}

/* TOKEN_USER, TOKEN_OWNER and TOKEN_MANDATORY_LABEL begin with their SID. */
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

DWORD PipeLevelOfToken(HANDLE token, DWORD *out)
{
    PipeUser label;
    const DWORD error = SidOfToken(token, TokenIntegrityLevel, &label);
    if (error == ERROR_SUCCESS)
        *out = *GetSidSubAuthority(&label.sid, *GetSidSubAuthorityCount(&label.sid) - 1u);
    return error;
}

DWORD PipeLevelOfProcess(HANDLE process, DWORD *out)
{
    HANDLE token;
    if (!Win32OpenProcessToken(process, &token))
        return GetLastError();
    const DWORD error = PipeLevelOfToken(token, out);
    CloseHandle(token);
    return error;
}

BOOL PipeTokenHas(HANDLE token, WELL_KNOWN_SID_TYPE group)
{
    PipeUser sid;
    DWORD bytes = sizeof sid;
    BOOL has;
    return !CreateWellKnownSid(group, NULL, &sid.sid, &bytes) || !CheckTokenMembership(token, &sid.sid, &has) || has;
}

BOOL PipeUserLocalService(PipeUser *out)
{
    DWORD bytes = sizeof *out;
    return CreateWellKnownSid(WinLocalServiceSid, NULL, &out->sid, &bytes);
}

BOOL PipeUserOwns(const PipeUser *user, DWORD level, const PipeUser *own, DWORD ownLevel)
{
    return PipeUserTrusted(user, own) && level >= ownLevel;
}

BOOL PipeUserTrusted(const PipeUser *user, const PipeUser *own)
{
    PSID sid = (PSID)(uintptr_t)&user->sid; /* the functions take no const, and change nothing */
    return EqualSid(sid, (PSID)(uintptr_t)&own->sid) || IsWellKnownSid(sid, WinLocalSystemSid);
}

BOOL PipeOwnerTrusted(const PipeUser *owner, const PipeUser *own, const PipeUser *ownDefault)
{
    PSID sid = (PSID)(uintptr_t)&owner->sid;
    return PipeUserTrusted(owner, own) || EqualSid(sid, (PSID)(uintptr_t)&ownDefault->sid) ||
           IsWellKnownSid(sid, WinBuiltinAdministratorsSid);
}
