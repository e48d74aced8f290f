/*
 * --Report of one table: a page of its figures, of how its keys lie in its cache lines, and of the
 * search for the best graph. Main thread.
 */
#ifndef EXE_CREATE_PAGE_H
#define EXE_CREATE_PAGE_H

#include "PerfectHash.h"
#include "exe/program/program.h"
#include "jobs/pure/table_options.h"

typedef struct CreatePage { /* all zero: none */
    const wchar_t *path;    /* as the option has it; NULL: none */
    wchar_t *folder;        /* the one that the job makes; "": none */
} CreatePage;

/*
 * Refuses a path that is no page's, or that of a file which the command reads or writes, and keeps
 * the folder of the table's files. depFile: NULL: none.
 */
HRESULT CreatePageTake(CreatePage *page, const TableCommand *command, const wchar_t *depFile, Failure *failure);
/* Refuses, before the work, a path that can't be written. */
HRESULT CreatePageLook(const CreatePage *page, Failure *failure);
/* Writes the page, with the command's options. */
HRESULT CreatePageWrite(const CreatePage *page, const Command *command, IPerfectHashTable *table, Failure *failure);
void CreatePageFree(CreatePage *page);

#endif
