/*
 * Who of this process works in which folder. An empty folder that one of them made goes with the
 * last to leave, so that nobody's folder vanishes under him. Of all who change the files of a
 * folder one does so at a time, in turns: nobody blocks; who has to wait holds its owner's rundown
 * and goes on when the one before it gives its turn back. Any thread.
 */
#ifndef JOBS_FOLDER_TURN_H
#define JOBS_FOLDER_TURN_H

#include "runtime/engine/work_item.h"
#include "runtime/pure/rundown.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct FolderTurn FolderTurn;

struct FolderTurn {
    WorkItem item; /* brings the turn to a worker of the one who waited */
    Node *node;
    Rundown *rundown;
    const wchar_t *folder; /* whole; the owner's. NULL: not there */
    size_t length;
    enum { FolderNoTurn, FolderWaits, FolderHasTurn } state;
    BOOL inheritsEmpty; /* who made the folder has left: it is for this one to delete */
    FolderTurn *next;
};

/* Comes to the folder, which need not exist yet. */
void FolderEnter(FolderTurn *turn, const wchar_t *folder);

/*
 * Leaves, giving back a turn that has come; `made`: this one made the folder, which goes when it is
 * empty and nobody is left.
 */
void FolderLeave(FolderTurn *turn, BOOL made, const wchar_t *extendedFolder);

/*
 * Once entered: gets in line. The turn has come when the rundown, which may get one more hold here,
 * is at zero.
 */
void FolderTurnTake(FolderTurn *turn, Node *node, Rundown *rundown);

/* Once entered: the turn at once, or FALSE. */
BOOL FolderTurnTry(FolderTurn *turn);

#ifdef __cplusplus
}
#endif
#endif
