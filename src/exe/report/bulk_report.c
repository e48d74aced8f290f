#include "bulk_report.h"

#include <oleauto.h>

#include "exe/program/job_tally.h"
#include "exe/program/progress.h"
#include "jobs/text/progress_text.h"
#include "jobs/text/text.h"

typedef struct BulkFigures {
    LONG count, skipped;
    double failed, seconds;
    double total; /* all rows; those that are not listed elsewhere are programs without functions */
    BSTR outputDirectory, csvPath, jsonPath;
    BSTR packPath;
    VARIANT failures; /* an array of VARIANT strings */
    LONG listed;      /* how many of them are listed */
    BSTR first;       /* the first failure, where there are more than are listed; otherwise NULL */
    JobTally tally;
    uint64_t bytesWritten; /* 0: not known */
} BulkFigures;

enum { SummaryChars = 400, TimeChars = 40 };

static HRESULT BulkFiguresTake(IPerfectHashJob *job, IPerfectHashTables *tables, BulkFigures *figures)
{
    LONG last = -1;
    HRESULT hr = IPerfectHashTables_get_Count(tables, &figures->count);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_SkippedCount(tables, &figures->skipped);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_OutputDirectory(tables, &figures->outputDirectory);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_CsvPath(tables, &figures->csvPath);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_JsonPath(tables, &figures->jsonPath);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_PackPath(tables, &figures->packPath);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_Failures(tables, &figures->failures);
    if (SUCCEEDED(hr) && V_VT(&figures->failures) == (VT_ARRAY | VT_VARIANT))
        hr = SafeArrayGetUBound(V_ARRAY(&figures->failures), 1, &last);
    figures->listed = last + 1;
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Elapsed(job, &figures->seconds);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Total(job, &figures->total);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Failed(job, &figures->failed);
    if (SUCCEEDED(hr) && figures->failed > figures->listed)
        hr = IPerfectHashJob_get_Error(job, &figures->first);
    else
        figures->failed = figures->listed;
    return hr;
}

static void BulkFiguresFree(BulkFigures *figures)
{
    SysFreeString(figures->outputDirectory);
    SysFreeString(figures->csvPath);
    SysFreeString(figures->jsonPath);
    SysFreeString(figures->packPath);
    VariantClear(&figures->failures);
    SysFreeString(figures->first);
}

static double BulkReportWithoutFunctions(const BulkFigures *figures)
{
    const double others = figures->total - figures->count - figures->failed;
    return others > 0 ? others : 0;
}

/* How many failures there are words for. */
static LONG BulkReportTold(const BulkFigures *figures)
{
    return figures->first != NULL ? 1 : figures->listed;
}

static void PutFailure(const BulkFigures *figures, LONG index, void (*put)(Output *output, const wchar_t *text),
                       Output *output)
{
    VARIANT text;
    if (figures->first != NULL) {
        put(output, figures->first);
        return;
    }
    VariantInit(&text);
    const BOOL found =
        SUCCEEDED(SafeArrayGetElement(V_ARRAY(&figures->failures), &index, &text)) && V_VT(&text) == VT_BSTR;
    put(output, found && V_BSTR(&text) != NULL ? V_BSTR(&text) : L"?");
    VariantClear(&text);
}

static void PutNamed(Output *output, const wchar_t *name, BSTR text)
{
    OutputPut(output, name);
    OutputPutJson(output, text != NULL ? text : L"");
}

static void BulkReportPutJson(const BulkFigures *figures, Output *output)
{
    OutputFormat(
        output, L"{\"created\": %ld, \"skipped\": %ld, \"failed\": %.0f, \"withoutFunctions\": %.0f, \"seconds\": %.3f",
        figures->count - figures->skipped, figures->skipped, figures->failed, BulkReportWithoutFunctions(figures),
        figures->seconds);
    PutNamed(output, L", \"outputDirectory\": ", figures->outputDirectory);
    PutNamed(output, L", \"csv\": ", figures->csvPath);
    PutNamed(output, L", \"json\": ", figures->jsonPath);
    PutNamed(output, L", \"pack\": ", figures->packPath);
    OutputPut(output, L", \"failures\": [");
    for (LONG i = 0; i < BulkReportTold(figures); i++) {
        OutputPut(output, i != 0 ? L", " : L"");
        PutFailure(figures, i, OutputPutJson, output);
    }
    OutputPut(output, L"]}\n");
}

