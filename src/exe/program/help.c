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

void HelpPutNames(Output *output, OptionGroup group, BOOL all)
{
    const size_t mostChars = 79;
    size_t used = mostChars;
    const wchar_t *lead = L" ";
    for (size_t i = 0; i < group.count; i++) {
        const OptionHelp *help = &group.options[i].help;
        if (!all && help->text != NULL)
            continue;
        const BOOL value = !all && help->value != NULL;
        const size_t chars = 3 + wcslen(help->name) + (value ? 1 + wcslen(help->value) : 0);
        if (used + chars > mostChars) {
            OutputPut(output, lead);
            lead = L"\n ";
            used = 1;
        }
        OutputFormat(output, value ? L" --%ls=%ls" : L" --%ls", help->name, help->value);
        used += chars;
    }
    OutputPut(output, L"\n");
}
