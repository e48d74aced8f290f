/*
 * The client's side of the pipe: one connection, one request at a time, on the caller's thread.
 * Every wait has a limit, goes by `wait`, and also ends when `cancel` is set or the server has
 * gone. Nothing is sent before the server's process is known to be of the same user, of SYSTEM, or
 * the service's. Not shared between threads without a lock of the owner's.
 */
#ifndef RUNTIME_PIPE_CLIENT_H
#define RUNTIME_PIPE_CLIENT_H

#include <windows.h>

#include "annotations.h"
#include "runtime/pure/protocol.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct PipeClientConnection PipeClientConnection;

/* Waits as WaitForMultipleObjects does, for any of the handles. */
typedef DWORD (*PipeClientWait)(DWORD count, _In_reads_(count) const HANDLE *handles, DWORD milliseconds);

typedef struct PipeClientOptions { /* all zero = the defaults */
    const wchar_t *endpoint;       /* as in PipeServerOptions; NULL = PIPE_DEFAULT_ENDPOINT */
    /*
     * while all instances are busy, and with waitForServer while there is none; 0 = 5,000; INFINITE
     */
    DWORD connectTimeoutMs;
    BOOL waitForServer;     /* a pipe that isn't there yet is waited for; else it fails at once */
    DWORD answerTimeoutMs;  /* 0 = 30,000; INFINITE: until the server has gone */
    HANDLE cancel;          /* an event of the caller's, or NULL; it outlives the connection */
    PipeClientWait wait;    /* how the caller's thread waits, e.g. going on with messages. NULL: it just waits */
    DWORD *serverProcessId; /* gets the server's process as soon as it is known, trusted or not; NULL: nobody asks */
} PipeClientOptions;

/*
 * ERROR_FILE_NOT_FOUND: no server; ERROR_SEM_TIMEOUT: not in time; ERROR_ACCESS_DENIED: the pipe
 * does not let this user in; ERROR_TRUST_FAILURE: the pipe's server is somebody else's process;
 * ERROR_INVALID_NAME: not an endpoint; ERROR_CANCELLED.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    PipeClientConnect(_In_ const PipeClientOptions *options, _Outptr_ PipeClientConnection **out);
void PipeClientClose(_Inout_opt_ PipeClientConnection *connection); /* NULL is allowed */

/*
 * Sends a request and takes its answer: *status and *answer (PipeClientFree) are the answer's; a
 * NUL character stands behind its bytes. A Win32 code when there is none:
 * ERROR_BROKEN_PIPE: the server has gone; ERROR_SEM_TIMEOUT; ERROR_CANCELLED; ERROR_INVALID_DATA:
 * not an answer of this protocol (the connection is of no use afterwards); ERROR_REVISION_MISMATCH:
 * the server speaks another version, which is in *status.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    PipeClientRequest(_Inout_ PipeClientConnection *connection, ProtocolType type, uint32_t flags,
                      _In_reads_bytes_opt_(payloadBytes) const void *payload, size_t payloadBytes,
                      _Always_(_Out_) HRESULT *status, _Outptr_result_maybenull_ void **answer,
                      _Out_ size_t *answerBytes);
void PipeClientFree(_In_opt_ void *answer);

/* SYNCHRONIZE; NULL when it may not be opened. The connection's own */
HANDLE PipeClientServerProcess(_In_ const PipeClientConnection *connection);
DWORD PipeClientServerProcessId(_In_ const PipeClientConnection *connection);
/* Is the other end still there? Sends nothing. */
BOOL PipeClientAlive(_Inout_ PipeClientConnection *connection);

#ifdef __cplusplus
}
#endif
#endif
