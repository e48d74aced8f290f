/* See report.h. */
#include "report.h"

#include <errno.h>

#include "PerfectHashErrors.h"
#include "failure_text.h"
#include "jobs/text/text.h"

#define PROGRAM_NAME L"perfecthash"

/* ---- figures ---- */

static uint64_t KeyCountOf(const Generation *generation)
{
    return generation->areTexts ? generation->textView.table.keyCount : generation->view.keyCount;
}

static uint64_t TableBytesOf(const Generation *generation)
{
    return generation->areTexts ? generation->imageBytes - TABLE_HEADER_BYTES : TableDataBytes(&generation->view);
}

static void PutCount(Utf8Text *out, uint64_t count, const char *noun)
{
    Utf8Put(out, "  ");
    Utf8PutNumber(out, count);
    Utf8Put(out, noun);
    Utf8Put(out, count == 1 ? "" : "s");
}

/* Returns where a path's last component begins. */
static const wchar_t *ReportNameOf(const wchar_t *path)
{
    const wchar_t *name = path;
    for (; *path != 0; path++)
        name = *path == L'/' ? path + 1 : name;
    return name;
}

/* Puts the path of the first file, and the names of those beside it. */
static void PutPaths(Utf8Text *out, const Generation *generation)
{
    for (size_t i = 0; i < generation->fileCount; i++) {
        Utf8Put(out, i == 0 ? "  " : ", ");
        Utf8PutWide(out, i == 0 ? generation->files[i].path : ReportNameOf(generation->files[i].path));
    }
}

static void PutLine(Utf8Text *out, const Generation *generation)
{
    const uint64_t nsAMicrosecond = 1000;
    Utf8PutWide(out, generation->name);
    PutCount(out, KeyCountOf(generation), " key");
    Utf8Put(out, "  ");
    Utf8PutNumber(out, generation->solveNanoseconds / nsAMicrosecond);
    Utf8Put(out, " us");
    if (!generation->areTexts)
        PutCount(out, generation->view.attempts, " attempt");
    Utf8Put(out, "  ");
    Utf8PutNumber(out, TableBytesOf(generation));
    Utf8Put(out, " bytes");
    PutPaths(out, generation);
    Utf8Put(out, "\n");
}

/* ---- JSON ---- */

static void ReportPutMember(Utf8Text *out, const char *name, uint64_t number)
{
    Utf8Put(out, ", \"");
    Utf8Put(out, name);
    Utf8Put(out, "\": ");
    Utf8PutNumber(out, number);
}

static void PutPositive(Utf8Text *out, const char *name, uint64_t number)
{
    if (number != 0)
        ReportPutMember(out, name, number);
}

static void PutTextMember(Utf8Text *out, const char *name, const wchar_t *text)
{
    Utf8Put(out, ", \"");
    Utf8Put(out, name);
    Utf8Put(out, "\": ");
    Utf8PutJson(out, text);
}

static void ReportPutFiles(Utf8Text *out, const Generation *generation)
{
    Utf8Put(out, "\"files\": [");
    for (size_t i = 0; i < generation->fileCount; i++) {
        Utf8Put(out, i != 0 ? ", " : "");
        Utf8PutJson(out, generation->files[i].path);
    }
    Utf8Put(out, "]");
}

static void PutJson(Utf8Text *out, const Generation *generation)
{
    const TableView *view = &generation->view; /* of text keys all zero */
    const uint64_t nsAMicrosecond = 1000;
    Utf8Put(out, "{\"name\": ");
    Utf8PutJson(out, generation->name);
    ReportPutMember(out, "keys", KeyCountOf(generation));
    ReportPutMember(out, "keySizeInBytes", view->keySizeInBytes);
    PutTextMember(out, "keyType", generation->areTexts ? L"Text" : L"Number");
    ReportPutMember(out, "microseconds", generation->solveNanoseconds / nsAMicrosecond);
    ReportPutMember(out, "attempts", view->attempts);
    ReportPutMember(out, "resizes", view->resizes);
    PutPositive(out, "valueBits", view->valueBits != 0 ? view->valueBits : view->payloadBits);
    PutPositive(out, "fingerprintBits", view->fingerprintBits);
    PutPositive(out, "packedBits", view->packedBits);
    ReportPutMember(out, "tableBytes", TableBytesOf(generation));
    PutTextMember(out, "outputDirectory", generation->folder != NULL ? generation->folder : L"");
    Utf8Put(out, ", ");
    ReportPutFiles(out, generation);
    Utf8Put(out, "}\n");
}

void ReportPutTable(Utf8Text *out, const Generation *generation, bool json)
{
    if (json)
        PutJson(out, generation);
    else
        PutLine(out, generation);
}

void ReportPutOutputs(Utf8Text *out, const Generation *generation, bool json)
{
    if (json) {
        Utf8Put(out, "{");
        ReportPutFiles(out, generation);
        Utf8Put(out, "}\n");
        return;
    }
    for (size_t i = 0; i < generation->fileCount; i++) {
        Utf8PutWide(out, generation->files[i].path);
        Utf8Put(out, "\n");
    }
}

/* ---- printing ---- */

int ReportPrint(Utf8Text *text)
{
    Utf8Text lost = {0};
    const int error = text->failed ? ENOMEM : SystemPrint(SystemOutput, text->bytes, text->length);
    Utf8Free(text);
    if (error == 0)
        return NativeDone;
    Utf8Put(&lost, "perfecthash: stdout: can't be written: ");
    Utf8Put(&lost, SystemErrorText(error));
    Utf8Put(&lost, ".\n");
    (void)SystemPrint(SystemErrors, lost.bytes, lost.length);
    Utf8Free(&lost);
    return NativeFailed;
}

static int ExitCodeOf(HRESULT code)
{
    const bool isUsage = code == PERFECTHASH_E_OPTION_UNKNOWN || code == PERFECTHASH_E_OPTION_VALUE ||
                         code == PERFECTHASH_E_ARGUMENT || code == PERFECTHASH_E_KEY_TYPE ||
                         code == PERFECTHASH_E_KEY_RANGE;
    return isUsage ? NativeUsage : NativeFailed;
}

/* Puts the line of an error as it is asked for. */
static void PutError(Utf8Text *out, const NativeCommand *command, HRESULT code, const wchar_t *text)
{
    wchar_t line[2 * FAILURE_TEXT_CHARS];
    TextLine put = TextLineIn(line, sizeof line / sizeof *line);
    const wchar_t *const name = command->table.options.keysName;
    DiagnosticAdd(&put, command->is.format, PROGRAM_NAME, name != NULL ? name : command->table.keysPath, (uint32_t)code,
                  text);
    Utf8PutWide(out, line);
    Utf8Put(out, "\n");
}

int ReportFailure(const NativeCommand *command, const Failure *failure)
{
    const NativeSwitches *is = &command->is;
    wchar_t text[FAILURE_TEXT_CHARS];
    Utf8Text errors = {0}, results = {0};
    FailureMessage(failure, text, FAILURE_TEXT_CHARS);
    if (is->silent)
        return ExitCodeOf(failure->code);
    PutError(&errors, command, failure->code, text);
    SystemPrint(SystemErrors, errors.bytes, errors.length);
    Utf8Free(&errors);
    if (is->json) {
        Utf8Put(&results, "{\"error\": ");
        Utf8PutJson(&results, text);
        Utf8Put(&results, ", \"code\": \"");
        Utf8PutCode(&results, (uint32_t)failure->code);
        Utf8Put(&results, "\"}\n");
        ReportPrint(&results);
    }
    return ExitCodeOf(failure->code);
}
