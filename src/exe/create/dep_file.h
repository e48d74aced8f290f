/*
 * --DepFile: a rule of a makefile that says which files a table was made of. Its targets are the
 * outputs, beneath the output directory as the command line has it. Main thread.
 */
#ifndef EXE_DEP_FILE_H
#define EXE_DEP_FILE_H

#include "PerfectHash.h"
#include "jobs/base/failure_message.h"
#include "jobs/pure/table_options.h"

typedef struct DepFile {                /* all zero: none */
    const wchar_t *path;                /* as the option has it; NULL: none */
    wchar_t *keys, *values, *directory; /* as the command line has them; values NULL: there are none */
    wchar_t *output;                    /* the one file that is written; NULL: files in the directory */
} DepFile;

/*
 * Takes the paths of a command that was parsed, and refuses a path of its own that is one of them.
 * Without a path of its own nothing happens.
 */
HRESULT DepFileTake(DepFile *file, const TableCommand *command, Failure *failure);

/* Writes the rule, once the table's files are in place; it takes the place of none of them. */
HRESULT DepFileWrite(const DepFile *file, IPerfectHashTable *table, Failure *failure);

void DepFileFree(DepFile *file);

#endif
