/*
 * See folder_lock.h. One list for all folders of the process, in the order of arrival: as long as
 * the tables being made, so short.
 */
#include "folder_lock.h"

#include <wchar.h>

#include "runtime/engine/identity.h"
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

void FolderLockJoin(FolderLock *lock, const wchar_t *folder)
{
    lock->folder = folder;
    lock->length = wcslen(folder);
    lock->state = FolderLockNone;
    lock->inheritsEmpty = FALSE;
    lock->next = NULL;
    AcquireSRWLockExclusive(&line.lock);
    FolderLock **end = &line.first;
    while (*end != NULL)
        end = &(*end)->next;
    *end = lock;
    ReleaseSRWLockExclusive(&line.lock);
}

void FolderLockAcquire(FolderLock *lock, Node *node, Rundown *rundown)
{
    lock->node = node;
    lock->rundown = rundown;
    WorkItemInit(&lock->item, FolderLockCame);
    IdentityCarry(&lock->item);
    AcquireSRWLockExclusive(&line.lock);
    const BOOL waits = FolderLockAnother(lock, FolderLockWaits) != NULL;
    lock->state = waits ? FolderLockWaits : FolderLockHeld;
    if (waits) {
        const DWORD error = WorkItemSubmit(&lock->item, node);
        RuntimeCheck(error == ERROR_SUCCESS, "a job that takes a folder's lock works on a node without workers");
        (void)error;
        RundownHold(rundown);
    }
    ReleaseSRWLockExclusive(&line.lock);
}

BOOL FolderLockTry(FolderLock *lock)
{
    AcquireSRWLockExclusive(&line.lock);
    const BOOL isFree = FolderLockAnother(lock, FolderLockWaits) == NULL;
    if (isFree)
        lock->state = FolderLockHeld;
    ReleaseSRWLockExclusive(&line.lock);
    return isFree;
}

void FolderLockLeave(FolderLock *lock, BOOL made, const wchar_t *extendedFolder)
{
    if (lock->folder == NULL)
        return;
    AcquireSRWLockExclusive(&line.lock);
    FolderLock **at = &line.first;
    while (*at != lock)
        at = &(*at)->next;
    *at = lock->next;
    FolderLock *next = lock->state == FolderLockHeld ? FolderLockAnother(lock, FolderLockWaits) : NULL;
    if (next != NULL)
        next->state = FolderLockHeld;
    if (made || lock->inheritsEmpty) {
        FolderLock *heir = FolderLockAnother(lock, FolderLockNone);
        if (heir != NULL)
            heir->inheritsEmpty = TRUE;
        else
            /* only an empty one goes; under the lock, so that nobody enters meanwhile */
            RemoveDirectoryW(extendedFolder);
    }
    ReleaseSRWLockExclusive(&line.lock);
    lock->folder = NULL;
    if (next != NULL)
        WorkItemComplete(&next->item, next->node, 0);
}
