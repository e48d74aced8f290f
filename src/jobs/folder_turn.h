/*
 * Turns at a folder: of all who change the files of one folder in this process, one does so at a time, first come, first served. Nobody
 * blocks: who has to wait holds its owner's rundown and goes on when the one before it gives its turn back. Any thread.
 */
#ifndef JOBS_FOLDER_TURN_H
#define JOBS_FOLDER_TURN_H

#include "runtime/rundown.h"
#include "runtime/work_item.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct FolderTurn FolderTurn;

struct FolderTurn {
    WorkItem item;              /* brings the turn to a worker of the one who waited */
    Node *node;
    Rundown *rundown;
    const wchar_t *folder;      /* whole; the owner's. NULL: not in line */
    FolderTurn *next;
};

/* Gets in line. The turn has come when the rundown, which may get one more hold here, is at zero. */
void FolderTurnTake(FolderTurn *turn, const wchar_t *folder, Node *node, Rundown *rundown);

/* The turn at once, or FALSE. */
BOOL FolderTurnTry(FolderTurn *turn, const wchar_t *folder);

/* Ends a turn that has come, and brings the next one. One that is not in line is allowed. */
void FolderTurnGive(FolderTurn *turn);

#ifdef __cplusplus
}
#endif
#endif
