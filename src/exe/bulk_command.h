/* The command line of PerfectHashBulkCreate: what concerns this program, and the rest as one line for the server. One thread. */
#ifndef EXE_BULK_COMMAND_H
#define EXE_BULK_COMMAND_H

#include "jobs/failure.h"
#include "output.h"

typedef struct BulkProgramCommand {
    BOOL help, version, json, quiet, silent;
    wchar_t *line;                  /* for IPerfectHashIocpContext::BeginBulkCreateCommandLine; from the process heap */
} BulkProgramCommand;

/* Checks all options, the server's too, so that a wrong one costs no start of anything. */
HRESULT BulkProgramCommandParse(int argc, const wchar_t *const *argv, BulkProgramCommand *command, Failure *failure);
void BulkProgramCommandFree(BulkProgramCommand *command);

void BulkProgramHelp(Output *output);

#endif
