/*
 * Exit codes, and errors as the programs print them: for people on stderr, with --Json for programs
 * on stdout too. Main thread.
 */
#ifndef EXE_ERRORS_H
#define EXE_ERRORS_H

#include "jobs/base/failure_message.h"
#include "jobs/text/diagnostic.h"

typedef enum ExitCode {
    ExitDone = 0,
    ExitFailed = 1, /* it, or some of it, could not be done; or it was cancelled */
    ExitUsage = 2,
    ExitNotRun = 3,  /* PerfectHash.dll, or the server in another process, could not be used */
    ExitNotFound = 4 /* the table was made, and a key that was looked up is not in it */
} ExitCode;

/* How errors are printed. */
typedef struct ErrorStyle {
    const wchar_t *program; /* what each line on stderr begins with */
    const wchar_t *subject; /* the file that an error may be about; NULL: none */
    DiagnosticFormat format;
    BOOL json, silent;
} ErrorStyle;

/* Sends errors elsewhere, too, from now on. */
void ErrorSendTo(void (*tell)(HRESULT hr, const wchar_t *text));

void ErrorPrint(const ErrorStyle *style, HRESULT hr, const wchar_t *text);
void ErrorPrintFailure(const ErrorStyle *style, const Failure *failure);
/*
 * After a call into the server that failed: the text that it left with this thread, or the system's
 * about `subject`.
 */
void ErrorPrintCom(const ErrorStyle *style, const wchar_t *subject, HRESULT hr);

/*
 * For an HRESULT that a call into PerfectHash.dll gave: usage, failure, or a server in another
 * process that could not do it.
 */
ExitCode ErrorExitCode(HRESULT hr);

#endif
