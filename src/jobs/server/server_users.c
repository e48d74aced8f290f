/* See server_users.h. */
#include "server_users.h"

#include <assert.h>
#include <string.h>

#include "PerfectHashErrors.h"
#include "runtime/base/win32_calls.h"

struct ServerUser {
    ServerUser *next;
    DWORD holds;       /* connections and jobs */
    DWORD connections; /* those that count: of guests */
    MemoryQuota memory;
    wchar_t sid[ARRAYSIZE(((PipeClient *)0)->sid)];
};

void ServerUsersInit(ServerUsers *users, DWORD mostConnections)
{
    InitializeSRWLock(&users->lock);
    users->mostConnections = mostConnections;
    users->first = NULL;
}

void ServerUsersLimitMemory(ServerUsers *users, size_t most, BOOL strict)
{
    users->mostMemory = most;
    users->strictMemory = strict;
}

void ServerUsersFree(ServerUsers *users)
{
    assert(users->first == NULL);
    (void)users;
}

/* ---- under the lock ---- */

/* Returns the user, without a hold if he is new; NULL: out of memory. */
static ServerUser *FindOrAdd(ServerUsers *users, const wchar_t *sid)
{
    for (ServerUser *user = users->first; user != NULL; user = user->next) {
        if (wcscmp(user->sid, sid) == 0)
            return user;
    }
    ServerUser *added = Win32Allocate(sizeof *added);
    if (added == NULL)
        return NULL;
    MemoryQuotaInit(&added->memory, users->mostMemory, users->strictMemory);
    wcscpy(added->sid, sid);
    added->next = users->first;
    users->first = added;
    return added;
}

static void UserLetGo(ServerUsers *users, ServerUser *user)
{
    ServerUser **at = &users->first;
    if (--user->holds != 0)
        return;
    while (*at != user)
        at = &(*at)->next;
    *at = user->next;
    Win32Free(user);
}

/* ---- the whole ---- */

/*
 * A guest may be of the server's own user, with fewer rights. That user's other clients don't count
 * then.
 */
HRESULT ServerUsersEnter(ServerUsers *users, const PipeClient *client, ServerUser **out, Failure *failure)
{
    HRESULT code = S_OK;
    *out = NULL;
    AcquireSRWLockExclusive(&users->lock);
    ServerUser *user = FindOrAdd(users, client->sid);
    if (user == NULL) {
        code = FailureMemory(failure, L"connection", sizeof *user);
    } else if (!client->owner && user->connections >= users->mostConnections) {
        code = FailureSet(failure, PERFECTHASH_E_QUOTA, L"connection", L"connections", user->connections, 0, 0);
    } else {
        user->holds++;
        if (!client->owner)
            user->connections++;
        *out = user;
    }
    ReleaseSRWLockExclusive(&users->lock);
    return code;
}

void ServerUsersLeave(ServerUsers *users, const PipeClient *client, ServerUser *user)
{
    if (user == NULL)
        return;
    AcquireSRWLockExclusive(&users->lock);
    if (!client->owner)
        user->connections--;
    UserLetGo(users, user);
    ReleaseSRWLockExclusive(&users->lock);
}

void ServerUsersHold(ServerUsers *users, ServerUser *user)
{
    if (user == NULL)
        return;
    AcquireSRWLockExclusive(&users->lock);
    user->holds++;
    ReleaseSRWLockExclusive(&users->lock);
}

void ServerUsersRelease(ServerUsers *users, ServerUser *user)
{
    if (user == NULL)
        return;
    AcquireSRWLockExclusive(&users->lock);
    UserLetGo(users, user);
    ReleaseSRWLockExclusive(&users->lock);
}

MemoryQuota *ServerUserQuota(ServerUser *user)
{
    return user != NULL ? &user->memory : NULL;
}
