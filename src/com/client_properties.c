/* The settings of an IocpClient, and its last answer. */
#include "client_object.h"
#include "properties.h"
#include "runtime/pipe_endpoint.h"

static PropertyOwner Owner(ClientObject *client)
{
    const PropertyOwner owner = {&client->object, &client->lock, NULL};
    return owner;
}

HRESULT STDMETHODCALLTYPE ClientGetEndpoint(IPerfectHashIocpClient *self, BSTR *value)
{
    ClientObject *client = ClientOf(self);
    const PropertyOwner owner = Owner(client);
    return PropertyGetText(&owner, &client->endpoint, PIPE_DEFAULT_ENDPOINT, value);
}

HRESULT STDMETHODCALLTYPE ClientPutEndpoint(IPerfectHashIocpClient *self, BSTR value)
{
    ClientObject *client = ClientOf(self);
    const PropertyOwner owner = Owner(client);
    return PropertyPutText(&owner, L"Endpoint", &client->endpoint, value);
}

HRESULT STDMETHODCALLTYPE ClientGetConnectTimeout(IPerfectHashIocpClient *self, LONG *value)
{
    ClientObject *client = ClientOf(self);
    const PropertyOwner owner = Owner(client);
    return PropertyGetNumber(&owner, &client->connectTimeoutMs, value);
}

HRESULT STDMETHODCALLTYPE ClientPutConnectTimeout(IPerfectHashIocpClient *self, LONG value)
{
    ClientObject *client = ClientOf(self);
    const PropertyOwner owner = Owner(client);
    return PropertyPutNumber(&owner, L"ConnectTimeout", &client->connectTimeoutMs, -1, LONG_MAX, value);    /* -1 is INFINITE */
}

HRESULT STDMETHODCALLTYPE ClientGetWaitForServer(IPerfectHashIocpClient *self, VARIANT_BOOL *value)
{
    ClientObject *client = ClientOf(self);
    const PropertyOwner owner = Owner(client);
    return PropertyGetFlag(&owner, &client->waitForServer, value);
}

HRESULT STDMETHODCALLTYPE ClientPutWaitForServer(IPerfectHashIocpClient *self, VARIANT_BOOL value)
{
    ClientObject *client = ClientOf(self);
    const PropertyOwner owner = Owner(client);
    return PropertyPutFlag(&owner, L"WaitForServer", &client->waitForServer, value);
}

HRESULT STDMETHODCALLTYPE ClientGetDetach(IPerfectHashIocpClient *self, VARIANT_BOOL *value)
{
    ClientObject *client = ClientOf(self);
    const PropertyOwner owner = Owner(client);
    return PropertyGetFlag(&owner, &client->detach, value);
}

HRESULT STDMETHODCALLTYPE ClientPutDetach(IPerfectHashIocpClient *self, VARIANT_BOOL value)
{
    ClientObject *client = ClientOf(self);
    const PropertyOwner owner = Owner(client);
    return PropertyPutFlag(&owner, L"Detach", &client->detach, value);
}

HRESULT STDMETHODCALLTYPE ClientGetLastResponse(IPerfectHashIocpClient *self, BSTR *value)
{
    ClientObject *client = ClientOf(self);
    const PropertyOwner owner = Owner(client);
    return PropertyGetText(&owner, &client->lastResponse, NULL, value);
}
