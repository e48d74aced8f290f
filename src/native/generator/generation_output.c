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
    const OneOutput header = {generation->header.out, generation->header.length};
    const OneOutput table = {generation->image, generation->imageBytes};
    return (generation->options.outputs & OutputHeader) != 0 ? header : table;
}

static HRESULT PrintOutput(Generation *generation)
{
    const OneOutput output = OutputOf(generation);
    const int error = SystemPrint(SystemOutput, output.bytes, output.size);
    return error == 0 ? S_OK : FailureErrno(generation->failure, PERFECTHASH_E_OUTPUT_WRITE, L"stdout", error);
}

/* Makes the folder of a file. */
static int MakeFolderOf(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path)
        return 0;
    *slash = 0;
    const int error = SystemMakeFolders(path);
    *slash = '/';
    return error;
}

static int ReplaceFile(Generation *generation, GeneratedFile *file)
{
    const OneOutput output = OutputOf(generation);
    int error = MakeFolderOf(file->utf8);
    file->replaced.path = file->utf8;
    if (error == 0)
        error = SystemReplaceBegin(&file->replaced, output.bytes, output.size, generation->options.durable);
    return error == 0 ? SystemReplaceEnd(&file->replaced, generation->options.durable) : error;
}

HRESULT GenerationWriteOne(Generation *generation)
{
    GeneratedFile *file = &generation->files[0];
    if (TextEqual(generation->outputFile, L"-"))
        return PrintOutput(generation);
    generation->fileCount = 1;
    file->path = TextCopy(generation->outputFile);
    file->utf8 = TextCopyUtf8(generation->outputFile);
    if (file->path == NULL || file->utf8 == NULL)
        return FailureMemoryText(generation->failure, generation->outputFile);
    const int error = ReplaceFile(generation, file);
    return error == 0 ? S_OK : FailureErrno(generation->failure, PERFECTHASH_E_OUTPUT_WRITE, file->path, error);
}
