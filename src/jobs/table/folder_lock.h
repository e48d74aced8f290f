/*
 * Who of this process works in which folder. An empty folder that one of them made goes with the
 * last to leave, so that nobody's folder vanishes under him. Of all who change the files of a
 * folder one does so at a time, under a lock that blocks no thread: who has to wait holds its
 * owner's rundown and goes on when the one before it releases it. Any thread.
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
    const wchar_t *folder; /* whole; the owner's. NULL: not there */
    size_t length;
    enum { FolderLockNone, FolderLockWaits, FolderLockHeld } state;
    BOOL inheritsEmpty; /* who made the folder has left: it is for this one to delete */
    FolderLock *next;
};

/* Comes to the folder, which need not exist yet. */
void FolderLockJoin(FolderLock *lock, const wchar_t *folder);

/*
 * Leaves, releasing a lock that is held; `made`: this one made the folder, which goes when it is
 * empty and nobody is left.
 */
void FolderLockLeave(FolderLock *lock, BOOL made, const wchar_t *extendedFolder);

/*
 * Once entered: gets in line. The lock is held when the rundown, which may get one more hold here,
 * is at zero.
 */
void FolderLockAcquire(FolderLock *lock, Node *node, Rundown *rundown);

/* Once entered: the lock at once, or FALSE. */
BOOL FolderLockTry(FolderLock *lock);

#ifdef __cplusplus
}
#endif
#endif
