/* See generation.h: one output, under a name that was given. */
#include <string.h>

#include "PerfectHashErrors.h"
#include "failure_text.h"
#include "generation.h"
#include "jobs/text/text.h"

typedef struct OneOutput {
    const char *bytes;
    size_t size;
} OneOutput;

static OneOutput OutputOf(const Generation *generation)
{
    OneOutput output = {generation->image, generation->imageBytes};
    for (size_t form = 0; form < OutputForms; form++)
        if (generation->sources[form].out != NULL)
            output = (OneOutput){generation->sources[form].out, generation->sources[form].length};
    return output;
}

static HRESULT PrintOutput(Generation *generation)
{
    const OneOutput output = OutputOf(generation);
    const int error = SystemPrint(SystemOutput, output.bytes, output.size);
    return error == 0 ? S_OK : FailureErrno(generation->failure, PERFECTHASH_E_OUTPUT_WRITE, L"stdout", error);
}

/* Makes the folder of a file. */
static int MakeFolderOf(char *path, bool durable)
{
    char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path)
        return 0;
    *slash = 0;
    const int error = SystemMakeFolders(path, durable);
    *slash = '/';
    return error;
}

static int ReplaceFile(Generation *generation, GeneratedFile *file)
{
    const OneOutput output = OutputOf(generation);
    int error = MakeFolderOf(file->utf8, generation->options.durable);
    file->replaced.path = file->utf8;
    if (error == 0)
        error = SystemReplaceBegin(&file->replaced, output.bytes, output.size, generation->options.durable);
    return error == 0 ? SystemReplaceEnd(&file->replaced, generation->options.durable) : error;
}

bool GenerationReads(const Generation *generation, const char *path)
{
    const wchar_t *const inputs[] = {generation->keysPath, generation->valuesPath};
    bool reads = false;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        char *input = inputs[i] != NULL ? TextCopyUtf8(inputs[i]) : NULL;
        reads = reads || (input != NULL && SystemIsSameFile(input, path));
        TextFree(input);
    }
    return reads;
}

bool GenerationPrints(const Generation *generation)
{
    return generation->outputFile != NULL && TextEqual(generation->outputFile, L"-");
}

HRESULT GenerationWriteOne(Generation *generation)
{
    GeneratedFile *file = &generation->files[0];
    if (GenerationPrints(generation))
        return PrintOutput(generation);
    if (GenerationReads(generation, file->utf8))
        return FailureSet(generation->failure, PERFECTHASH_E_OPTION_VALUE, L"-o",
                          L"the file is the one that the keys or the values are read from", 0, 0, 0);
    const int error = ReplaceFile(generation, file);
    return error == 0 ? S_OK : FailureErrno(generation->failure, PERFECTHASH_E_OUTPUT_WRITE, file->path, error);
}
