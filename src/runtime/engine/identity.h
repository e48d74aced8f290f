/*
 * Acting for somebody else: a counted impersonation token. A thread that has entered one opens
 * files with that user's rights; a work item that carries one has its callback run that way, and
 * what the callback starts by FileReadStart and the like carries it too. A step that fails here
 * would go on as the wrong user, so it ends the process. Any thread.
 */
#ifndef RUNTIME_IDENTITY_H
#define RUNTIME_IDENTITY_H

#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Of an impersonation token, which stays the caller's. *out is NULL when that is nobody else than
 * this process itself: the same logon, with the same rights.
 */
DWORD IdentityMake(HANDLE token, Identity **out);
void IdentityHold(Identity *identity); /* NULL is allowed, as in the next */
void IdentityRelease(Identity *identity);

/*
 * The calling thread acts for it, or as itself again (NULL), until IdentityLeave with what this
 * returns.
 */
Identity *IdentityEnter(Identity *identity);
void IdentityLeave(Identity *before);
Identity *IdentityCurrent(void); /* for whom the calling thread acts; not held */

/*
 * After WorkItemInit: the callback acts for whom the caller acts now. Who owns the item holds the
 * identity until the item is of no more use.
 */
void IdentityCarry(WorkItem *item);

#ifdef __cplusplus
}
#endif
#endif
