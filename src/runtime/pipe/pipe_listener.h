/*
 * The server and its listening instances: a few on each node's port, so that clients who come at
 * once find one each. One that has got a client is replaced before that client is served; where
 * that fails it is tried again until it succeeds. The pipe's name is never without an instance of
 * ours while the server takes connections, so that nobody else can take it. Any thread.
 */
#ifndef RUNTIME_PIPE_LISTENER_H
#define RUNTIME_PIPE_LISTENER_H

#include "pipe_connection.h"
#include "pipe_security.h"
#include "runtime/engine/runtime_state.h"
#include "runtime/pure/atomic.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    PipeListenersANode = 4,
    PipeSilentMs = 10000 /* who has said nothing for so long gives way to one for whom there is no place */
};

typedef struct PipeListener {
    PipeServer *server;
    Node *node;
    AtomicLong listening; /* instances */
    AtomicLong retrying;
    Timer retry;
} PipeListener;

struct PipeServer {
    Runtime *runtime;
    Rundown rundown; /* one hold until it is stopped, one for each connection and each retry */
    PipeServerHandler handler;
    void *context;
    PipeServerEnded ended;
    WorkItem endItem;
    wchar_t name[PipeEndpointChars];
    PipeSecurity security;
    BOOL acceptRemote;
    DWORD maxConnections, maxConnectionsPerClient, idleTimeoutMs, messageTimeoutMs, silentMs;

    SRWLOCK lock; /* guards what follows */
    List all;
    BOOL stopping;
    DWORD connections;
    ULONGLONG accepted;

    SRWLOCK handlesLock; /* guards the instances' coming and going */
    DWORD handles;
    HANDLE parked; /* the last one, disconnected: kept for its name, and for this node */
    Node *parkedNode;

    volatile LONG64 requests, refused;
    DWORD listenerCount;
    PipeListener listeners[TopologyMaxNodes];
};

void PipeListenerInit(PipeListener *listener, PipeServer *server, Node *node);
/* The server's first instance: somebody else may have the name. */
DWORD PipeListenerFirst(PipeListener *listener);
/* As many as there should be. */
void PipeListenerFill(PipeListener *listener);
/* The end of a connection's instance; pipe may be NULL. */
void PipeListenerCloseHandle(PipeServer *server, HANDLE pipe, Node *node);

void PipeServerLog(PipeServer *server, const PipeClient *client, const wchar_t *format, ...);

#ifdef __cplusplus
}
#endif
#endif
