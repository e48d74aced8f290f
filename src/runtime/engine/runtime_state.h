/* The parts of a runtime, for the runtime's own files. */
#ifndef RUNTIME_RUNTIME_STATE_H
#define RUNTIME_RUNTIME_STATE_H

#include "node.h"
#include "runtime.h"
#include "runtime/base/code_place.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef ULONG(NTAPI *StatusToError)(LONG status);
typedef struct SharedRuntime SharedRuntime; /* shared_runtime.c */

struct Runtime {
    Rundown rundown;          /* one hold for the running state, one for each busy node, one for each RuntimeHold */
    AtomicLong stopping;      /* RuntimeStop was called */
    AtomicLong quitting;      /* nothing is in flight any more: workers leave */
    AtomicLong orphaned;      /* nobody waits for the end: the last one out frees */
    AtomicLong threadsInside; /* workers that have not left, and who finishes the rundown */
    AtomicLong users;         /* those who hold it by RuntimeHold */
    SharedRuntime *shared;    /* owned; NULL: it is not shared */
    AtomicLong nextNode;      /* round-robin of RuntimeNode */
    HANDLE drained;           /* set when the rundown is finished */
    StatusToError statusToError;
    CodeModule module;        /* of the callbacks */
    ULONGLONG longBatchTicks; /* a batch that takes longer is given back to the port */
    DWORD trimAfterMs;
    BOOL bufferGuardPages, writeThrough;
    int workerPriority;
    IoMode ioMode;
    DWORD nodeCount;
    Node *nodes[TopologyMaxNodes];
};

static inline BOOL RuntimeStopping(const Runtime *runtime)
{
    return AtomicRead(&runtime->stopping) != 0;
}
static inline BOOL RuntimeQuitting(const Runtime *runtime)
{
    return AtomicRead(&runtime->quitting) != 0;
}

/* Returns that many bytes of memory, or as many as the process may have by its job object. */
ULONGLONG RuntimeMemoryWithin(ULONGLONG bytes, const JOBOBJECT_EXTENDED_LIMIT_INFORMATION *limits);

/* A worker's last step but one: whoever is the last one out of an orphaned runtime frees it. */
void RuntimeLeave(Runtime *runtime);

/* The last user has left; the caller still holds the runtime's rundown. */
void SharedRuntimeUnused(SharedRuntime *shared);

#ifdef __cplusplus
}
#endif
#endif
