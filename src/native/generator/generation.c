/* See generation.h. */
#include "generation.h"

#include <errno.h>
#include <string.h>

#include "PerfectHashErrors.h"
#include "block.h"
#include "failure_text.h"
#include "jobs/pure/gperf_command.h"
#include "jobs/pure/keys_file.h"
#include "jobs/pure/records_file.h"
#include "jobs/pure/table_names.h"
#include "jobs/text/path_name.h"
#include "jobs/text/text.h"
#include "runtime/pure/memory.h"

HRESULT GenerationMemory(Generation *generation, size_t bytes)
{
    return FailureMemory(generation->failure, generation->subject, bytes);
}

HRESULT GenerationBlock(Generation *generation, void **block, size_t bytes)
{
    const size_t least = sizeof(uint64_t), taken = bytes > least ? bytes : least;
    NativeBlockFree(*block);
    *block = NativeBlock(taken);
    return *block != NULL ? S_OK : GenerationMemory(generation, taken);
}

bool GenerationIsLate(const Generation *generation, uint64_t began)
{
    const uint64_t second = UINT64_C(1000000000), seconds = generation->options.maxSolveTimeInSeconds;
    return seconds != 0 && SystemNanoseconds() - began >= seconds * second;
}

/* ---- names ---- */

#define STANDARD_INPUT L"standard input"

static bool IsStandardInput(const Generation *generation)
{
    return TextEqual(generation->keysPath, L"-");
}

/* Names standard input and its table, unless the options do; no file lies beside it. */
static HRESULT NameStandardInput(Generation *generation)
{
    TableOptions *options = &generation->options;
    if (options->solve.valueBits != 0 && options->values == NULL)
        return FailureSet(generation->failure, PERFECTHASH_E_OPTION_VALUE, L"--ValueBits",
                          L"it goes with --Values, as no file lies beside standard input", 0, 0, 0);
    if (options->keysName == NULL)
        options->keysName = STANDARD_INPUT;
    if (options->name == NULL)
        options->name = L"Keys";
    return S_OK;
}

/*
 * Reads gperf's options, if the file is for gperf: one source is written, instead of a header and a
 * table file.
 */
static HRESULT BeginGperf(Generation *generation)
{
    TableOptions *options = &generation->options;
    GenerationGperf *gperf = &generation->gperf;
    if (!TableGperfIsMeant(options, generation->keysPath))
        return S_OK;
    gperf->isGiven = true;
    gperf->line = TextCopyUtf8(options->gperf != NULL ? options->gperf : L"");
    gperf->path = TextCopyUtf8(options->keysName == NULL ? generation->keysPath : L"");
    if (gperf->line == NULL || gperf->path == NULL)
        return FailureMemoryText(generation->failure, generation->subject);
    if ((options->outputs & OutputHeader) != 0)
        options->outputs = OutputHeader;
    return GperfCommandRead(generation->failure, gperf->line, options, &generation->names, &gperf->options);
}

static HRESULT GenerationBegin(Generation *generation)
{
    TableOptions *options = &generation->options;
    generation->subject = generation->keysPath;
    if (IsStandardInput(generation) && FAILED(NameStandardInput(generation)))
        return generation->failure->code;
    if (options->keysName != NULL)
        generation->subject = options->keysName;
    if (options->byteKeys)
        return FailureSet(generation->failure, PERFECTHASH_E_OPTION_VALUE, L"--ByteKeys",
                          L"it is for an array of bytes, not for a keys file", 0, 0, 0);
    if (FAILED(RecordsCheckOptions(generation->failure, options, RecordsAreMeant(options, generation->keysPath))))
        return generation->failure->code;
    generation->name = options->name != NULL ? TextCopy(options->name) : PathBaseName(generation->keysPath);
    if (generation->name == NULL)
        return GenerationMemory(generation, TABLE_MAX_NAME);
    TextToUtf8(generation->name, generation->nameUtf8, sizeof generation->nameUtf8);
    if (options->solve.valueBits != 0 && !options->solve.positions)
        options->solve.omitKeys = true;
    if (FAILED(TableCheckOutputFile(options, generation->name, &generation->names, generation->failure)))
        return generation->failure->code;
    return BeginGperf(generation);
}

/* ---- load ---- */

static HRESULT KeysUnreadable(Generation *generation, int error)
{
    const HRESULT code = PERFECTHASH_E_KEYS_UNREADABLE;
    const bool isPacked = !KeysFormatIsText(generation->named) && generation->named != KeysPe;
    if (error == EFBIG && isPacked)
        return KeysFileTooMany(generation->failure, generation->subject, generation->named, generation->fileBytes);
    if (error == ENOMEM)
        return GenerationMemory(generation, (size_t)generation->fileBytes);
    if (error == ESTALE)
        return FailureSet(generation->failure, code, generation->subject, L"the file changed while it was read.", 0, 0,
                          0);
    if (generation->options.keysName == NULL)
        return FailureErrnoFile(generation->failure, code, generation->subject, error);
    const HRESULT exact = FailureErrno(generation->failure, code, generation->subject, error);
    return exact == code ? code : FailureSet(generation->failure, exact, generation->subject, NULL, 0, 0, 0);
}

