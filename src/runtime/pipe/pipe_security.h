/*
 * The access to the pipe: who may use it, and who does. Each instance gets a descriptor that gives
 * full access only to the server's user. SYSTEM and one more user or group may read and write, but
 * not make instances of their own. Clients of the network are kept out by the pipe's mode, not by
 * an entry here, which would shut out the server itself where somebody started it over the network.
 * docs/explanation/security.md. Any thread.
 */
#ifndef RUNTIME_PIPE_SECURITY_H
#define RUNTIME_PIPE_SECURITY_H

#include "pipe_server.h"
#include "pipe_user.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * To read and write, without FILE_CREATE_PIPE_INSTANCE, which is FILE_APPEND_DATA and so part of
 * GENERIC_WRITE.
 */
enum { PipeClientAccess = (FILE_GENERIC_READ | FILE_GENERIC_WRITE) & ~FILE_CREATE_PIPE_INSTANCE };

typedef struct PipeSecurity {
    SECURITY_ATTRIBUTES attributes;
    PipeUser own;   /* the server's user */
    DWORD ownLevel; /* and integrity level */
} PipeSecurity;

/*
 * allowUser: a SID as text (S-1-...) or an account's name, or NULL. ERROR_NONE_MAPPED: that is
 * nobody.
 */
DWORD PipeSecurityMake(const wchar_t *allowUser, PipeSecurity *out);
void PipeSecurityFree(PipeSecurity *security); /* an all-zero one is allowed */

/*
 * Fills in all of *out but processId, which is there already (0: not known). To be called on a
 * worker once something was read from the pipe. The thread has its own token again when this
 * returns, or the process has ended.
 */
DWORD PipeClientIdentify(HANDLE pipe, const PipeSecurity *security, PipeClient *out);
/*
 * Is the client at the other end on this machine? Before it has said anything; FALSE also when it
 * can't be told.
 */
BOOL PipeClientLocal(HANDLE pipe);
/*
 * Is the process one of the owner's? Asked before a client has said anything; FALSE also when it
 * can't be told.
 */
BOOL PipeProcessOwned(DWORD processId, const PipeSecurity *security);
void PipeClientForget(PipeClient *client); /* closes its handles */

#ifdef __cplusplus
}
#endif
#endif
