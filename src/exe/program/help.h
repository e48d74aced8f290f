/* A program's --help: its usage, its options in sections, and what else is to be known. */
#ifndef EXE_HELP_H
#define EXE_HELP_H

#include "jobs/text/option_help.h"
#include "output.h"

typedef struct ProgramHelp {
    const wchar_t *usage; /* a line */
    const char *examples; /* as those of a HelpPage */
    size_t column;        /* where the options' texts begin */
    const wchar_t *notes; /* lines */
} ProgramHelp;

void HelpPut(Output *output, const ProgramHelp *help, const wchar_t *program, const OptionGroup *groups,
             size_t groupCount);

#endif
