/*
 * The users of folders in this process. An empty folder that one of them made goes with the last to
 * leave, so that no user's folder vanishes meanwhile. A user that comes while the folder is being
 * removed waits until that is over. One at a time of a folder's users changes its files. No wait
 * blocks a thread: a user that has to wait holds its owner's rundown, and goes on when the one
 * before it leaves, or when its owner is cancelled. No lock is held while a disk is asked. Any
 * thread.
 */
#ifndef JOBS_FOLDER_LOCK_H
#define JOBS_FOLDER_LOCK_H

#include "runtime/engine/work_item.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct FolderLock FolderLock;

struct FolderLock {
    WorkItem item; /* brings the lock to a worker of the one who waited */
    Node *node;
    Rundown *rundown;
    const volatile LONG *cancelled; /* the owner's, set before it comes; NULL: it waits as long as it takes */
    const wchar_t *folder;          /* whole; the owner's. NULL: not there */
    size_t length;
    enum {
        FolderLockNone,
        FolderLockComes, /* waits until the folder has been removed */
        FolderLockWaits,
        FolderLockHeld,
        FolderLockRemoves
    } state;
    BOOL inheritsEmpty; /* who made the folder has left: it is for this one to delete */
    FolderLock *next;
};

/*
 * Comes to the folder, which need not exist yet. TRUE: somebody is removing it, and the rundown has
 * one more hold until that is over.
 */
BOOL FolderLockJoin(FolderLock *lock, const wchar_t *folder, Node *node, Rundown *rundown);

/*
 * Leaves, releasing a lock that is held; `made`: this one made the folder, which goes when it is
 * empty and nobody is left. That asks the disk.
 */
void FolderLockLeave(FolderLock *lock, BOOL made, const wchar_t *extendedFolder);

/*
 * Once entered: gets in line. The lock is held when the rundown is at zero, unless the owner is
 * cancelled. TRUE: it waits, and the rundown has one more hold.
 */
BOOL FolderLockAcquire(FolderLock *lock);

/* Comes to the folder and has the lock at once, or FALSE: it has not come. */
BOOL FolderLockTry(FolderLock *lock, const wchar_t *folder);

BOOL FolderLockIsAwaited(const FolderLock *lock); /* does it wait? As it was a moment ago */

/* Those that wait and whose owners are cancelled go on, without what they waited for. */
void FolderLockWithdrawCancelled(void);

#ifdef __cplusplus
}
#endif
#endif
