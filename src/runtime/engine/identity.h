/*
 * Acting for somebody else: a counted impersonation token. A thread that has entered one opens
 * files with that user's rights. A work item that carries one has its callback run that way, and
 * what the callback starts by FileReadStart and the like carries it too. A step that fails here
 * would go on as the wrong user, so it ends the process. Any thread.
 */
#ifndef RUNTIME_IDENTITY_H
#define RUNTIME_IDENTITY_H

#include "annotations.h"
#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Makes an identity of an impersonation token, which stays the caller's. *out is NULL when that is
 * nobody but this process itself: the same logon, with the same rights.
 */
_Success_(return == ERROR_SUCCESS) DWORD IdentityMake(HANDLE token, _Outptr_result_maybenull_ Identity **out);
void IdentityHold(_Inout_opt_ Identity *identity); /* NULL is allowed, as in the next */
void IdentityRelease(_Inout_opt_ Identity *identity);

/*
 * The calling thread acts for it, or as itself again (NULL), until IdentityLeave with what this
 * returns.
 */
_Ret_maybenull_ Identity *IdentityEnter(_Inout_opt_ Identity *identity);
void IdentityLeave(_In_opt_ Identity *before);
_Ret_maybenull_ Identity *IdentityCurrent(void); /* for whom the calling thread acts; not held */

/*
 * The scope in which a caller's thread begins work on behalf of `identity`. NULL stands for the
 * user for whom the thread acts by a token that other code has put on it. Until IdentityEnd that is
 * IdentityCurrent. The thread's own token stays as it is.
 */
typedef struct IdentityScope {
    Identity *before, *adopted;
    BOOL entered;
} IdentityScope;
_Success_(return == ERROR_SUCCESS) DWORD IdentityBegin(_In_opt_ Identity *identity, _Out_ IdentityScope *scope);
void IdentityEnd(_Inout_ IdentityScope *scope);

/*
 * After WorkItemInit: the callback acts for whom the caller acts now. Who owns the item holds the
 * identity until the item is of no more use.
 */
void IdentityCarry(_Inout_ WorkItem *item);

#ifdef __cplusplus
}
#endif
#endif
