/*
 * The last lines of a server's log, for listeners that are slow. A listener remembers how many
 * lines it was told, and is told how many it missed. The caller locks it.
 */
#ifndef JOBS_LOG_RING_H
#define JOBS_LOG_RING_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { LogRingLines = 512 };

typedef struct LogRing {          /* all zero: empty */
    ULONGLONG count;              /* lines so far; the n-th is at n modulo LogRingLines */
    wchar_t *lines[LogRingLines]; /* NULL: the server has stopped */
} LogRing;

/* Takes a line, or NULL for the end of a server. Returns the one that it replaces: TextFree. */
_Ret_maybenull_z_ wchar_t *LogRingPut(_Inout_ LogRing *ring, _In_opt_z_ wchar_t *line);

/*
 * Gives the next line to a listener that was told *told lines; FALSE: there is none. *line
 * (TextFree) is a copy, NULL: there is no memory for one, or the server has stopped.
 */
_Success_(return ) BOOL LogRingNext(_In_ const LogRing *ring, _Inout_ ULONGLONG *told,
                                    _Outptr_result_maybenull_z_ wchar_t **line, _Out_ BOOL *stopped);

void LogRingFree(_Inout_ LogRing *ring); /* all lines */

#ifdef __cplusplus
}
#endif
#endif
