/*
 * The options of a --help, in sections with an example each. Lines have at most 79 characters where
 * the names and texts of options leave that room. Pure; any thread.
 */
#ifndef JOBS_OPTION_HELP_H
#define JOBS_OPTION_HELP_H

#include <stdbool.h>
#include <stddef.h>

#include "annotations.h"
#include "option.h"
#include "utf8_text.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct HelpPage {
    const wchar_t *program;
    /*
     * lines, each the title of a section that the program has, ": ", what stands behind the
     * program's name, and "\n"
     */
    const char *examples;
    const OptionGroup *groups; /* whose targets are not looked at */
    size_t groupCount;
    size_t column;                                 /* where the options' texts begin */
    bool (*leavesOut)(_In_z_ const wchar_t *name); /* an option; NULL: none */
} HelpPage;

/*
 * Puts each section that has an option and an example, and then the options without a section.
 * Options of sections that the program does not have are left out.
 */
void HelpPutSections(_Inout_ Utf8Text *out, _In_ const HelpPage *page);

/* The examples of a program that makes a table of one keys file. */
extern const char tableHelpExamples[];

#ifdef __cplusplus
}
#endif
#endif
