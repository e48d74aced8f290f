/*
 * See folder_turn.h. One list for all folders of the process, in the order of arrival: as long as
 * the tables being made, so short.
 */
#include "folder_turn.h"

#include <wchar.h>

#include "runtime/engine/identity.h"
#include "runtime/pure/check.h"

static struct {
    SRWLOCK lock;
    FolderTurn *first;
} line = {SRWLOCK_INIT, NULL};

/* The file system's idea of one name: case doesn't count, in any script. */
static BOOL SameFolder(const FolderTurn *a, const FolderTurn *b)
{
    return a->length == b->length &&
           CompareStringOrdinal(a->folder, (int)a->length, b->folder, (int)b->length, TRUE) == CSTR_EQUAL;
}

/* The first other one at this folder whose state is at least that; NULL: none. */
static FolderTurn *Another(const FolderTurn *turn, int state)
{
    FolderTurn *at = line.first;
    while (at != NULL && (at == turn || (int)at->state < state || !SameFolder(at, turn)))
        at = at->next;
    return at;
}

static void Come(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    FolderTurn *turn = CONTAINING_RECORD(item, FolderTurn, item);
    (void)worker;
    (void)error; /* a runtime that stops brings the turn all the same: the owner finds out by itself */
    (void)bytes;
    RundownRelease(turn->rundown);
}

void FolderEnter(FolderTurn *turn, const wchar_t *folder)
{
    turn->folder = folder;
    turn->length = wcslen(folder);
    turn->state = FolderNoTurn;
    turn->inheritsEmpty = FALSE;
    turn->next = NULL;
    AcquireSRWLockExclusive(&line.lock);
    FolderTurn **end = &line.first;
    while (*end != NULL)
        end = &(*end)->next;
    *end = turn;
    ReleaseSRWLockExclusive(&line.lock);
}

void FolderTurnTake(FolderTurn *turn, Node *node, Rundown *rundown)
{
    turn->node = node;
    turn->rundown = rundown;
    WorkItemInit(&turn->item, Come);
    IdentityCarry(&turn->item);
    AcquireSRWLockExclusive(&line.lock);
    const BOOL waits = Another(turn, FolderWaits) != NULL;
    turn->state = waits ? FolderWaits : FolderHasTurn;
    if (waits) {
        const DWORD error = WorkItemSubmit(&turn->item, node);
        RuntimeCheck(error == ERROR_SUCCESS, "who takes a turn at a folder works on a node that has no worker");
        (void)error;
        RundownHold(rundown);
    }
    ReleaseSRWLockExclusive(&line.lock);
}

BOOL FolderTurnTry(FolderTurn *turn)
{
    AcquireSRWLockExclusive(&line.lock);
    const BOOL isFree = Another(turn, FolderWaits) == NULL;
    if (isFree)
        turn->state = FolderHasTurn;
    ReleaseSRWLockExclusive(&line.lock);
    return isFree;
}

void FolderLeave(FolderTurn *turn, BOOL made, const wchar_t *extendedFolder)
{
    if (turn->folder == NULL)
        return;
    AcquireSRWLockExclusive(&line.lock);
    FolderTurn **at = &line.first;
    while (*at != turn)
        at = &(*at)->next;
    *at = turn->next;
    FolderTurn *next = turn->state == FolderHasTurn ? Another(turn, FolderWaits) : NULL;
    if (next != NULL)
        next->state = FolderHasTurn;
    if (made || turn->inheritsEmpty) {
        FolderTurn *heir = Another(turn, FolderNoTurn);
        if (heir != NULL)
            heir->inheritsEmpty = TRUE;
        else
            /* only an empty one goes; under the lock, so that nobody enters meanwhile */
            RemoveDirectoryW(extendedFolder);
    }
    ReleaseSRWLockExclusive(&line.lock);
    turn->folder = NULL;
    if (next != NULL)
        WorkItemComplete(&next->item, next->node, 0);
}
