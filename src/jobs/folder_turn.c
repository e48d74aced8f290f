/* See folder_turn.h. One line for all folders of the process, in the order of arrival: as long as what is being committed, so short. */
#include "folder_turn.h"

#include <wchar.h>

#include "runtime/identity.h"

static struct {
    SRWLOCK lock;
    FolderTurn *first;
} line = {SRWLOCK_INIT, NULL};

/* The file system's idea of one name: case doesn't count, in any script. */
static BOOL SameFolder(const wchar_t *a, const wchar_t *b)
{
    return CompareStringOrdinal(a, -1, b, -1, TRUE) == CSTR_EQUAL;
}

static FolderTurn *NextOf(FolderTurn *from, const wchar_t *folder)
{
    while (from != NULL && !SameFolder(from->folder, folder))
        from = from->next;
    return from;
}

static void Append(FolderTurn *turn, const wchar_t *folder)
{
    FolderTurn **end = &line.first;
    while (*end != NULL)
        end = &(*end)->next;
    turn->folder = folder;
    turn->next = NULL;
    *end = turn;
}

static void Come(WorkItem *item, Worker *worker, DWORD error, DWORD bytes)
{
    FolderTurn *turn = CONTAINING_RECORD(item, FolderTurn, item);
    (void)worker;
    (void)error;                /* a runtime that stops brings the turn all the same: the owner finds out by itself */
    (void)bytes;
    RundownRelease(turn->rundown);
}

void FolderTurnTake(FolderTurn *turn, const wchar_t *folder, Node *node, Rundown *rundown)
{
    turn->node = node;
    turn->rundown = rundown;
    WorkItemInit(&turn->item, Come);
    IdentityCarry(&turn->item);
    AcquireSRWLockExclusive(&line.lock);
    if (NextOf(line.first, folder) != NULL)
        RundownHold(rundown);
    else
        turn->rundown = NULL;
    Append(turn, folder);
    ReleaseSRWLockExclusive(&line.lock);
}

BOOL FolderTurnTry(FolderTurn *turn, const wchar_t *folder)
{
    turn->rundown = NULL;
    AcquireSRWLockExclusive(&line.lock);
    const BOOL isFree = NextOf(line.first, folder) == NULL;
    if (isFree)
        Append(turn, folder);
    ReleaseSRWLockExclusive(&line.lock);
    return isFree;
}

void FolderTurnGive(FolderTurn *turn)
{
    if (turn->folder == NULL)
        return;
    AcquireSRWLockExclusive(&line.lock);
    FolderTurn **at = &line.first;
    while (*at != turn)
        at = &(*at)->next;
    *at = turn->next;
    FolderTurn *next = NextOf(turn->next, turn->folder);
    ReleaseSRWLockExclusive(&line.lock);
    turn->folder = NULL;
    if (next != NULL && NodePost(next->node, &next->item) != ERROR_SUCCESS)
        RundownRelease(next->rundown);      /* the way through a worker of its own is shut: it goes on here */
}
