/*
 * Keys from standard input: `-` in the place of a keys file. The bytes go as they come into a
 * temporary file, so that they take no memory, and a job reads them, here or in a server, as it
 * reads any keys file. Main thread.
 */
#ifndef EXE_STANDARD_INPUT_H
#define EXE_STANDARD_INPUT_H

#include <windows.h>

#include "jobs/base/failure_message.h"

typedef struct StandardInput {
    HANDLE file; /* with which the temporary file goes; NULL: there is none */
    wchar_t *line;
} StandardInput;

/*
 * Reads standard input to its end, if the words of a table's command ask for that: then input->line
 * is the command to be made instead, in which the temporary file stands for `-`. NULL: they don't.
 * detaches: the job would outlive the file, which is refused.
 */
HRESULT StandardInputTake(StandardInput *input, int count, const wchar_t *const *words, BOOL detaches,
                          Failure *failure);

/* Removes the file, which no job may need any more. */
void StandardInputClose(StandardInput *input);

#endif
