/*
 * The output of PerfectHashClient about a server's answers: a line for people, or the answer as
 * JSON. Failed calls leave their error information. One thread.
 */
#ifndef EXE_CLIENT_REPORT_H
#define EXE_CLIENT_REPORT_H

#include "PerfectHash.h"
#include "exe/program/program.h"

HRESULT ClientReportPing(const Command *command, IPerfectHashIocpClient *client, double roundTripMs);
HRESULT ClientReportLine(const Command *command, IPerfectHashIocpClient *client, const wchar_t *line);
HRESULT ClientReportStatistics(const Command *command, IPerfectHashIocpClient *client,
                               IPerfectHashStatistics *statistics);
/*
 * How far a job is. *code: ExitFailed for one that failed or was cancelled, or some of whose files
 * did.
 */
HRESULT ClientReportJob(const Command *command, IPerfectHashJob *job, ExitCode *code);
/* The id of a job that goes on alone. */
HRESULT ClientReportDetached(const Command *command, IPerfectHashJob *job);
/* Prints what a job that has succeeded made. */
HRESULT ClientReportMade(const Command *command, IPerfectHashJob *job, BOOL bulk, ExitCode *code);

#endif
