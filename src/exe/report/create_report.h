/*
 * The output of the programs about a finished table: a line, or a JSON object; and the lookups that
 * were asked for. One thread.
 */
#ifndef EXE_CREATE_REPORT_H
#define EXE_CREATE_REPORT_H

#include "PerfectHash.h"
#include "exe/program/program.h"

/* The keys to look up in a table. */
typedef struct LookupAsked {
    const wchar_t *keys; /* separated by commas; NULL: nothing */
    BOOL ranges;         /* the greatest key that is not above each, instead of the key */
} LookupAsked;

/*
 * Prints the report, as far as the command lets it; asked: NULL is allowed. A failed call leaves
 * its error information to the thread and its HRESULT is the answer; nothing is printed then.
 * *code: ExitNotFound where one of these keys is not in the set, else ExitDone.
 */
HRESULT CreateReport(const Command *command, IPerfectHashTable *table, const LookupAsked *asked, ExitCode *code);

/* Puts the JSON object that --Json prints, without lookups. A failed call: as above. */
HRESULT CreateReportPut(IPerfectHashTable *table, Output *output);

/* Prints the path of each file of the table, one a line, instead. */
HRESULT CreateReportOutputs(const Command *command, IPerfectHashTable *table);

/*
 * Puts the lookups of a table: lines, or a member `lookups` that begins with a comma. As above
 * otherwise, but that *code stays where all keys are in the set.
 */
HRESULT CreateReportLookups(IPerfectHashTable *table, const LookupAsked *asked, BOOL json, Output *output,
                            ExitCode *code);

#endif
