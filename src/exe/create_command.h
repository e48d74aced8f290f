/* The command line of PerfectHashCreate: what concerns this program, and the rest as one line for the server. One thread. */
#ifndef EXE_CREATE_COMMAND_H
#define EXE_CREATE_COMMAND_H

#include "jobs/failure.h"
#include "output.h"

typedef struct CreateCommand {
    BOOL help, version, json, quiet, silent;
    const wchar_t *lookup;          /* keys parted by commas, or NULL */
    wchar_t *line;                  /* for IPerfectHashIocpContext::TableCreateCommandLine; from the process heap */
    const wchar_t *keysPath;        /* the first word, for messages; NULL: none */
} CreateCommand;

/* Checks all options, the server's too, so that a wrong one costs no start of anything. Strings of argv are kept. */
HRESULT CreateCommandParse(int argc, const wchar_t *const *argv, CreateCommand *command, Failure *failure);
void CreateCommandFree(CreateCommand *command);

void CreateCommandHelp(Output *output);

#endif
