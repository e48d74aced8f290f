/* The parts of a --help, in lines of at most 79 characters. */
#ifndef EXE_HELP_H
#define EXE_HELP_H

#include "jobs/text/option.h"
#include "output.h"

/* Puts a line an option that has a text, which begins at the column. */
void HelpPutOptions(Output *output, OptionGroup group, int column);

#endif
