/* What the programs print about a finished table: a line, or a JSON object; and the lookups that were asked for. One thread. */
#ifndef EXE_CREATE_REPORT_H
#define EXE_CREATE_REPORT_H

#include "PerfectHash.h"
#include "exe/program/output.h"

/*
 * Puts the report into *output; lookup: keys parted by commas, or NULL. A failed call leaves its error information to the thread and its
 * HRESULT is the answer.
 */
HRESULT CreateReport(IPerfectHashTable *table, const wchar_t *lookup, BOOL json, Output *output);

#endif
