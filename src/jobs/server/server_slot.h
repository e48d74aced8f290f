/*
 * The place of one server in this process, which can be started again once it has stopped, and its
 * counters after that. The slot's lock also guards the options that its owner keeps for the next
 * start. Any thread; no call holds the lock while it waits.
 */
#ifndef JOBS_SERVER_SLOT_H
#define JOBS_SERVER_SLOT_H

#include "annotations.h"
#include "runtime/pipe/pipe_client.h"
#include "server.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ServerSlot {        /* all zero: none has been started */
    SRWLOCK lock;                  /* guards what follows */
    Server *running;               /* from a start on, until its stop was waited for or it is started anew */
    ProtocolServerStatistics last; /* when there is none any more */
} ServerSlot;

/* Returns the state; the lock is held. */
ServerState ServerSlotState(_In_ const ServerSlot *slot);

/* Fills in the options of a start, under the lock. */
typedef void (*ServerSlotOptions)(_In_ const void *owner, _Out_ ServerOptions *out);

/* Starts the server. PERFECTHASH_E_SERVER_STATE: it runs; else as ServerStart. */
HRESULT ServerSlotStart(_Inout_ ServerSlot *slot, ServerSlotOptions options, _In_ const void *owner,
                        _Inout_opt_ Failure *failure);

/*
 * Waits until the server has stopped, and releases it and its threads; *stopped FALSE: it did not
 * stop in that time. drainMs: asks it to stop first, as ServerStop; below 0: doesn't ask.
 * E_OUTOFMEMORY: there is no memory to wait.
 */
HRESULT ServerSlotWait(_Inout_ ServerSlot *slot, LONG drainMs, DWORD milliseconds, PipeClientWait wait,
                       _Out_ BOOL *stopped);

/* As ServerSubmit; PERFECTHASH_E_SERVER_STATE: no server runs. */
HRESULT ServerSlotSubmit(_Inout_ ServerSlot *slot, _In_z_ const wchar_t *line, _In_opt_ const ServerWatcher *watcher,
                         _Outptr_result_maybenull_ TableJob **table, _Outptr_result_maybenull_ BulkJob **bulk,
                         _Out_ uint64_t *id, _Inout_opt_ Failure *failure);

/* Returns the counters, those at its end if the server has stopped. */
ProtocolServerStatistics ServerSlotStatistics(_Inout_ ServerSlot *slot);

/* Returns what tells a hang; all 0 when no server runs. */
ProtocolServerHealth ServerSlotHealth(_Inout_ ServerSlot *slot);
/* As ServerMetricsTake; nothing is added when no server runs. */
void ServerSlotMetrics(_Inout_ ServerSlot *slot, _Inout_ Utf8Text *text);
/* As ServerListTake; empty when no server runs. */
_Ret_maybenull_ JobList *ServerSlotJobs(_Inout_ ServerSlot *slot);

#ifdef __cplusplus
}
#endif
#endif
