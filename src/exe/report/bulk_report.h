/* What the programs print about a bulk run: a line or a JSON object on stdout, each failure on stderr. One thread. */
#ifndef EXE_BULK_REPORT_H
#define EXE_BULK_REPORT_H

#include "PerfectHash.h"
#include "exe/program/output.h"

/*
 * What that job gave. Fills the outputs; *failed gets the number of files that gave no table. program: what a line on stderr begins with. Tables that were read
 * from a pack know of no failures: then the first that the job tells stands for them.
 */
HRESULT BulkReport(IPerfectHashJob *job, IPerfectHashTables *tables, const wchar_t *program, BOOL json, Output *results, Output *errors, LONG *failed);

#endif
