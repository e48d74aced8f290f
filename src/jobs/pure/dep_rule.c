#include "dep_rule.h"

#include "jobs/text/text.h"

bool DepRuleHasTargets(const TableCommand *command)
{
    const TableOptions *const options = &command->options;
    const wchar_t *const output = options->outputFile;
    const bool isFile = output != NULL ? !TextEqual(output, L"-") : *command->outputDirectory != 0;
    return isFile && options->outputs != 0 && !options->noFileIo;
}

const wchar_t *DepRuleWrong(const wchar_t *path, const TableCommand *command)
{
    const wchar_t *const output = command->options.outputFile;
    if (*path == 0)
        return L"missing argument; expected the path of a file";
    if (TextEqual(path, L"-"))
        return TABLE_OPTION_NO_RULE;
    if (!DepRuleHasTargets(command) || command->options.printOutputs)
        return TABLE_OPTION_NO_TARGET;
    return output != NULL && TextEqual(output, path) ? L"-o names the same file" : NULL;
}
