#include "pipe_security.h"

#include <sddl.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "runtime/base/win32_calls.h"

/* A SID from either side of the API, none of which take a const one. */
static PSID SidOf(const PipeUser *user)
{
    return (PSID)(ULONG_PTR)&user->sid;
}

/*
 * A SID as text, or the name of an account or a group; the two letters that stand for some SIDs
 * elsewhere are a name like any other.
 */
static DWORD FindUser(const wchar_t *name, PipeUser *out)
{
    PSID sid;
    wchar_t domain[256];
    DWORD sidBytes = sizeof *out, domainChars = ARRAYSIZE(domain);
    SID_NAME_USE use;
    if (Win32Fails(Win32CallSecurity))
        return GetLastError();
    if (_wcsnicmp(name, L"S-", 2) == 0 && ConvertStringSidToSidW(name, &sid)) {
        const BOOL copied = CopySid(sizeof *out, SidOf(out), sid);
        LocalFree(sid);
        return copied ? ERROR_SUCCESS : ERROR_NONE_MAPPED;
    }
    if (!LookupAccountNameW(NULL, name, SidOf(out), &sidBytes, domain, &domainChars, &use) || use == SidTypeDomain)
        return ERROR_NONE_MAPPED;
    return ERROR_SUCCESS;
}

/* One more entry behind the text. */
static void PipeSecurityAdd(wchar_t *text, size_t capacity, unsigned long access, const wchar_t *who)
{
    const size_t chars = wcslen(text);
    swprintf(text + chars, capacity - chars, L"(A;;0x%lx;;;%ls)", access, who);
}

DWORD PipeSecurityMake(const wchar_t *allowUser, PipeSecurity *out)
{
    wchar_t sid[PipeUserChars], text[4 * PipeUserChars];
    PipeUser user;
    memset(out, 0, sizeof *out);
    DWORD error = PipeUserOfProcess(GetCurrentProcess(), &out->own);
    if (error == ERROR_SUCCESS)
        error = PipeLevelOfProcess(GetCurrentProcess(), &out->ownLevel);
    if (error == ERROR_SUCCESS)
        error = PipeUserText(&out->own, sid);
    if (error != ERROR_SUCCESS)
        return error;
    /* Protected: nothing is inherited. */
    swprintf(text, ARRAYSIZE(text), L"O:%lsD:P", sid);
    PipeSecurityAdd(text, ARRAYSIZE(text), FILE_ALL_ACCESS, sid);
    if (!IsWellKnownSid(SidOf(&out->own), WinLocalSystemSid))
        PipeSecurityAdd(text, ARRAYSIZE(text), PipeClientAccess, L"SY");
    if (allowUser != NULL && *allowUser) {
        error = FindUser(allowUser, &user);
        if (error == ERROR_SUCCESS)
            error = PipeUserText(&user, sid);
        if (error != ERROR_SUCCESS)
            return error;
        PipeSecurityAdd(text, ARRAYSIZE(text), PipeClientAccess, sid);
    }
    out->attributes.nLength = sizeof out->attributes;
    if (Win32Fails(Win32CallSecurity) || !ConvertStringSecurityDescriptorToSecurityDescriptorW(
                                             text, SDDL_REVISION_1, &out->attributes.lpSecurityDescriptor, NULL)) {
        out->attributes.lpSecurityDescriptor = NULL;
        return GetLastError();
    }
    return ERROR_SUCCESS;
}

void PipeSecurityFree(PipeSecurity *security)
{
    if (security->attributes.lpSecurityDescriptor != NULL)
        LocalFree(security->attributes.lpSecurityDescriptor);
    security->attributes.lpSecurityDescriptor = NULL;
}

/*
 * The thread acts for the client between these lines and in no others. Going on as somebody else
 * would be worse than any crash.
 */
static DWORD OpenClientToken(HANDLE pipe, HANDLE *token)
{
    DWORD error = ERROR_SUCCESS;
    if (!Win32ImpersonatePipe(pipe))
        return GetLastError();
    if (!Win32OpenThreadToken(TOKEN_QUERY | TOKEN_DUPLICATE | TOKEN_IMPERSONATE, token))
        error = GetLastError();
    if (!RevertToSelf())
        abort();
    return error;
}

/* A token of a lower level says who the client is and can't be used to act for him. */
static BOOL CanActFor(HANDLE token)
{
    SECURITY_IMPERSONATION_LEVEL level;
    DWORD bytes;
    return GetTokenInformation(token, TokenImpersonationLevel, &level, sizeof level, &bytes) &&
           level >= SecurityImpersonation;
}

/*
 * The process behind the number, if it is one of the client's user: the number may have been given
 * anew since.
 */
static HANDLE OpenClientProcess(DWORD processId, const PipeUser *user)
{
    PipeUser processUser;
    HANDLE process =
        processId ? Win32OpenProcess(PROCESS_DUP_HANDLE | PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE, processId)
                  : NULL;
    if (process != NULL &&
        (PipeUserOfProcess(process, &processUser) != ERROR_SUCCESS || !EqualSid(SidOf(&processUser), SidOf(user)))) {
        CloseHandle(process);
        process = NULL;
    }
    return process;
}

DWORD PipeClientIdentify(HANDLE pipe, const PipeSecurity *security, PipeClient *out)
{
    PipeUser user;
    HANDLE token;
    DWORD level, error = OpenClientToken(pipe, &token);
    if (error != ERROR_SUCCESS)
        return error;
    error = PipeUserOfToken(token, &user);
    if (error == ERROR_SUCCESS)
        error = PipeLevelOfToken(token, &level);
    const BOOL remote = PipeTokenHas(token, WinNetworkSid);
    if (error == ERROR_SUCCESS)
        error = PipeUserText(&user, out->sid);
    if (error != ERROR_SUCCESS || !CanActFor(token)) {
        CloseHandle(token);
        token = NULL;
    }
    if (error != ERROR_SUCCESS)
        return error;
    out->token = token;
    out->owner = PipeUserOwns(&user, level, &security->own, security->ownLevel);
    /* The number of another machine's process is that of another one here. */
    out->process = remote ? NULL : OpenClientProcess(out->processId, &user);
    return ERROR_SUCCESS;
}

BOOL PipeClientLocal(HANDLE pipe)
{
    typedef BOOL(WINAPI * AskComputer)(HANDLE pipe, wchar_t * name, ULONG bytes);
    wchar_t name[256];
    const HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    const FARPROC found = kernel != NULL ? GetProcAddress(kernel, "GetNamedPipeClientComputerNameW") : NULL;
    if (found == NULL) /* Wine has none */
        return FALSE;
    const AskComputer askComputer = (AskComputer)(void (*)(void))found;
    return !askComputer(pipe, name, sizeof name) && GetLastError() == ERROR_PIPE_LOCAL;
}

BOOL PipeProcessOwned(DWORD processId, const PipeSecurity *security)
{
    PipeUser user;
    DWORD level;
    HANDLE process = processId ? Win32OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, processId) : NULL;
    if (process == NULL)
        return FALSE;
    const BOOL owned = PipeUserOfProcess(process, &user) == ERROR_SUCCESS &&
                       PipeLevelOfProcess(process, &level) == ERROR_SUCCESS &&
                       PipeUserOwns(&user, level, &security->own, security->ownLevel);
    CloseHandle(process);
    return owned;
}

void PipeClientForget(PipeClient *client)
{
    if (client->process != NULL)
        CloseHandle(client->process);
    if (client->token != NULL)
        CloseHandle(client->token);
    client->process = client->token = NULL;
}
