/* See server_users.h. */
#include "server_users.h"

#include <assert.h>
#include <string.h>

#include "PerfectHashErrors.h"
#include "runtime/base/win32_calls.h"

struct ServerUser {
    ServerUser *next;
    DWORD connections;
    wchar_t sid[ARRAYSIZE(((PipeClient *)0)->sid)];
};

void ServerUsersInit(ServerUsers *users, DWORD mostConnections)
{
    InitializeSRWLock(&users->lock);
    users->mostConnections = mostConnections;
    users->first = NULL;
}

void ServerUsersFree(ServerUsers *users)
{
    assert(users->first == NULL);
    (void)users;
}

/* Returns the user, with no connection if he is new; NULL: out of memory. Under the lock. */
static ServerUser *FindOrAdd(ServerUsers *users, const wchar_t *sid)
{
    for (ServerUser *user = users->first; user != NULL; user = user->next) {
        if (wcscmp(user->sid, sid) == 0)
            return user;
    }
    ServerUser *added = Win32Allocate(sizeof *added);
    if (added == NULL)
        return NULL;
    wcscpy(added->sid, sid);
    added->next = users->first;
    users->first = added;
    return added;
}

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
        user->connections++;
        *out = user;
    }
    ReleaseSRWLockExclusive(&users->lock);
    return code;
}

void ServerUsersLeave(ServerUsers *users, ServerUser *user)
{
    if (user == NULL)
        return;
    AcquireSRWLockExclusive(&users->lock);
    ServerUser **at = &users->first;
    if (--user->connections == 0) {
        while (*at != user)
            at = &(*at)->next;
        *at = user->next;
        Win32Free(user);
    }
    ReleaseSRWLockExclusive(&users->lock);
}
