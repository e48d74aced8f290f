/*
 * A command line as one text and as its words, by the rules of the Microsoft C runtime. Pure; any
 * thread.
 */
#ifndef JOBS_COMMAND_LINE_H
#define JOBS_COMMAND_LINE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Splits text (which holds no program name) into words. One allocation, given back by
 * CommandLineFree; NULL: out of memory. A quote that is never closed runs to the end. The words are
 * terminated, and so is their array, by NULL.
 */
wchar_t **CommandLineSplit(const wchar_t *text, int *count);
void CommandLineFree(wchar_t **words); /* NULL is allowed */

/* The text that CommandLineSplit gives back as these words (TextFree); NULL: out of memory. */
wchar_t *CommandLineJoin(int count, const wchar_t *const *words);

#ifdef __cplusplus
}
#endif
#endif
