/*
 * An error as compilers print theirs, so that build systems and editors find file and line. Pure;
 * any thread.
 */
#ifndef JOBS_DIAGNOSTIC_H
#define JOBS_DIAGNOSTIC_H

#include "annotations.h"
#include "option.h"
#include "text.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum DiagnosticFormat {
    DiagnosticPlain, /* PROGRAM: text */
    DiagnosticMsvc,  /* FILE(LINE): error PH1007: text */
    DiagnosticGnu    /* FILE:LINE:COLUMN: error: PH1007: text */
} DiagnosticFormat;

/* The words that --ErrorFormat takes. */
extern const OptionWord diagnosticFormats[];

/*
 * Adds the line of an error, without its end. `text` is a message of ours; where it is about a file
 * it begins with the file's name, and then tells line and column. `subject` is the file that a
 * message without a line may be about, or NULL. Without a file the program stands in its place.
 */
void DiagnosticAdd(_Inout_ TextLine *line, DiagnosticFormat format, _In_z_ const wchar_t *program,
                   _In_opt_z_ const wchar_t *subject, uint32_t code, _In_z_ const wchar_t *text);

#ifdef __cplusplus
}
#endif
#endif
