/*
 * The options that show what is in a table file or a pack: --Info, --Verify, --ListKeys, and
 * --Lookup in tables that are there already. Main thread.
 */
#ifndef EXE_TABLE_LOOK_H
#define EXE_TABLE_LOOK_H

#include "PerfectHash.h"
#include "exe/program/program.h"
#include "exe/report/create_report.h"

typedef struct TableLook {
    BOOL info, verify, listKeys;
    const wchar_t *table; /* one of a pack's, by its name there; NULL: all */
    LookupAsked lookup;
} TableLook;

/* Returns whether one of the options was given that are for finished tables alone. */
BOOL TableLookAsked(const TableLook *look);

/* Refuses words and options beside these that mean nothing to a finished table. */
HRESULT TableLookCheck(const Command *command, const TableLook *look, Failure *failure);

/*
 * Looks at the file that the command names. FALSE: it is neither a table nor a pack, nor were these
 * options given, so that a table is to be made. Otherwise all has been printed, and *code is the
 * exit code.
 */
BOOL TableLookRun(const Command *command, IPerfectHashIocpContext *server, const TableLook *look, ExitCode *code);

#endif
