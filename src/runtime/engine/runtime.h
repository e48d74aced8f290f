/*
 * The I/O completion port runtime: nodes, each with a port, workers, buffer pools and timers. Knows
 * Win32 and nothing of keys, graphs or COM. Any thread may call anything here unless it says
 * otherwise.
 */
#ifndef RUNTIME_RUNTIME_H
#define RUNTIME_RUNTIME_H

#include "admission.h"
#include "annotations.h"
#include "buffer.h"
#include "memory_budget.h"
#include "runtime/base/code_place.h"
#include "runtime/pure/io_mode.h"
#include "runtime/pure/rundown.h"
#include "timer.h"
#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Runtime Runtime;

typedef struct RuntimeOptions { /* all zero = the defaults */
    DWORD iocpConcurrency;      /* threads that a port lets run at once; 0 = the node's processors */
    DWORD maxThreads;           /* upper bound of workers a node, at most 1024; 0 = iocpConcurrency x 2 */
    const wchar_t *numaNodes;   /* NULL or "all", "0", "0,2-3" */
    DWORD simulatedNumaNodes;   /* at most 64; 0 = what the machine says. numaNodes selects among them */
    BOOL bufferGuardPages;
    IoMode ioMode;
    BOOL writeThrough;           /* files reach the disk before their write is over; else when the system likes */
    int workerPriority;          /* THREAD_PRIORITY_NORMAL (0) and its like */
    ULONGLONG bufferBudgetBytes; /* of each node's pool; 0 = a quarter of the memory, shared by the nodes */
    DWORD bufferTrimAfterMs;     /* idle buffers are freed after that time without use; 0 = 10,000 */
} RuntimeOptions;

typedef struct RuntimeStatistics {
    DWORD nodes, workers; /* workers: threads that run now */
    ULONGLONG itemsRun, filesRead, filesWritten, bytesRead, bytesWritten;
    ULONGLONG bufferHits, bufferMisses, buffersInUse, buffersHighWater, bufferBytes;
    ULONGLONG timersRun, bufferExhausted;
    DWORD inFlight, parked;                                       /* items; all that wait for one of these: */
    DWORD parkedBuffers, parkedMemory, parkedQuotas, parkedLarge; /* quotas': jobs, as the two around it */
    ULONGLONG reservedBytes, budgetBytes; /* by jobs; of the budget that buffers count against, too */
    DWORD timersWaiting;
    ULONGLONG oldestCallbackMs; /* how long the one that has run the longest runs; 0: none runs */
} RuntimeStatistics;

/*
 * Checks the options and makes the nodes; workers start on demand. ERROR_INVALID_PARAMETER names
 * nothing: check RuntimeNodesParse first.
 */
_Success_(return == ERROR_SUCCESS) DWORD RuntimeStart(_In_ const RuntimeOptions *options, _Outptr_ Runtime **out);

/*
 * Checks a node selection. ERROR_SUCCESS: it is right. ERROR_INVALID_PARAMETER: *errorAt (may be
 * NULL) is the index of the character at fault. Other errors: the machine can't be asked.
 * simulatedNumaNodes is as in the options.
 */
DWORD RuntimeNodesParse(_In_opt_z_ const wchar_t *numaNodes, DWORD simulatedNumaNodes,
                        _Always_(_Out_opt_) size_t *errorAt);

/*
 * The rundown: refuses new work, cancels I/O and timers, waits for every counter to reach zero,
 * joins the workers, frees. Blocks the caller; when the caller is one of the runtime's own workers
 * it returns at once and the teardown is finished by another thread.
 */
void RuntimeStop(_Inout_opt_ Runtime *runtime);
/* Begins the same rundown and never waits: the last worker frees. NULL is allowed in both. */
void RuntimeAbandon(_Inout_opt_ Runtime *runtime);
/* Is any runtime of this process not freed yet? Its workers still run this code. */
BOOL RuntimesLeft(void);
BOOL RuntimeIsWorker(_Inout_ Runtime *runtime); /* is the calling thread one of its workers? */

/* The node with the least in flight (single work), or the next one in turn (bulk). */
_Ret_notnull_ Node *RuntimeNode(_Inout_ Runtime *runtime, BOOL bulk);
DWORD RuntimeNodeCount(_In_ const Runtime *runtime);
_Ret_notnull_ Node *RuntimeNodeAt(_Inout_ Runtime *runtime, DWORD index); /* of RuntimeNodeCount */
_Ret_notnull_ Runtime *NodeRuntime(_Inout_ Node *node);
DWORD NodeNumber(_In_ const Node *node); /* as users select it */
DWORD NodeWorkers(_Inout_ Node *node);   /* upper bound of this node's workers */

ULONGLONG RuntimeMemoryBudget(_In_ const Runtime *runtime); /* bytes, of all nodes: see memory_budget.h */

/*
 * Holds the runtime, which goes only after the last release: jobs hold it from start to finish.
 * FALSE: the runtime is stopping.
 */
BOOL RuntimeHold(_Inout_ Runtime *runtime);
void RuntimeRelease(_Inout_ Runtime *runtime);

void RuntimeStatisticsTake(_Inout_ Runtime *runtime, _Out_ RuntimeStatistics *out); /* without stopping the world */

/* The buffers of one size on all nodes. */
typedef struct BufferClassStatistics {
    size_t bytes;                                        /* payload */
    ULONGLONG hits, misses, inUse, highWater, exhausted; /* exhausted: how often the budget was in the way */
} BufferClassStatistics;
/*
 * Fills at most `capacity` entries, one for each size that was ever asked for, smallest first;
 * returns how many there are.
 */
size_t RuntimeBufferStatistics(_Inout_ Runtime *runtime, _Out_writes_(capacity) BufferClassStatistics *out,
                               size_t capacity);

/*
 * The last events of each worker as lines of text, oldest first. What runs meanwhile may show half.
 * This and the next two take no lock, as a worker may hang in it.
 */
typedef void (*RuntimeTraceLine)(_In_opt_ void *context, _In_z_ const char *text);
void RuntimeTraceWrite(_Inout_ Runtime *runtime, _In_ RuntimeTraceLine line, _In_opt_ void *context);
/*
 * A page of it, of one worker, and *next is the number of the page after it, 0: there is none. 0 is
 * the first. FALSE: there is no such page.
 */
_Success_(return ) BOOL RuntimeTracePage(_Inout_ Runtime *runtime, uint64_t page, _In_ RuntimeTraceLine line,
                                         _In_opt_ void *context, _Out_ uint64_t *next);

/* A callback that has run for long. */
typedef struct RuntimeHang {
    DWORD node, worker, threadId;
    ULONGLONG ranMs;
    uint64_t page;                 /* its worker's of RuntimeTracePage */
    char callback[CodePlaceChars]; /* where its code is */
} RuntimeHang;
/* Finds one that has run for so long and has not been told. One thread alone asks a runtime. */
_Success_(return ) BOOL RuntimeHangNext(_Inout_ Runtime *runtime, ULONGLONG leastMs, _Out_ RuntimeHang *out);

#ifdef __cplusplus
}
#endif
#endif
