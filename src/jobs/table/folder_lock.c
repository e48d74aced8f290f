/*
 * See folder_lock.h. One list for all folders of the process, in the order of arrival: as long as
 * the tables being made, so short.
 */
#include "folder_lock.h"

#include <wchar.h>

#include "runtime/base/win32_calls.h"
#include "runtime/engine/identity.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/check.h"

static struct {
    SRWLOCK lock;
    FolderLock *first;
} line = {SRWLOCK_INIT, NULL};

/* The file system's idea of one name: case doesn't count, in any script. */
static BOOL SameFolder(const FolderLock *a, const FolderLock *b)
{
    return a->length == b->length &&
           CompareStringOrdinal(a->folder, (int)a->length, b->folder, (int)b->length, TRUE) == CSTR_EQUAL;
}

/* The first other one at this folder whose state is at least that; NULL: none. */
static FolderLock *FolderLockAnother(const FolderLock *lock, int state)
{
    FolderLock *at = line.first;
    while (at != NULL && (at == lock || (int)at->state < state || !SameFolder(at, lock)))
        at = at->next;
    return at;
}

static void FolderLockCame(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    FolderLock *lock = CONTAINING_RECORD(item, FolderLock, item);
    (void)worker;
    (void)error; /* a runtime that stops brings the lock all the same: the owner finds out by itself */
    (void)bytes;
    RundownRelease(lock->rundown);
}

static void FolderLockFill(FolderLock *lock, const wchar_t *folder)
{
    lock->folder = folder;
    lock->length = wcslen(folder);
    lock->state = FolderLockNone;
    lock->inheritsEmpty = FALSE;
    lock->next = NULL;
}

/* The functions from here on to the public ones run under the line's lock. */

static void FolderLockAppend(FolderLock *lock)
{
    FolderLock **end = &line.first;
    while (*end != NULL)
        end = &(*end)->next;
    *end = lock;
}

static void FolderLockUnlink(FolderLock *lock)
{
    FolderLock **at = &line.first;
    while (*at != lock)
        at = &(*at)->next;
    *at = lock->next;
}

/* FALSE: the owner is cancelled, and waits for nothing. */
static BOOL FolderLockWait(FolderLock *lock, int state)
{
    if (lock->cancelled != NULL && AtomicRead(lock->cancelled))
        return FALSE;
    lock->state = state;
    const DWORD error = WorkItemSubmit(&lock->item, lock->node);
    RuntimeCheck(error == ERROR_SUCCESS, "a job that takes a folder's lock works on a node without workers");
    (void)error;
    RundownHold(lock->rundown);
    return TRUE;
}

/* Ends a wait. The lock may be gone afterwards. */
static void FolderLockWake(FolderLock *lock, int state)
{
    lock->state = state;
    WorkItemComplete(&lock->item, lock->node, 0);
}

/* The folder has been removed: those that wait to come are there. */
static void FolderLockWakeComing(const FolderLock *remover)
{
    for (FolderLock *at = line.first, *next; at != NULL; at = next) {
        next = at->next;
        if (at->state == FolderLockComes && SameFolder(at, remover))
            FolderLockWake(at, FolderLockNone);
    }
}

/* Asks the disk, without the lock; only an empty folder goes. */
static void FolderLockRemoveFolder(FolderLock *lock, const wchar_t *extendedFolder)
{
    lock->state = FolderLockRemoves; /* nobody comes meanwhile */
    ReleaseSRWLockExclusive(&line.lock);
    Win32RemoveFolder(extendedFolder);
    AcquireSRWLockExclusive(&line.lock);
    FolderLockWakeComing(lock);
}

/* ---- the public ones ---- */

BOOL FolderLockJoin(FolderLock *lock, const wchar_t *folder, Node *node, Rundown *rundown)
{
    FolderLockFill(lock, folder);
    lock->node = node;
    lock->rundown = rundown;
    WorkItemInit(&lock->item, FolderLockCame);
    IdentityCarry(&lock->item);
    AcquireSRWLockExclusive(&line.lock);
    FolderLockAppend(lock);
    const BOOL waits = FolderLockAnother(lock, FolderLockRemoves) != NULL && FolderLockWait(lock, FolderLockComes);
    ReleaseSRWLockExclusive(&line.lock);
    return waits;
}

BOOL FolderLockAcquire(FolderLock *lock)
{
    AcquireSRWLockExclusive(&line.lock);
    const BOOL isTaken = FolderLockAnother(lock, FolderLockWaits) != NULL;
    const BOOL waits = isTaken && FolderLockWait(lock, FolderLockWaits);
    if (!isTaken)
        lock->state = FolderLockHeld;
    ReleaseSRWLockExclusive(&line.lock);
    return waits;
}

BOOL FolderLockTry(FolderLock *lock, const wchar_t *folder)
{
    FolderLockFill(lock, folder);
    AcquireSRWLockExclusive(&line.lock);
    const BOOL isFree = FolderLockAnother(lock, FolderLockWaits) == NULL;
    if (isFree) {
        lock->state = FolderLockHeld;
        FolderLockAppend(lock);
    }
    ReleaseSRWLockExclusive(&line.lock);
    if (!isFree)
        lock->folder = NULL;
    return isFree;
}

void FolderLockLeave(FolderLock *lock, BOOL made, const wchar_t *extendedFolder)
{
    if (lock->folder == NULL)
        return;
    AcquireSRWLockExclusive(&line.lock);
    FolderLock *next = lock->state == FolderLockHeld ? FolderLockAnother(lock, FolderLockWaits) : NULL;
    if (made || lock->inheritsEmpty) {
        FolderLock *heir = FolderLockAnother(lock, FolderLockNone);
        if (heir != NULL)
            heir->inheritsEmpty = TRUE;
        else
            FolderLockRemoveFolder(lock, extendedFolder);
    }
    FolderLockUnlink(lock);
    if (next != NULL)
        FolderLockWake(next, FolderLockHeld);
    ReleaseSRWLockExclusive(&line.lock);
    lock->folder = NULL;
}

BOOL FolderLockIsAwaited(const FolderLock *lock)
{
    const int state = (int)lock->state;
    return state == FolderLockComes || state == FolderLockWaits;
}

void FolderLockWithdrawCancelled(void)
{
    AcquireSRWLockExclusive(&line.lock);
    for (FolderLock *at = line.first, *next; at != NULL; at = next) {
        next = at->next;
        if ((at->state == FolderLockComes || at->state == FolderLockWaits) && at->cancelled != NULL &&
            AtomicRead(at->cancelled))
            FolderLockWake(at, FolderLockNone);
    }
    ReleaseSRWLockExclusive(&line.lock);
}
