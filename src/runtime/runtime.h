/*
 * The I/O completion port runtime: nodes, each with a port, workers, buffer pools and timers. Knows Win32 and nothing of keys, graphs
 * or COM. Any thread may call anything here unless it says otherwise.
 */
#ifndef RUNTIME_RUNTIME_H
#define RUNTIME_RUNTIME_H

#include "buffer.h"
#include "file.h"
#include "rundown.h"
#include "timer.h"
#include "work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Runtime Runtime;
typedef enum IoMode { IoOverlapped, IoMapped } IoMode;

typedef struct RuntimeOptions {         /* all zero = the defaults */
    DWORD iocpConcurrency;              /* threads that a port lets run at once; 0 = the node's processors */
    DWORD maxThreads;                   /* upper bound of workers a node; 0 = iocpConcurrency x 2 */
    const wchar_t *numaNodes;           /* NULL or "all", "0", "0,2-3" */
    DWORD simulatedNumaNodes;           /* 0 = what the machine says */
    BOOL bufferGuardPages;
    IoMode ioMode;
} RuntimeOptions;

typedef struct RuntimeStatistics {
    DWORD nodes, workers;               /* workers: threads that run now */
    ULONGLONG itemsRun, filesRead, filesWritten, bytesRead, bytesWritten;
    ULONGLONG bufferHits, bufferMisses, buffersInUse, buffersHighWater, bufferBytes;
} RuntimeStatistics;

/* Checks the options and makes the nodes; workers start on demand. ERROR_INVALID_PARAMETER names nothing: check NumaExpressionParse first. */
DWORD RuntimeStart(const RuntimeOptions *options, Runtime **out);

/*
 * The rundown: refuses new work, cancels I/O and timers, waits for every counter to reach zero, joins the workers, frees. Blocks the caller; when
 * the caller is one of the runtime's own workers it returns at once and the teardown is finished by another thread.
 */
void RuntimeStop(Runtime *runtime);

/* The node with the least in flight (single work), or the next one in turn (bulk). */
Node *RuntimeNode(Runtime *runtime, BOOL bulk);
Runtime *NodeRuntime(Node *node);
DWORD NodeWorkers(Node *node);              /* upper bound of this node's workers */

/* What must be over before the runtime may go: jobs hold it from start to finish. FALSE: the runtime is stopping. */
BOOL RuntimeHold(Runtime *runtime);
void RuntimeRelease(Runtime *runtime);

void RuntimeStatisticsTake(Runtime *runtime, RuntimeStatistics *out);   /* without stopping the world */

#ifdef __cplusplus
}
#endif
#endif
