/*
 * -o -: the one output goes to standard output. A job writes it into a temporary file, which is
 * copied and deleted. Main thread.
 */
#ifndef EXE_STANDARD_OUTPUT_H
#define EXE_STANDARD_OUTPUT_H

#include <windows.h>

#include "jobs/base/failure_message.h"

typedef struct StandardOutput { /* all zero: there is none */
    wchar_t *path;              /* of the temporary file */
    wchar_t *option;            /* that names it */
    const wchar_t **words;      /* of the command, with the option */
    int wordCount;
} StandardOutput;

/*
 * Takes the words of a command whose option has that value: output->words are to be used instead.
 */
HRESULT StandardOutputTake(StandardOutput *output, int count, const wchar_t *const *words, const wchar_t *value,
                           Failure *failure);

/* Copies the file, which a job has written, to standard output. */
HRESULT StandardOutputCopy(const StandardOutput *output, Failure *failure);

/* Removes the file. */
void StandardOutputClose(StandardOutput *output);

#endif
