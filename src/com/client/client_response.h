/* A server's answer as JSON, for IPerfectHashIocpClient::LastResponse. A value; one thread. */
#ifndef COM_CLIENT_RESPONSE_H
#define COM_CLIENT_RESPONSE_H

#include "jobs/client/client.h"
#include "jobs/text/utf8_text.h"

typedef struct ClientResponse {
    Utf8Text text;
} ClientResponse;

/* The request by its method's name, what became of it, and the failure's text. */
void ClientResponseBegin(ClientResponse *response, const wchar_t *request, HRESULT hr, const ClientFailure *failure);
void ClientResponseNumber(ClientResponse *response, const char *name, ULONGLONG number);
void ClientResponseStatistics(ClientResponse *response, const ProtocolServerStatistics *statistics);
/* The whole (TextFree it); NULL: out of memory. */
wchar_t *ClientResponseEnd(ClientResponse *response);

#endif
