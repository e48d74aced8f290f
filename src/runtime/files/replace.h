/*
 * The one way in which a file that is whole takes the place of another: a table's, a pack, CSV and
 * JSON. Before the work the maker of a file looks at the target. Once the file is whole it is put
 * in place, again and again for a bounded time where somebody has the target open for a moment (a
 * virus scanner, an indexer). A file that can't be put in place is kept under another name. All
 * paths are canonical (runtime/base/path.h). Short, synchronous calls, except as said; any thread.
 */
#ifndef RUNTIME_REPLACE_H
#define RUNTIME_REPLACE_H

#include "annotations.h"
#include "runtime/engine/timer.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

/* So often a target that is open elsewhere is asked for again, the first time after 10 ms and each
 * time after twice as long: 2.55 s in all. */
enum { ReplaceTries = 8, ReplaceFirstDelayMs = 10 };

/*
 * Could a file take the place of the target now? ERROR_SUCCESS also where nothing is there.
 * ERROR_SHARING_VIOLATION: somebody has it open. ERROR_ACCESS_DENIED: it is read-only, a directory,
 * or not the caller's to delete.
 */
DWORD ReplaceLook(_In_z_ const wchar_t *target);

/*
 * Renames the open file to the target, over what is there; by POSIX semantics where the system and
 * the volume have them, so that who reads the old file keeps it. On a failure nothing has changed.
 */
DWORD ReplacePut(HANDLE file, _In_z_ const wchar_t *target);

/*
 * Renames the open file to a free name beside the target, <target>.new or <target>.new2 to .new9:
 * it stays when it is closed. *kept (Win32Free) is that name. A failure leaves the file as it was.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    ReplaceKeep(HANDLE file, _In_z_ const wchar_t *target, _Outptr_ wchar_t **kept);

/* The bytes of the open file, and the names of a folder, are on the disk when these return. */
DWORD ReplaceFlush(HANDLE file);
DWORD ReplaceFlushPath(_In_z_ const wchar_t *path); /* the same of a file that is not open */
DWORD ReplaceFlushFolder(_In_z_ const wchar_t *folder);
DWORD ReplaceFlushName(_In_z_ const wchar_t *path); /* the names of the folder that the path is in */

/* A target that is waited for; all zero at first. */
typedef struct ReplaceWait {
    Timer timer;
    Rundown *rundown;
    DWORD tries;
    BOOL stopped; /* the runtime's stop has ended the wait */
} ReplaceWait;

/* How long to wait before the next try, in milliseconds; 0: no longer. */
DWORD ReplaceDelayMs(DWORD error, DWORD tries);

/*
 * Puts the file in place, or with NULL looks whether it can be; waits on the caller's own thread as
 * long as ReplaceDelayMs says. Never on a worker.
 */
DWORD ReplaceBlocking(HANDLE file, _In_z_ const wchar_t *target);

/* Writes the whole of a file, or returns an error. */
typedef DWORD (*ReplaceWriter)(HANDLE file, _In_opt_ const void *context);

/*
 * Makes the temporary file, has it written, and puts it in place as ReplaceBlocking does. A file
 * that can't be put in place is kept under the name *kept (ReplaceKeep), which is not touched
 * otherwise. A file that was not written to its end is deleted. It stays open until it has its
 * name, so that a sweep of the folder spares it. Never on a worker.
 */
DWORD ReplaceWritten(_In_z_ const wchar_t *target, _In_z_ const wchar_t *temporary, ReplaceWriter write,
                     _In_opt_ const void *context, _Inout_ wchar_t **kept);

/*
 * TRUE: the error may pass, and the rundown has a hold until it is time to try again. FALSE: the
 * error stays; it is ERROR_SHUTDOWN_IN_PROGRESS where the runtime's stop leaves no time to wait. On
 * a worker, which doesn't wait.
 */
BOOL ReplaceWaits(_Inout_ ReplaceWait *wait, _Inout_ Node *node, _Inout_ Rundown *rundown, _Inout_ DWORD *error);

#ifdef __cplusplus
}
#endif
#endif
