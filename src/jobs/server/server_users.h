/*
 * The users whose clients are connected or whose jobs run: how many connections each has, and what
 * memory their jobs take. A user who is not the server's own may have so much of both. Any thread.
 */
#ifndef JOBS_SERVER_USERS_H
#define JOBS_SERVER_USERS_H

#include "jobs/base/failure_message.h"
#include "runtime/engine/runtime.h"
#include "runtime/pipe/pipe_server.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ServerUser ServerUser;

typedef struct ServerUsers {
    SRWLOCK lock; /* guards what follows */
    DWORD mostConnections;
    size_t mostMemory; /* this and the next are those of each user's MemoryQuota */
    BOOL strictMemory;
    ServerUser *first;
} ServerUsers;

void ServerUsersInit(ServerUsers *users, DWORD mostConnections);
void ServerUsersLimitMemory(ServerUsers *users, size_t most, BOOL strict); /* before anybody enters */
void ServerUsersFree(ServerUsers *users);                                  /* once all have left */

/*
 * One more connection of the client's user, until ServerUsersLeave by the same client.
 * PERFECTHASH_E_QUOTA: he has as many as he may; PERFECTHASH_E_OUT_OF_MEMORY.
 */
HRESULT ServerUsersEnter(ServerUsers *users, const PipeClient *client, ServerUser **out, Failure *failure);
void ServerUsersLeave(ServerUsers *users, const PipeClient *client, ServerUser *user); /* user NULL is allowed */

/* A job of the user's keeps it, also beyond its connections. NULL is allowed in all of these. */
void ServerUsersHold(ServerUsers *users, ServerUser *user);
void ServerUsersRelease(ServerUsers *users, ServerUser *user);
MemoryQuota *ServerUserQuota(ServerUser *user);

#ifdef __cplusplus
}
#endif
#endif
