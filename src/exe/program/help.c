#include "help.h"

static void HelpPutOption(Output *output, const OptionHelp *help, int column)
{
    int width = 4 + (int)wcslen(help->name);
    OutputFormat(output, L"  --%ls", help->name);
    if (help->value != NULL) {
        OutputFormat(output, L"=%ls", help->value);
        width += 1 + (int)wcslen(help->value);
    }
    OutputFormat(output, L"%*ls%ls\n", column > width ? column - width : 1, L"", help->text);
}

void HelpPutOptions(Output *output, OptionGroup group, int column)
{
    for (size_t i = 0; i < group.count; i++)
        if (group.options[i].help.text != NULL)
            HelpPutOption(output, &group.options[i].help, column);
}
