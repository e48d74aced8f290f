/*
 * What the files of the IocpClient class share: client.c (connection, requests, jobs),
 * client_properties.c.
 */
#ifndef COM_CLIENT_OBJECT_H
#define COM_CLIENT_OBJECT_H

#include "PerfectHash.h"
#include "com/object/object.h"
#include "jobs/client/client.h"

typedef struct ClientObject {
    Object object;
    Interface client;
    SRWLOCK lock;      /* guards what follows; not held during a request */
    wchar_t *endpoint; /* NULL: the default */
    DWORD connectTimeoutMs;
    BOOL waitForServer, detach;
    Client *connection;       /* held; NULL: none */
    struct Attempt *attempts; /* to connect: those that Disconnect ends */
    wchar_t *lastResponse;    /* NULL: none yet */
} ClientObject;

static inline ClientObject *ClientOf(IPerfectHashIocpClient *self)
{
    return (ClientObject *)ObjectOf(self);
}

/* client.c: is there a connection, and a server at its other end? */
BOOL ClientConnected(ClientObject *client);

/* client_properties.c */
HRESULT STDMETHODCALLTYPE ClientGetEndpoint(IPerfectHashIocpClient *self, BSTR *value);
HRESULT STDMETHODCALLTYPE ClientPutEndpoint(IPerfectHashIocpClient *self, BSTR value);
HRESULT STDMETHODCALLTYPE ClientGetConnectTimeout(IPerfectHashIocpClient *self, LONG *value);
HRESULT STDMETHODCALLTYPE ClientPutConnectTimeout(IPerfectHashIocpClient *self, LONG value);
HRESULT STDMETHODCALLTYPE ClientGetWaitForServer(IPerfectHashIocpClient *self, VARIANT_BOOL *value);
HRESULT STDMETHODCALLTYPE ClientPutWaitForServer(IPerfectHashIocpClient *self, VARIANT_BOOL value);
HRESULT STDMETHODCALLTYPE ClientGetDetach(IPerfectHashIocpClient *self, VARIANT_BOOL *value);
HRESULT STDMETHODCALLTYPE ClientPutDetach(IPerfectHashIocpClient *self, VARIANT_BOOL value);
HRESULT STDMETHODCALLTYPE ClientGetLastResponse(IPerfectHashIocpClient *self, BSTR *value);

#endif
