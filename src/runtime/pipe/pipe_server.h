/*
 * The named-pipe transport: listening instances on each node's port, a state machine for each
 * connection (connect, header, payload, dispatch, respond, next), all of it work items. Knows
 * messages, not what they mean: that is the handler's. docs/reference/protocol.md,
 * docs/explanation/security.md.
 *
 * The contract: `request` is called on a worker for each well-formed request, at most one at a time
 * for a connection; its payload lives until it returns. PipeRespond is called exactly once for it,
 * then or later, by any thread, also when the client has gone meanwhile (it then does nothing but
 * end the request). While a request is being worked on the transport watches the pipe: `closed` is
 * called once for each connection that got as far as a request, on a worker and never beside that
 * connection's `request`. It is called when the client has gone, the connection was closed for a
 * violation or a timeout, or the server stops; a request may still be open then. The memory of a
 * connection lives until `closed` was called and no request is open.
 */
#ifndef RUNTIME_PIPE_SERVER_H
#define RUNTIME_PIPE_SERVER_H

#include "annotations.h"
#include "pipe_endpoint.h"
#include "pipe_user.h"
#include "runtime/engine/runtime.h"
#include "runtime/pure/protocol.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct PipeServer PipeServer;
typedef struct PipeConnection PipeConnection;

/* The client at the other end; lives as long as the connection. */
typedef struct PipeClient {
    DWORD processId;
    /*
     * PROCESS_DUP_HANDLE | SYNCHRONIZE, or NULL when this server may not, or it is another
     * machine's: such a client gets no token
     */
    HANDLE process;
    BOOL owner;                 /* the user as whom the server runs, or SYSTEM; of no lower integrity than the server */
    HANDLE token;               /* its impersonation token, or NULL when its level is below impersonation */
    wchar_t sid[PipeUserChars]; /* its user, as text; empty: it has not said yet who it is */
} PipeClient;

typedef struct PipeServerHandler {
    void (*request)(_In_opt_ void *context, _Inout_ PipeConnection *connection, _In_ const ProtocolHeader *header,
                    _In_reads_bytes_opt_(header->payloadBytes) const void *payload);
    void (*closed)(_In_opt_ void *context, _Inout_ PipeConnection *connection);
    /* a line about what a client did, any thread; NULL: nobody asks */
    void (*log)(_In_opt_ void *context, _In_ const PipeClient *client, _In_z_ const wchar_t *text);
} PipeServerHandler;

typedef struct PipeServerOptions { /* all zero but the handler = the defaults */
    const wchar_t *endpoint;       /* a name, or \\.\pipe\name; NULL = PIPE_DEFAULT_ENDPOINT */
    BOOL acceptRemote;             /* without PIPE_REJECT_REMOTE_CLIENTS */
    const wchar_t *allowUser;      /* one more user or group, a SID as text or an account's name; NULL: none */
    /*
     * in all; 0 = 256. The last quarter is for the owner's processes, and the last quarter of that
     * for those of them that have no connection yet
     */
    DWORD maxConnections;
    DWORD maxConnectionsPerClient; /* of one process; 0 = 64 */
    /*
     * between requests; 0 = 300,000. Not while a job of the connection runs, see PipeConnectionBusy
     */
    DWORD idleTimeoutMs;
    /*
     * for the rest of a header or payload that has begun, and for a response to be taken; 0 =
     * 10,000
     */
    DWORD messageTimeoutMs;
    const PipeServerHandler *handler;
    void *context;
} PipeServerOptions;

typedef void (*PipeServerEnded)(_In_opt_ void *context);

/*
 * Makes the first instance (FILE_FLAG_FIRST_PIPE_INSTANCE) and starts to listen.
 * ERROR_ACCESS_DENIED or ERROR_PIPE_BUSY: somebody else has a pipe of that name.
 * ERROR_INVALID_NAME: not an endpoint. ERROR_NONE_MAPPED: allowUser is nobody. `ended` runs once,
 * on a worker, after PipeServerStop when the last connection is gone and the server with it: the
 * name is free. It holds the runtime until then.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    PipeServerStart(_Inout_ Runtime *runtime, _In_ const PipeServerOptions *options, PipeServerEnded ended,
                    _Outptr_ PipeServer **out);
/*
 * Closes all, except answers that are being written, which have a second to be taken. The runtime
 * is stopped after `ended`, not before. Until then clients come in: a handler that drains refuses
 * what it no longer does. Returns at once; once. Any thread.
 */
void PipeServerStop(_Inout_ PipeServer *server);

/*
 * Ends the request that the handler was given: status an HRESULT; payload is copied. TRUE: the
 * answer is on its way. FALSE: nothing of it was or will be sent: the connection has been closed,
 * or is now because there is no memory. Any thread.
 */
BOOL PipeRespond(_Inout_ PipeConnection *connection, HRESULT status,
                 _In_reads_bytes_opt_(payloadBytes) const void *payload, size_t payloadBytes);
_Ret_notnull_ const PipeClient *PipeConnectionClient(_In_ const PipeConnection *connection);
_Ret_notnull_ Node *PipeConnectionNode(_In_ const PipeConnection *connection);
/*
 * Counts jobs that this connection is waiting for: while there is one, the idle timeout does not
 * apply. Any thread.
 */
void PipeConnectionBusy(_Inout_ PipeConnection *connection, BOOL more);
/*
 * The handler's own pointer for a connection (NULL at first); only inside `request` and `closed`.
 */
_Ret_maybenull_ void *PipeConnectionData(_In_ const PipeConnection *connection);
void PipeConnectionSetData(_Inout_ PipeConnection *connection, _In_opt_ void *data);
/*
 * Inside `request`: the connection is closed when the answer to this request has been taken.
 */
void PipeConnectionLeave(_Inout_ PipeConnection *connection);
/*
 * Is `closed` being called, or was it? For those who add to what it looks at while a request is
 * open: whoever asks afterwards has the answer that `closed` did not see. Any thread.
 */
BOOL PipeConnectionEnded(_In_ const PipeConnection *connection);
/* For those that outlive the callback: hold and release the connection's memory. */
void PipeConnectionHold(_Inout_ PipeConnection *connection);
void PipeConnectionRelease(_Inout_ PipeConnection *connection);

typedef struct PipeServerNumbers {
    DWORD connections, listening;          /* now */
    ULONGLONG accepted, requests, refused; /* refused: violations, limits, timeouts */
} PipeServerNumbers;
void PipeServerCount(_Inout_ PipeServer *server, _Out_ PipeServerNumbers *out);

#ifdef __cplusplus
}
#endif
#endif
