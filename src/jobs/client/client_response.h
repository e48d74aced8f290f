/* A server's answer as JSON, for IPerfectHashIocpClient::LastResponse. A value; one thread. */
#ifndef JOBS_CLIENT_RESPONSE_H
#define JOBS_CLIENT_RESPONSE_H

#include "annotations.h"
#include "client.h"
#include "jobs/text/utf8_text.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ClientResponse {
    Utf8Text text;
} ClientResponse;

/* The request by its method's name, what became of it, and the failure's text. */
void ClientResponseBegin(_Inout_ ClientResponse *response, _In_z_ const wchar_t *request, HRESULT hr,
                         _In_ const ClientFailure *failure);
void ClientResponseNumber(_Inout_ ClientResponse *response, _In_z_ const char *name, ULONGLONG number);
void ClientResponseText(_Inout_ ClientResponse *response, _In_z_ const char *name, _In_z_ const wchar_t *text);
/* health NULL: it was not told; nor were its waits, if not waitsTold. */
void ClientResponseHealth(_Inout_ ClientResponse *response, _In_opt_ const ProtocolServerHealth *health,
                          BOOL waitsTold);
void ClientResponseStatistics(_Inout_ ClientResponse *response, _In_ const ProtocolServerStatistics *statistics);
void ClientResponseHello(_Inout_ ClientResponse *response, _In_ const ProtocolHello *hello,
                         ULONGLONG roundTripMicroseconds);
void ClientResponseJobs(_Inout_ ClientResponse *response, _In_ const JobList *jobs);
/* The whole (TextFree it); NULL: out of memory. */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *ClientResponseEnd(_Inout_ ClientResponse *response);

#ifdef __cplusplus
}
#endif

#endif
