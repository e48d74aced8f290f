/* The users at the two ends of a pipe, as SIDs. Any thread. */
#ifndef RUNTIME_PIPE_USER_H
#define RUNTIME_PIPE_USER_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef union PipeUser {
    SID sid;
    BYTE bytes[SECURITY_MAX_SID_SIZE];
} PipeUser;

enum { PipeUserChars = 192 };                                         /* of a SID as text, with its terminator */
DWORD PipeUserText(const PipeUser *user, wchar_t out[PipeUserChars]); /* S-1-... */

DWORD PipeUserOfToken(HANDLE token, PipeUser *out); /* a token opened with TOKEN_QUERY */
/* a process opened with PROCESS_QUERY_LIMITED_INFORMATION, or GetCurrentProcess() */
DWORD PipeUserOfProcess(HANDLE process, PipeUser *out);
DWORD PipeOwnerOfProcess(HANDLE process, PipeUser *out); /* to whom what it makes belongs, unless it says otherwise */

/* The account of services that may little. */
_Success_(return ) BOOL PipeUserLocalService(_Out_ PipeUser *out);

/* Integrity level, as its RID. Opened as above. */
DWORD PipeLevelOfToken(HANDLE token, DWORD *out);
DWORD PipeLevelOfProcess(HANDLE process, DWORD *out);

/*
 * Is it in this group? Also when that can't be told. An impersonation token, of any level but
 * anonymous.
 */
BOOL PipeTokenHas(HANDLE token, WELL_KNOWN_SID_TYPE group);

/*
 * Is it as good as `own`: trusted, and of no lower integrity? An elevated process does nothing for
 * those of its user that are not, nor any process for one in a sandbox.
 */
BOOL PipeUserOwns(const PipeUser *user, DWORD level, const PipeUser *own, DWORD ownLevel);

/* Is it the same user as `own`, or the system itself? */
BOOL PipeUserTrusted(const PipeUser *user, const PipeUser *own);

/*
 * The same for whom a pipe belongs to. Nobody but an administrator can make an object that belongs
 * to another user; what administrators make belongs to all of them. ownDefault: to whom belongs
 * what this process makes.
 */
BOOL PipeOwnerTrusted(const PipeUser *owner, const PipeUser *own, const PipeUser *ownDefault);

#ifdef __cplusplus
}
#endif
#endif
