#include "identity.h"

#include <stdlib.h>

#include "runtime/base/win32_calls.h"
#include "runtime/pure/ref_count.h"

struct Identity {
    RefCount references;
    HANDLE token;
};

/*
 * For whom a thread acts is in its own slot, which is there as long as there are identities. A slot
 * given anew is empty on all threads.
 */
static SRWLOCK lock = SRWLOCK_INIT;
static LONG identities;
static volatile DWORD slot = TLS_OUT_OF_INDEXES;

static DWORD TakeSlot(void)
{
    DWORD error = ERROR_SUCCESS;
    AcquireSRWLockExclusive(&lock);
    if (identities == 0) {
        slot = Win32Fails(Win32CallTlsAlloc) ? TLS_OUT_OF_INDEXES : TlsAlloc();
        if (slot == TLS_OUT_OF_INDEXES)
            error = GetLastError();
    }
    if (error == ERROR_SUCCESS)
        identities++;
    ReleaseSRWLockExclusive(&lock);
    return error;
}

static void GiveSlot(void)
{
    AcquireSRWLockExclusive(&lock);
    if (--identities == 0) {
        const DWORD index = slot;
        slot = TLS_OUT_OF_INDEXES;
        TlsFree(index);
    }
    ReleaseSRWLockExclusive(&lock);
}

/*
 * The same logon and integrity, and not restricted: the user alone would not do, for an elevated
 * process is of the same one as others.
 */
static BOOL IsOwn(HANDLE token)
{
    TOKEN_STATISTICS theirs, ours;
    union {
        TOKEN_MANDATORY_LABEL label;
        BYTE bytes[sizeof(TOKEN_MANDATORY_LABEL) + SECURITY_MAX_SID_SIZE];
    } theirLevel, ourLevel;
    HANDLE own;
    BOOL same;
    if (Win32ForeignClients() || IsTokenRestricted(token) || !Win32OpenProcessToken(GetCurrentProcess(), &own))
        return FALSE;
    same = Win32TokenInformation(token, TokenStatistics, &theirs, sizeof theirs) &&
           Win32TokenInformation(own, TokenStatistics, &ours, sizeof ours) &&
           theirs.AuthenticationId.LowPart == ours.AuthenticationId.LowPart &&
           theirs.AuthenticationId.HighPart == ours.AuthenticationId.HighPart &&
           Win32TokenInformation(token, TokenIntegrityLevel, &theirLevel, sizeof theirLevel) &&
           Win32TokenInformation(own, TokenIntegrityLevel, &ourLevel, sizeof ourLevel) &&
           EqualSid(theirLevel.label.Label.Sid, ourLevel.label.Label.Sid);
    CloseHandle(own);
    return same;
}

DWORD IdentityMake(HANDLE token, Identity **out)
{
    Identity *identity;
    DWORD error;
    *out = NULL;
    if (IsOwn(token))
        return ERROR_SUCCESS;
    error = TakeSlot();
    if (error != ERROR_SUCCESS)
        return error;
    identity = Win32Allocate(sizeof *identity);
    if (identity == NULL) {
        GiveSlot();
        return ERROR_NOT_ENOUGH_MEMORY;
    }
    RefCountInit(&identity->references);
    if (!Win32DuplicateToken(token, &identity->token)) {
        error = GetLastError();
        Win32Free(identity);
        GiveSlot();
        return error;
    }
    *out = identity;
    return ERROR_SUCCESS;
}

void IdentityHold(Identity *identity)
{
    if (identity != NULL)
        RefCountHold(&identity->references);
}

void IdentityRelease(Identity *identity)
{
    if (identity == NULL || RefCountRelease(&identity->references))
        return;
    CloseHandle(identity->token);
    Win32Free(identity);
    GiveSlot();
}

Identity *IdentityCurrent(void)
{
    const DWORD index = slot;
    return index == TLS_OUT_OF_INDEXES ? NULL : TlsGetValue(index);
}

/*
 * Makes the thread act for the identity, or as itself. The last identity may have been released
 * meanwhile, and its slot; then nobody is left who asks for it.
 */
static void IdentityBecome(Identity *identity)
{
    const DWORD index = slot;
    if (!SetThreadToken(NULL, identity ? identity->token : NULL) || (identity != NULL && !TlsSetValue(index, identity)))
        abort();
    if (identity == NULL && index != TLS_OUT_OF_INDEXES)
        TlsSetValue(index, NULL);
}

Identity *IdentityEnter(Identity *identity)
{
    Identity *before = IdentityCurrent();
    if (before != identity)
        IdentityBecome(identity);
    return before;
}

void IdentityLeave(Identity *before)
{
    /*
     * As itself in any case: who the thread acts for is not known any more if that one was
     * released.
     */
    if (before == NULL || before != IdentityCurrent())
        IdentityBecome(before);
}

/* The thread's own token as an identity, which counts as entered; NULL: it needs none. */
static DWORD IdentityAdopt(Identity **out)
{
    HANDLE token;
    *out = NULL;
    if (!Win32OpenThreadToken(TOKEN_QUERY | TOKEN_DUPLICATE | TOKEN_IMPERSONATE, &token))
        return GetLastError() == ERROR_NO_TOKEN ? ERROR_SUCCESS : GetLastError();
    DWORD error = IdentityMake(token, out);
    CloseHandle(token);
    if (*out != NULL && !TlsSetValue(slot, *out)) {
        error = GetLastError();
        IdentityRelease(*out);
        *out = NULL;
    }
    return error;
}

DWORD IdentityBegin(Identity *identity, IdentityScope *scope)
{
    scope->adopted = NULL;
    scope->entered = identity != NULL;
    if (identity != NULL)
        scope->before = IdentityEnter(identity);
    return identity != NULL || IdentityCurrent() != NULL ? ERROR_SUCCESS : IdentityAdopt(&scope->adopted);
}

void IdentityEnd(IdentityScope *scope)
{
    if (scope->entered)
        IdentityLeave(scope->before);
    if (scope->adopted != NULL)
        TlsSetValue(slot, NULL);
    IdentityRelease(scope->adopted);
}

void IdentityCarry(WorkItem *item)
{
    item->identity = IdentityCurrent();
}
