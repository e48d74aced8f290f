/* The settings of an IocpClient, and its last answer. */
#include "PerfectHashErrors.h"
#include "client_object.h"
#include "com/object/errors.h"
#include "com/object/properties.h"
#include "runtime/pipe/pipe_endpoint.h"

static PropertyOwner ComClientPropertiesOwner(ClientObject *client)
{
    const PropertyOwner owner = {&client->object, &client->lock, NULL};
    return owner;
}

HRESULT STDMETHODCALLTYPE ClientGetEndpoint(IPerfectHashIocpClient *self, BSTR *value)
{
    return PropertyGetText(ComClientPropertiesOwner(ClientOf(self)), &ClientOf(self)->endpoint, PIPE_DEFAULT_ENDPOINT,
                           value);
}

HRESULT STDMETHODCALLTYPE ClientPutEndpoint(IPerfectHashIocpClient *self, BSTR value)
{
    if (ClientConnected(ClientOf(self))) {
        Failure failure;
        FailureSet(&failure, PERFECTHASH_E_OPTION_VALUE, L"Endpoint",
                   L"the client is connected to a server; Disconnect comes first", 0, 0, 0);
        return ErrorRaise(&ClientOf(self)->object, &failure);
    }
    return PropertyPutText(ComClientPropertiesOwner(ClientOf(self)), L"Endpoint", &ClientOf(self)->endpoint, value);
}

HRESULT STDMETHODCALLTYPE ClientGetConnectTimeout(IPerfectHashIocpClient *self, LONG *value)
{
    return PropertyGetNumber(ComClientPropertiesOwner(ClientOf(self)), &ClientOf(self)->connectTimeoutMs, value);
}

HRESULT STDMETHODCALLTYPE ClientPutConnectTimeout(IPerfectHashIocpClient *self, LONG value)
{
    /* -1 is INFINITE */
    return PropertyPutNumber(ComClientPropertiesOwner(ClientOf(self)), L"ConnectTimeout",
                             &ClientOf(self)->connectTimeoutMs, -1, LONG_MAX, value);
}

HRESULT STDMETHODCALLTYPE ClientGetWaitForServer(IPerfectHashIocpClient *self, VARIANT_BOOL *value)
{
    return PropertyGetFlag(ComClientPropertiesOwner(ClientOf(self)), &ClientOf(self)->waitForServer, value);
}

HRESULT STDMETHODCALLTYPE ClientPutWaitForServer(IPerfectHashIocpClient *self, VARIANT_BOOL value)
{
    return PropertyPutFlag(ComClientPropertiesOwner(ClientOf(self)), L"WaitForServer", &ClientOf(self)->waitForServer,
                           value);
}

HRESULT STDMETHODCALLTYPE ClientGetDetach(IPerfectHashIocpClient *self, VARIANT_BOOL *value)
{
    return PropertyGetFlag(ComClientPropertiesOwner(ClientOf(self)), &ClientOf(self)->detach, value);
}

HRESULT STDMETHODCALLTYPE ClientPutDetach(IPerfectHashIocpClient *self, VARIANT_BOOL value)
{
    return PropertyPutFlag(ComClientPropertiesOwner(ClientOf(self)), L"Detach", &ClientOf(self)->detach, value);
}

HRESULT STDMETHODCALLTYPE ClientGetLastResponse(IPerfectHashIocpClient *self, BSTR *value)
{
    return PropertyGetText(ComClientPropertiesOwner(ClientOf(self)), &ClientOf(self)->lastResponse, NULL, value);
}
