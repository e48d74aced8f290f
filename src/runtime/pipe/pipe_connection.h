/*
 * A connection of the pipe server, from the listening instance to its end, for the server's own
 * parts. `operations` counts what is under way on the pipe and ends the connection; `memory` counts
 * who may still look at it. The lock is held for a few lines and a non-blocking call at a time;
 * order: the server's lock, then a connection's. What is marked (L) is called and used under the
 * connection's lock.
 */
#ifndef RUNTIME_PIPE_CONNECTION_H
#define RUNTIME_PIPE_CONNECTION_H

#include "pipe_server.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/list.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum PipePhase {
    PipeListening,
    PipeHeader,  /* of the next request; read ahead while one is open */
    PipePayload, /* until `request` has returned */
    PipeDiscard  /* the last answer was sent: waits for the client to go */
} PipePhase;

struct PipeConnection {
    PipeServer *server;
    struct PipeListener *listener; /* of its node */
    Node *node;
    HANDLE pipe;
    BOOL remote;   /* its process may be another machine's; once it is connected */
    ListLink link; /* of the server's list, under its lock, and so are the next two */
    BOOL accepted; /* counts as a connection */
    ULONGLONG acceptedMs;
    AtomicLong spoke; /* its client has sent a whole header */
    Rundown operations, memory;
    SRWLOCK lock;

    /* (L) */
    PipePhase phase;
    BOOL closing;   /* nothing is started any more */
    BOOL reading;   /* the read item is under way: connects, reads, or goes on with what was read */
    BOOL open;      /* `request` was called for a request that has not been answered */
    BOOL answering; /* an answer is being written */
    BOOL last;      /* it is the connection's last one: the client may take his time to read it and go */
    /*
     * when it is written the connection is closed: the server stops, or has let him in for this
     * word alone
     */
    BOOL leave;
    BOOL timed;                                           /* the rest of a message has its deadline */
    BOOL known, served;                                   /* `client` is filled in; `request` was called */
    ULONGLONG readDeadline, writeDeadline, timerDeadline; /* 0: none; the last: when the timer fires */
    DWORD filled;                                         /* bytes of the header or payload */
    BYTE header[ProtocolHeaderBytes];
    ProtocolHeader request;
    /*
     * A short payload has room here, so that control requests take nothing from the pool, which
     * data may have filled.
     */
    BYTE shortPayload[ProtocolShortBytes];
    Buffer *payload, *answer; /* payload: NULL for none or a short one; answer: when it is longer than brief */
    BufferRequest wanted;     /* the payload's buffer */
    BOOL parked;              /* ... is waited for: that is no time of the client's */
    BYTE brief[ProtocolHeaderBytes + 256];
    const BYTE *unsent;
    size_t unsentBytes;

    WorkItem readItem, writeItem, endItem;
    Timer timer;
    AtomicLong busy, ended; /* ended: `closed` is about to be called */
    PipeClient client;
    void *data; /* the handler's */
};

/* A connection without a pipe, which holds the server; NULL: out of memory. */
PipeConnection *PipeConnectionMake(struct PipeListener *listener);
void PipeConnectionDrop(PipeConnection *connection); /* of which nothing was begun; closes its pipe */
/*
 * Into the server's list, under its lock, as its first operation begins: from here on it is ended
 * by PipeConnectionClose.
 */
void PipeConnectionLink(PipeConnection *connection);

/* (L) Once: cancels what is under way. The end comes as a work item when that is over. */
void PipeConnectionClose(PipeConnection *connection);
/* (L) The same, for a reason that the log tells. */
void PipeConnectionRefuse(PipeConnection *connection, const wchar_t *why);
/* Stops the connection for PipeServerStop. Under the server's lock. */
void PipeConnectionStop(PipeConnection *connection);

/*
 * (L) When a read or an answer must be over; 0: no more. Without memory for a timer the connection
 * is closed.
 */
void PipeConnectionReadWithin(PipeConnection *connection, DWORD milliseconds);
void PipeConnectionAnswerWithin(PipeConnection *connection, DWORD milliseconds);

/* (L) Is there work under way for the client, so that he may be silent? */
BOOL PipeConnectionWorks(const PipeConnection *connection);

/* ---- pipe_connection_read.c ---- */

/* (L) The first read, on a worker. */
void PipeConnectionBegin(PipeConnection *connection);
/* (L) An answer has been written, on any thread: goes on with what was read meanwhile. */
void PipeConnectionNext(PipeConnection *connection);
/* (L) After the last answer: reads and forgets until the client goes. */
void PipeConnectionDiscard(PipeConnection *connection);
/* the read item's callback once there is a client */
void PipeConnectionRead(WorkItem *item, Worker *worker, DWORD error, DWORD bytes);

/* ---- pipe_connection_write.c ---- */

/*
 * (L) The last answer of a connection, by the transport itself: it is closed when the client has
 * taken it.
 */
void PipeConnectionAnswerLast(PipeConnection *connection, uint16_t type, uint64_t requestId, HRESULT status,
                              const wchar_t *text);
void PipeConnectionWritten(WorkItem *item, Worker *worker, DWORD error, DWORD bytes); /* the write item's callback */

#ifdef __cplusplus
}
#endif
#endif
