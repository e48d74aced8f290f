/*
 * What the programs print about a finished table: a line, or a JSON object; and the lookups that
 * were asked for. One thread.
 */
#ifndef EXE_CREATE_REPORT_H
#define EXE_CREATE_REPORT_H

#include "PerfectHash.h"
#include "exe/program/program.h"

/*
 * Prints the report, as far as the command lets it; lookup: keys separated by commas, or NULL. A
 * failed call leaves its error information to the thread and its HRESULT is the answer; nothing is
 * printed then. *code: ExitNotFound where one of these keys is not in the set, else ExitDone.
 */
HRESULT CreateReport(const Command *command, IPerfectHashTable *table, const wchar_t *lookup, ExitCode *code);

/*
 * Puts the lookups of a table: lines, or a member `lookups` that begins with a comma. As above
 * otherwise, but that *code stays where all keys are in the set.
 */
HRESULT CreateReportLookups(IPerfectHashTable *table, const wchar_t *lookup, BOOL json, Output *output, ExitCode *code);

#endif
