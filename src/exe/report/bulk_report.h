/*
 * The output of the programs about a bulk run: some lines or a JSON object on stdout, each failure
 * on stderr. One thread.
 */
#ifndef EXE_BULK_REPORT_H
#define EXE_BULK_REPORT_H

#include "PerfectHash.h"
#include "exe/program/program.h"

/*
 * Prints what that job gave, as far as the command lets it. *code becomes ExitFailed when files
 * gave no table, otherwise ExitDone. The context of a run in this process counts what is written;
 * a run on a server has NULL. Tables that were read from a pack know of no failures: then the first
 * that the job tells stands for them. A failed call leaves its error information to the thread.
 */
HRESULT BulkReport(const Command *command, IPerfectHashIocpContext *context, IPerfectHashJob *job,
                   IPerfectHashTables *tables, ExitCode *code);

#endif
