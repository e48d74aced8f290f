/* See help.h. */
#include "help.h"

void HelpPut(Output *output, const ProgramHelp *help, const wchar_t *program, const OptionGroup *groups,
             size_t groupCount)
{
    const HelpPage page = {program, help->examples, groups, groupCount, help->column, NULL};
    Utf8Text sections = {0};
    HelpPutSections(&sections, &page);
    OutputPut(output, help->usage);
    OutputPut(output, L"\n");
    OutputPutAscii(output, &sections);
    OutputPut(output, help->notes);
}
