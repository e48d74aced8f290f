#include "client_link.h"

/* An attempt to connect, on the stack of its thread. */
typedef struct ClientAttempt {
    struct ClientAttempt *next;
    Client *connection;
} ClientAttempt;

void ClientLinkInit(ClientLink *link)
{
    ZeroMemory(link, sizeof *link);
    InitializeSRWLock(&link->lock);
}

/* Held; NULL: there is none. */
static Client *ClientLinkHold(ClientLink *link)
{
    AcquireSRWLockShared(&link->lock);
    Client *connection = link->connection;
    if (connection != NULL)
        ClientHold(connection);
    ReleaseSRWLockShared(&link->lock);
    return connection;
}

/*
 * Puts a connection in the place of `old`, unless another thread has put its own there. Takes it
 * over.
 */
static void ClientLinkPut(ClientLink *link, const Client *old, Client *connection)
{
    Client *drop = connection;
    AcquireSRWLockExclusive(&link->lock);
    if (link->connection == old) {
        drop = link->connection;
        link->connection = connection;
    }
    ReleaseSRWLockExclusive(&link->lock);
    if (drop != NULL)
        ClientClose(drop);
    ClientRelease(drop);
}

static void ClientAttemptBegin(ClientLink *link, ClientAttempt *attempt)
{
    AcquireSRWLockExclusive(&link->lock);
    attempt->next = link->attempts;
    link->attempts = attempt;
    ReleaseSRWLockExclusive(&link->lock);
}

static void ClientAttemptEnd(ClientLink *link, const ClientAttempt *attempt)
{
    AcquireSRWLockExclusive(&link->lock);
    ClientAttempt **at = &link->attempts;
    while (*at != attempt)
        at = &(*at)->next;
    *at = attempt->next;
    ReleaseSRWLockExclusive(&link->lock);
}

static HRESULT ClientLinkConnect(ClientLink *link, const ClientOptions *options, Client **out, ClientFailure *failure)
{
    ClientAttempt attempt;
    HRESULT code = ClientPrepare(options, &attempt.connection, failure);
    if (SUCCEEDED(code)) {
        ClientAttemptBegin(link, &attempt);
        code = ClientOpen(attempt.connection, options, failure);
        ClientAttemptEnd(link, &attempt);
    }
    if (FAILED(code)) {
        ClientRelease(attempt.connection);
        attempt.connection = NULL;
    }
    *out = attempt.connection;
    return code;
}

HRESULT ClientLinkTake(ClientLink *link, const ClientOptions *options, Client **out, ClientFailure *failure)
{
    Client *old = ClientLinkHold(link), *made;
    *out = old;
    if (old != NULL && ClientAlive(old))
        return S_OK;
    const HRESULT code = ClientLinkConnect(link, options, &made, failure);
    if (SUCCEEDED(code))
        ClientLinkPut(link, old, made);
    ClientRelease(old);
    *out = SUCCEEDED(code) ? ClientLinkHold(link) : NULL;
    if (FAILED(code) || *out != NULL)
        return code;
    failure->code = E_ABORT; /* it was closed meanwhile */
    lstrcpynW(failure->text, L"The client was disconnected.", ARRAYSIZE(failure->text));
    return E_ABORT;
}

BOOL ClientLinkAlive(ClientLink *link)
{
    Client *connection = ClientLinkHold(link);
    const BOOL alive = connection != NULL && ClientAlive(connection);
    ClientRelease(connection);
    return alive;
}

void ClientLinkClose(ClientLink *link)
{
    AcquireSRWLockShared(&link->lock);
    for (const ClientAttempt *attempt = link->attempts; attempt != NULL; attempt = attempt->next)
        ClientClose(attempt->connection);
    ReleaseSRWLockShared(&link->lock);
    Client *connection = ClientLinkHold(link);
    if (connection != NULL)
        ClientLinkPut(link, connection, NULL);
    ClientRelease(connection);
}
