/*
 * The declarations that the files of the client share: client.c (connection, requests),
 * client_begin.c (from words to jobs), remote_job.c.
 */
#ifndef JOBS_CLIENT_STATE_H
#define JOBS_CLIENT_STATE_H

#include "client.h"
#include "runtime/pipe/pipe_endpoint.h"
#include "runtime/pure/ref_count.h"

#ifdef __cplusplus
extern "C" {
#endif

struct Client {
    RefCount references;
    HANDLE closing; /* an event: set by ClientClose, ends waits */
    HANDLE turn;    /* an event: set while no request is under way. Who takes it has what follows the endpoint */
    PipeClientWait wait;
    volatile DWORD asking; /* the thread that has the turn; 0: none */
    wchar_t endpoint[PipeEndpointChars];
    PipeClientConnection *connection; /* NULL before it is open and once it is closed */
};

/*
 * A connection's requests take turns. Taking it waits for others' requests, if `waits`; ERROR_BUSY:
 * one is under way, and with `waits` it is the calling thread's own; ERROR_CANCELLED: it was closed
 * meanwhile.
 */
DWORD ClientTakeTurn(Client *client, BOOL waits);
void ClientGiveTurn(Client *client);

/* An answer with its payload, to be freed with PipeClientFree. */
typedef struct ClientAnswer {
    void *payload;
    size_t bytes;
} ClientAnswer;

HRESULT ClientFailed(ClientFailure *out, const Failure *failure); /* returns its code */
/* Returns today's code for one of a server: the first servers numbered theirs from 0x200 on. */
HRESULT ClientCodeOf(HRESULT code);
HRESULT ClientRequest(Client *client, ProtocolType type, uint32_t flags, const void *payload, size_t bytes,
                      ClientAnswer *answer, ClientFailure *failure);
/* The answer isn't what the request asked for. */
HRESULT ClientMalformed(const Client *client, ClientFailure *failure);
HRESULT ClientNoMemory(const Client *client, ClientFailure *failure);

/* A request that begins or finds a job, whose answer is a token. */
HRESULT RemoteJobAsk(Client *client, ProtocolType type, uint32_t flags, const void *payload, size_t bytes,
                     const wchar_t *subject, RemoteJob **out, ClientFailure *failure);
/* whose table it makes: taken over, before anybody else has the job */
void RemoteJobOfKeys(RemoteJob *job, wchar_t *keysPath);

#ifdef __cplusplus
}
#endif
#endif
