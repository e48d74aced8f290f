/* What the files of the IocpServer class share: server.c (life, requests), server_properties.c. */
#ifndef COM_SERVER_OBJECT_H
#define COM_SERVER_OBJECT_H

#include "PerfectHash.h"
#include "com/events/event_container.h"
#include "com/events/server_events.h"
#include "com/object/object.h"
#include "com/object/properties.h"
#include "jobs/server/server.h"

typedef struct ServerObject {
    Object object;
    Interface server;
    EventContainer container;
    ServerEvents *events;                                                           /* held */
    SRWLOCK lock;                                                                   /* guards what follows */
    ServerOptions options;                                                          /* but for its texts */
    wchar_t *endpoint, *allowUser, *allowedRoots, *baseOutputDirectory, *numaNodes; /* NULL: the default */
    BOOL verbose;
    Server *running;               /* from Start on, until its stop was waited for or it is started anew */
    ProtocolServerStatistics last; /* when there is none any more */
} ServerObject;

static inline ServerObject *ServerOf(IPerfectHashIocpServer *self)
{
    return (ServerObject *)ObjectOf(self);
}

/* server_properties.c */
#define SERVER_PROPERTY(name, type)                                                       \
    HRESULT STDMETHODCALLTYPE ServerGet##name(IPerfectHashIocpServer *self, type *value); \
    HRESULT STDMETHODCALLTYPE ServerPut##name(IPerfectHashIocpServer *self, type value);
SERVER_PROPERTY(Endpoint, BSTR)
SERVER_PROPERTY(LocalOnly, VARIANT_BOOL)
SERVER_PROPERTY(IocpConcurrency, LONG)
SERVER_PROPERTY(MaxThreads, LONG)
SERVER_PROPERTY(NumaNodes, BSTR)
SERVER_PROPERTY(SimulatedNumaNodes, LONG)
SERVER_PROPERTY(BufferGuardPages, VARIANT_BOOL)
SERVER_PROPERTY(NoFileIo, VARIANT_BOOL)
SERVER_PROPERTY(Verbose, VARIANT_BOOL)
SERVER_PROPERTY(IoMode, BSTR)
SERVER_PROPERTY(AllowedRoots, BSTR)
SERVER_PROPERTY(AllowUser, BSTR)
SERVER_PROPERTY(MaxRequests, LONG)
SERVER_PROPERTY(BaseOutputDirectory, BSTR)
SERVER_PROPERTY(DrainTimeout, LONG)
SERVER_PROPERTY(MaxConnections, LONG)
SERVER_PROPERTY(MaxConnectionsPerClient, LONG)
#undef SERVER_PROPERTY

#endif
