/*
 * The output of the generator: one line or one JSON object, of a table or of an error. One thread.
 */
#ifndef NATIVE_REPORT_H
#define NATIVE_REPORT_H

#include "annotations.h"
#include "command.h"
#include "generation.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The exit codes of the product's programs. */
enum { NativeDone = 0, NativeFailed = 1, NativeUsage = 2 };

/* Puts what PerfectHashCreate says of a table that it has made. */
void ReportPutTable(_Inout_ Utf8Text *out, _In_ const Generation *generation, bool json);

/* Puts the path of each file, one a line, or as one JSON object. */
void ReportPutOutputs(_Inout_ Utf8Text *out, _In_ const Generation *generation, bool json);

/* Prints a failure on the standard streams; returns the exit code for it. */
int ReportFailure(_In_ const NativeCommand *command, _In_ const Failure *failure);

/* Prints and frees a text; returns an exit code. */
int ReportPrint(_Inout_ Utf8Text *text);

#ifdef __cplusplus
}
#endif
#endif