/* Puts a line with a title, where there is a text for it. */
static void BulkReportPutTitled(const wchar_t *title, const wchar_t *text, Output *output)
{
    if (text == NULL || *text == 0)
        return;
    OutputPut(output, title);
    OutputPutName(output, text);
    OutputPut(output, L"\n");
}

static void BulkReportAddNumber(TextLine *line, double number, const wchar_t *text)
{
    if (number == 0)
        return;
    TextAddNumber(line, (uint64_t)number);
    TextAdd(line, text);
}

/* Adds what the tables hold and took, as far as it is known. */
static void BulkReportAddFigures(const BulkFigures *figures, TextLine *line)
{
    const uint64_t made = (uint64_t)(figures->count - figures->skipped), keys = (uint64_t)figures->tally.keys;
    const uint64_t milliseconds = (uint64_t)(1000 * figures->seconds);
    if (keys != 0) {
        ProgressAddCount(line, keys, L"key");
        TextAdd(line, L"  ");
    }
    if (figures->bytesWritten != 0) {
        ProgressAddBytes(line, figures->bytesWritten);
        TextAdd(line, L" written  ");
    }
    ProgressAddTime(line, (uint64_t)(1e6 * figures->seconds));
    if (made != 0) {
        TextAdd(line, L"  ");
        ProgressAddRate(line, made, milliseconds, L"tables");
    }
    if (keys != 0) {
        TextAdd(line, L"  ");
        ProgressAddRate(line, keys, milliseconds, L"keys");
    }
}

static void BulkReportPutSlowest(const JobTally *tally, Output *output)
{
    wchar_t time[TimeChars];
    TextLine line = TextLineIn(time, TimeChars);
    if (tally->tables < 2)
        return;
    ProgressAddTime(&line, (uint64_t)tally->slowestMicroseconds);
    OutputPut(output, L"slowest: ");
    OutputPutName(output, tally->slowest);
    OutputPut(output, L", ");
    OutputPut(output, time);
    OutputPut(output, L"\n");
}

static void BulkReportPutSummary(const BulkFigures *figures, Output *output)
{
    wchar_t text[SummaryChars];
    TextLine line = TextLineIn(text, SummaryChars);
    ProgressAddCount(&line, (uint64_t)(figures->count - figures->skipped), L"table");
    OutputPutColor(output, STD_OUTPUT_HANDLE, figures->failed != 0 ? OutputRed : OutputGreen);
    OutputPut(output, text);
    OutputPutColor(output, STD_OUTPUT_HANDLE, OutputPlain);
    line = TextLineIn(text, SummaryChars);
    TextAdd(&line, L"  ");
    BulkReportAddNumber(&line, figures->skipped, L" skipped  ");
    BulkReportAddNumber(&line, BulkReportWithoutFunctions(figures), L" without functions  ");
    BulkReportAddNumber(&line, figures->failed, L" failed  ");
    BulkReportAddFigures(figures, &line);
    OutputPut(output, text);
    OutputPut(output, L"\n");
    BulkReportPutSlowest(&figures->tally, output);
    BulkReportPutTitled(L"pack: ", figures->packPath, output);
    BulkReportPutTitled(L"results: ", figures->csvPath, output);
}

static void PutErrors(const BulkFigures *figures, const wchar_t *program, Output *output)
{
    for (LONG i = 0; i < BulkReportTold(figures); i++) {
        OutputPutColor(output, STD_ERROR_HANDLE, OutputRed);
        OutputPut(output, program);
        OutputPut(output, L": ");
        PutFailure(figures, i, OutputPutName, output);
        OutputPutColor(output, STD_ERROR_HANDLE, OutputPlain);
        OutputPut(output, L"\n");
    }
}

HRESULT BulkReport(const Command *command, IPerfectHashIocpContext *context, IPerfectHashJob *job,
                   IPerfectHashTables *tables, ExitCode *code)
{
    BulkFigures figures = {0};
    Output output = {0};
    const HRESULT hr = BulkFiguresTake(job, tables, &figures);
    *code = ExitDone;
    JobTallyTake(&figures.tally);
    figures.bytesWritten = ProgressBytesWritten(context);
    if (SUCCEEDED(hr)) {
        if (!command->style.silent)
            PutErrors(&figures, command->style.program, &output);
        OutputFlush(&output, STD_ERROR_HANDLE);
        if (command->style.json)
            BulkReportPutJson(&figures, &output);
        else
            BulkReportPutSummary(&figures, &output);
        CommandPrint(command, &output);
        if (figures.failed != 0)
            *code = ExitFailed;
    }
    BulkFiguresFree(&figures);
    return hr;
}
