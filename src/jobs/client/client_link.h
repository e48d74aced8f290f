/*
 * A client's way to its server: one connection, which is made when one is needed and there is none
 * that is alive. Closing it ends the attempts to connect of other threads, too. Any thread.
 */
#ifndef JOBS_CLIENT_LINK_H
#define JOBS_CLIENT_LINK_H

#include "annotations.h"
#include "client.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ClientLink { /* all zero except the lock */
    SRWLOCK lock;           /* guards what follows; not held during a request */
    Client *connection;     /* held; NULL: none */
    struct ClientAttempt *attempts;
} ClientLink;

void ClientLinkInit(_Out_ ClientLink *link);
/*
 * Gives a held connection. Fails as ClientConnect does, and with E_ABORT when the link was closed
 * meanwhile. Blocks the caller's thread.
 */
HRESULT ClientLinkTake(_Inout_ ClientLink *link, _In_ const ClientOptions *options,
                       _Outptr_result_maybenull_ Client **out, _Inout_opt_ ClientFailure *failure);
/* Returns whether there is a connection, and a server at its other end. */
BOOL ClientLinkAlive(_Inout_ ClientLink *link);
/* Never waits. The link may be used on. */
void ClientLinkClose(_Inout_ ClientLink *link);

#ifdef __cplusplus
}
#endif
#endif
