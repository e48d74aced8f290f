/* The settings of an IocpServer: they hold from the next Start, and are fixed while it runs. */
#include "runtime/pure/numa_expression.h"
#include "server_object.h"

enum { MostJobs = 65536 }; /* and connections */

static BOOL ComServerPropertiesRuns(const Object *object)
{
    const ServerObject *server = (const ServerObject *)object;
    return server->running != NULL && ServerStateOf(server->running) != ServerStopped;
}

static PropertyOwner ComServerPropertiesOwner(ServerObject *server)
{
    const PropertyOwner owner = {&server->object, &server->lock, ComServerPropertiesRuns};
    return owner;
}

/* Each kind of property is two functions that differ by the field; member: of the object. */
#define TEXT_PROPERTY(name, member, otherwise)                                                                       \
    HRESULT STDMETHODCALLTYPE ServerGet##name(IPerfectHashIocpServer *self, BSTR *value)                             \
    {                                                                                                                \
        return PropertyGetText(ComServerPropertiesOwner(ServerOf(self)), &ServerOf(self)->member, otherwise, value); \
    }                                                                                                                \
    HRESULT STDMETHODCALLTYPE ServerPut##name(IPerfectHashIocpServer *self, BSTR value)                              \
    {                                                                                                                \
        return PropertyPutText(ComServerPropertiesOwner(ServerOf(self)), L## #name, &ServerOf(self)->member, value); \
    }

#define FLAG_PROPERTY(name, member)                                                                                  \
    HRESULT STDMETHODCALLTYPE ServerGet##name(IPerfectHashIocpServer *self, VARIANT_BOOL *value)                     \
    {                                                                                                                \
        return PropertyGetFlag(ComServerPropertiesOwner(ServerOf(self)), &ServerOf(self)->member, value);            \
    }                                                                                                                \
    HRESULT STDMETHODCALLTYPE ServerPut##name(IPerfectHashIocpServer *self, VARIANT_BOOL value)                      \
    {                                                                                                                \
        return PropertyPutFlag(ComServerPropertiesOwner(ServerOf(self)), L## #name, &ServerOf(self)->member, value); \
    }

#define NUMBER_PROPERTY(name, member, least, most)                                                                    \
    HRESULT STDMETHODCALLTYPE ServerGet##name(IPerfectHashIocpServer *self, LONG *value)                              \
    {                                                                                                                 \
        return PropertyGetNumber(ComServerPropertiesOwner(ServerOf(self)), &ServerOf(self)->member, value);           \
    }                                                                                                                 \
    HRESULT STDMETHODCALLTYPE ServerPut##name(IPerfectHashIocpServer *self, LONG value)                               \
    {                                                                                                                 \
        return PropertyPutNumber(ComServerPropertiesOwner(ServerOf(self)), L## #name, &ServerOf(self)->member, least, \
                                 most, value);                                                                        \
    }

TEXT_PROPERTY(Endpoint, endpoint, PIPE_DEFAULT_ENDPOINT)
TEXT_PROPERTY(AllowUser, allowUser, NULL)
TEXT_PROPERTY(AllowedRoots, allowedRoots, NULL)
TEXT_PROPERTY(BaseOutputDirectory, baseOutputDirectory, NULL)
FLAG_PROPERTY(LocalOnly, options.localOnly)
FLAG_PROPERTY(NoFileIo, options.noFileIo)
FLAG_PROPERTY(Verbose, verbose)
FLAG_PROPERTY(BufferGuardPages, options.runtime.bufferGuardPages)
NUMBER_PROPERTY(IocpConcurrency, options.runtime.iocpConcurrency, 0, PropertyMostConcurrency)
NUMBER_PROPERTY(MaxThreads, options.runtime.maxThreads, 0, PropertyMostThreads)
NUMBER_PROPERTY(SimulatedNumaNodes, options.runtime.simulatedNumaNodes, 0, NumaExpressionMaxNodes)
NUMBER_PROPERTY(MaxRequests, options.maxRequests, 1, MostJobs)
NUMBER_PROPERTY(MaxConnections, options.maxConnections, 1, MostJobs)
NUMBER_PROPERTY(MaxConnectionsPerClient, options.maxConnectionsPerClient, 1, MostJobs)
NUMBER_PROPERTY(DrainTimeout, options.drainTimeoutMs, 0, LONG_MAX)

HRESULT STDMETHODCALLTYPE ServerGetNumaNodes(IPerfectHashIocpServer *self, BSTR *value)
{
    return PropertyGetText(ComServerPropertiesOwner(ServerOf(self)), &ServerOf(self)->numaNodes, L"all", value);
}

HRESULT STDMETHODCALLTYPE ServerPutNumaNodes(IPerfectHashIocpServer *self, BSTR value)
{
    return PropertyPutNumaNodes(ComServerPropertiesOwner(ServerOf(self)), &ServerOf(self)->numaNodes, value);
}

HRESULT STDMETHODCALLTYPE ServerGetIoMode(IPerfectHashIocpServer *self, BSTR *value)
{
    return PropertyGetIoMode(ComServerPropertiesOwner(ServerOf(self)), &ServerOf(self)->options.runtime.ioMode, value);
}

HRESULT STDMETHODCALLTYPE ServerPutIoMode(IPerfectHashIocpServer *self, BSTR value)
{
    return PropertyPutIoMode(ComServerPropertiesOwner(ServerOf(self)), &ServerOf(self)->options.runtime.ioMode, value);
}
