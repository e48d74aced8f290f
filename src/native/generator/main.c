/* perfecthash: makes a table of a keys file on hosts that are not Windows. */
#include "PerfectHashErrors.h"
#include "command.h"
#include "failure_text.h"
#include "generation.h"
#include "jobs/text/text.h"
#include "report.h"
#include "version.h"

static int MakeTable(const NativeCommand *command)
{
    static Generation generation;
    Failure failure;
    Utf8Text text = {0};
    int code = NativeDone;
    const wchar_t *const output = command->table.options.outputFile;
    const bool isPrinted = output != NULL && TextEqual(output, L"-");
    if (FAILED(GenerationRun(&generation, &command->table, command->depFile, &failure))) {
        code = ReportFailure(command, &failure);
    } else if (command->table.options.printOutputs && !command->is.silent) {
        ReportPutOutputs(&text, &generation, command->is.json);
        code = ReportPrint(&text);
    } else if (!command->is.quiet && !command->is.silent && !isPrinted) {
        ReportPutTable(&text, &generation, command->is.json);
        code = ReportPrint(&text);
    }
    GenerationFree(&generation);
    return code;
}

static int TellAboutItself(const NativeCommand *command)
{
    Utf8Text text = {0};
    if (command->is.help)
        NativeCommandHelp(&text);
    else
        Utf8Put(&text, "perfecthash " PRODUCT_VERSION "\n");
    return ReportPrint(&text);
}

int main(int argc, char **argv)
{
    NativeCommand command;
    Failure failure;
    int code;
    SystemCatchSignals();
    if (FAILED(NativeCommandParse(argc > 0 ? argc - 1 : 0, argv + 1, &command, &failure))) {
        code = ReportFailure(&command, &failure);
    } else if (command.is.help || command.is.version) {
        code = TellAboutItself(&command);
    } else {
        code = MakeTable(&command);
    }
    NativeCommandFree(&command);
    return code;
}
