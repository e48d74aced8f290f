/* What PerfectHashClient prints of a server's jobs: a table for people, or JSON. Main thread. */
#ifndef EXE_JOBS_REPORT_H
#define EXE_JOBS_REPORT_H

#include "PerfectHash.h"
#include "exe/program/program.h"

HRESULT JobsReport(const Command *command, IPerfectHashIocpClient *client, IPerfectHashJobInfos *jobs);

#endif
