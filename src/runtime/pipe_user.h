/* The users at the two ends of a pipe, as SIDs. Any thread. */
#ifndef RUNTIME_PIPE_USER_H
#define RUNTIME_PIPE_USER_H

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef union PipeUser {
    SID sid;
    BYTE bytes[SECURITY_MAX_SID_SIZE];
} PipeUser;

DWORD PipeUserOfToken(HANDLE token, PipeUser *out);         /* a token opened with TOKEN_QUERY */
DWORD PipeUserOfProcess(HANDLE process, PipeUser *out);     /* a process opened with PROCESS_QUERY_LIMITED_INFORMATION, or GetCurrentProcess() */
DWORD PipeOwnerOfProcess(HANDLE process, PipeUser *out);    /* to whom what it makes belongs, unless it says otherwise */

/* Is it the same user as `own`, or the system itself? */
BOOL PipeUserTrusted(const PipeUser *user, const PipeUser *own);

/*
 * The same for whom a pipe belongs to. Nobody but an administrator can make an object that belongs to another user; what administrators make
 * belongs to all of them. ownDefault: to whom belongs what this process makes.
 */
BOOL PipeOwnerTrusted(const PipeUser *owner, const PipeUser *own, const PipeUser *ownDefault);

#ifdef __cplusplus
}
#endif
#endif