static HRESULT LoadKeys(Generation *generation)
{
    char *path = IsStandardInput(generation) ? NULL : TextCopyUtf8(generation->keysPath);
    if (path == NULL && !IsStandardInput(generation))
        return FailureMemoryText(generation->failure, generation->subject);
    generation->named = KeysFormatNamed(generation->keysPath, &generation->options);
    if (generation->options.keyType == KeyTypeText || generation->gperf.isGiven ||
        RecordsAreMeant(&generation->options, generation->keysPath))
        generation->named = KeysText;
    const int error = SystemRead(path, KeysLargestFile(generation->named), &generation->file, &generation->fileBytes);
    TextFree(path);
    return error == 0 ? S_OK : KeysUnreadable(generation, error);
}

/* The path of the values; NULL: out of memory. */
static wchar_t *ValuesPath(const Generation *generation)
{
    static const wchar_t suffix[] = L".values";
    const wchar_t *given = generation->options.values;
    if (given != NULL)
        return TextCopy(given);
    const size_t chars = TextLength(generation->keysPath) + sizeof suffix / sizeof *suffix;
    wchar_t *path = MemoryAllocate(chars * sizeof *path);
    if (path != NULL) {
        TextLine line = TextLineIn(path, chars);
        TextAdd(&line, generation->keysPath);
        TextAdd(&line, suffix);
    }
    return path;
}

static HRESULT LoadValues(Generation *generation)
{
    char *utf8 = TextCopyUtf8(generation->valuesPath);
    if (utf8 == NULL)
        return FailureMemoryText(generation->failure, generation->subject);
    const uint64_t most = CHM_MAX_KEYS * generation->options.solve.valueBits / 8;
    const int error = SystemRead(utf8, most, &generation->values, &generation->valuesBytes);
    TextFree(utf8);
    return error == 0
               ? S_OK
               : FailureErrnoFile(generation->failure, PERFECTHASH_E_VALUES_UNREADABLE, generation->valuesPath, error);
}

HRESULT GenerationLoad(Generation *generation)
{
    if (FAILED(LoadKeys(generation)))
        return generation->failure->code;
    generation->text = (KeysBytes){generation->file, (size_t)generation->fileBytes};
    if (generation->options.solve.valueBits == 0)
        return S_OK;
    generation->valuesPath = ValuesPath(generation);
    return generation->valuesPath != NULL ? LoadValues(generation)
                                          : FailureMemoryText(generation->failure, generation->subject);
}

/* The values are as many as the keys. */
static HRESULT GenerationTakeValues(Generation *generation)
{
    const uint32_t bits = generation->options.solve.valueBits;
    if (generation->valuesPath == NULL || generation->areTexts)
        return S_OK;
    if (generation->valuesBytes != (uint64_t)generation->keys.count * bits / 8)
        return FailureSet(generation->failure, PERFECTHASH_E_VALUES_SIZE, generation->valuesPath, generation->subject,
                          generation->valuesBytes, bits, generation->keys.count);
    generation->options.solve.values = generation->values;
    return S_OK;
}

/* ---- all of it ---- */

HRESULT GenerationRun(Generation *generation, const TableCommand *command, const wchar_t *depFile, Failure *failure)
{
    memset(generation, 0, sizeof *generation);
    generation->failure = failure;
    generation->options = command->options;
    generation->keysPath = command->keysPath;
    generation->outputDirectory = command->outputDirectory;
    generation->outputFile = command->options.outputFile;
    generation->depFile = depFile;
    typedef HRESULT Step(Generation *);
    static Step *const makes[] = {GenerationBegin,      GenerationLoad,       GenerationDecode, GenerationNameFiles,
                                  GenerationLookAtRule, GenerationTakeValues, GenerationSolve,  GenerationEmit,
                                  GenerationWrite,      GenerationWriteRule};
    enum { Named = 4, All = sizeof makes / sizeof *makes }; /* names are known once the keys are */
    const size_t steps = command->options.printOutputs ? Named : All;
    HRESULT code = S_OK;
    TableOptionsSettle(&generation->options);
    generation->names = TableOptionsSourceNames(&command->options);
    for (size_t i = 0; i < steps && SUCCEEDED(code); i++)
        code = makes[i](generation);
    return code;
}

void GenerationFree(Generation *generation)
{
    for (size_t i = 0; i < generation->fileCount; i++) {
        SystemReplaceDrop(&generation->files[i].replaced);
        TextFree(generation->files[i].path);
        TextFree(generation->files[i].utf8);
    }
    NativeBlockFree(generation->file);
    NativeBlockFree(generation->values);
    NativeBlockFree(generation->utf8);
    NativeBlockFree(generation->decoded);
    NativeBlockFree(generation->records);
    NativeBlockFree(generation->image);
    NativeBlockFree(generation->floors);
    for (size_t i = 0; i < OutputForms; i++)
        NativeBlockFree(generation->sources[i].out);
    TextFree(generation->folder);
    TextFree(generation->valuesPath);
    TextFree(generation->gperf.line);
    TextFree(generation->gperf.path);
    TextFree(generation->gperf.output);
    TextFree(generation->name);
    memset(generation, 0, sizeof *generation);
}
