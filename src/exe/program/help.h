/* The parts of a --help that fits a screen: 24 lines of at most 79 characters. */
#ifndef EXE_HELP_H
#define EXE_HELP_H

#include "jobs/text/option.h"
#include "output.h"

/*
 * A line an option; its text begins at the column. Options whose help is no more than their names
 * are left to HelpPutNames.
 */
void HelpPutOptions(Output *output, OptionGroup group, int column);

/* Names without texts, several a line: of all options, or of those that have no text. */
void HelpPutNames(Output *output, OptionGroup group, BOOL all);

#endif
