/*
 * The contents of a table that was loaded, as lines for people or as members of a JSON object. Each
 * member begins with a comma, as the object's name stands before them. A failed call leaves its
 * error information to the thread, and its HRESULT is the answer. One thread.
 */
#ifndef EXE_TABLE_REPORT_H
#define EXE_TABLE_REPORT_H

#include "PerfectHash.h"
#include "exe/program/program.h"

/* Puts the table's properties, a line or a member each. */
HRESULT TableReportInfo(IPerfectHashTable *table, BOOL json, Output *output);

/* Puts a line for one table of many. */
HRESULT TableReportLine(IPerfectHashTable *table, const wchar_t *name, Output *output);

/* Has every key looked up, and says how many there were. */
HRESULT TableReportVerify(IPerfectHashTable *table, BOOL json, Output *output);

/*
 * Prints the keys in their order, one a line, so that they can be read as a keys file, or as a JSON
 * object. Errors are printed, too. Returns the exit code.
 */
ExitCode TableReportKeys(const Command *command, IPerfectHashTable *table);

#endif
