/*
 * The output of PerfectHashClient for an operator: the jobs of a server as a table for people, its
 * metrics and rings as they are, or JSON. Main thread.
 */
#ifndef EXE_JOBS_REPORT_H
#define EXE_JOBS_REPORT_H

#include "PerfectHash.h"
#include "exe/program/program.h"

HRESULT JobsReport(const Command *command, IPerfectHashIocpClient *client, IPerfectHashJobInfos *jobs);
HRESULT TextReport(const Command *command, IPerfectHashIocpClient *client, BSTR text);

#endif
