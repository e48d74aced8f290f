/*
 * The users whose clients are connected, and how many connections each has. A user who is not the
 * server's own may have so many. Any thread.
 */
#ifndef JOBS_SERVER_USERS_H
#define JOBS_SERVER_USERS_H

#include "jobs/base/failure.h"
#include "runtime/pipe/pipe_server.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ServerUser ServerUser;

typedef struct ServerUsers {
    SRWLOCK lock; /* guards what follows */
    DWORD mostConnections;
    ServerUser *first;
} ServerUsers;

void ServerUsersInit(ServerUsers *users, DWORD mostConnections);
void ServerUsersFree(ServerUsers *users); /* once all have left */

/*
 * One more connection of the client's user, until ServerUsersLeave. PERFECTHASH_E_QUOTA: he has as
 * many as he may; PERFECTHASH_E_OUT_OF_MEMORY.
 */
HRESULT ServerUsersEnter(ServerUsers *users, const PipeClient *client, ServerUser **out, Failure *failure);
void ServerUsersLeave(ServerUsers *users, ServerUser *user); /* NULL is allowed */

#ifdef __cplusplus
}
#endif
#endif
