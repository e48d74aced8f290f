/*
 * A command line as one text and as its words, by the rules of the Microsoft C runtime. Pure; any
 * thread.
 */
#ifndef JOBS_COMMAND_LINE_H
#define JOBS_COMMAND_LINE_H

#include <stddef.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Splits text (which holds no program name) into words. One allocation, given back by
 * CommandLineFree; NULL: out of memory. A quote that is never closed runs to the end. The words are
 * terminated, and so is their array, by NULL.
 */
_Must_inspect_result_ _Ret_maybenull_ wchar_t **CommandLineSplit(_In_opt_z_ const wchar_t *text, _Out_ int *count);
void CommandLineFree(_In_opt_ wchar_t **words); /* NULL is allowed */

/* The text that CommandLineSplit gives back as these words (TextFree); NULL: out of memory. */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *CommandLineJoin(int count,
                                                                 _In_reads_(count) const wchar_t *const *words);

#ifdef __cplusplus
}
#endif
#endif
