#include "bulk_report.h"

#include <oleauto.h>

typedef struct BulkFigures {
    LONG count, skipped;
    double failed, seconds;
    double total; /* all rows; those that are not listed elsewhere are programs without functions */
    BSTR outputDirectory, csvPath, jsonPath;
    BSTR packPath;
    VARIANT failures; /* an array of VARIANT strings */
    LONG listed;      /* how many of them are listed */
    BSTR first;       /* the first failure, where there are more than are listed; otherwise NULL */
} BulkFigures;

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

static void BulkReportPutPath(BSTR path, Output *output)
{
    if (path == NULL || *path == 0)
        return;
    OutputPut(output, L"  ");
    OutputPutName(output, path);
}

static void BulkReportPutLine(const BulkFigures *figures, Output *output)
{
    const LONG made = figures->count - figures->skipped;
    OutputPutCount(output, made, L"table");
    if (figures->skipped != 0)
        OutputFormat(output, L"  %ld skipped", figures->skipped);
    if (BulkReportWithoutFunctions(figures) != 0)
        OutputFormat(output, L"  %.0f without functions", BulkReportWithoutFunctions(figures));
    if (figures->failed != 0)
        OutputFormat(output, L"  %.0f failed", figures->failed);
    OutputFormat(output, L"  %.2f s  %.0f tables/s", figures->seconds,
                 figures->seconds > 0 ? made / figures->seconds : 0.0);
    BulkReportPutPath(figures->packPath, output);
    BulkReportPutPath(figures->csvPath, output);
    OutputPut(output, L"\n");
}

static void PutErrors(const BulkFigures *figures, const wchar_t *program, Output *output)
{
    for (LONG i = 0; i < BulkReportTold(figures); i++) {
        OutputPut(output, program);
        OutputPut(output, L": ");
        PutFailure(figures, i, OutputPutName, output);
        OutputPut(output, L"\n");
    }
}

HRESULT BulkReport(const Command *command, IPerfectHashJob *job, IPerfectHashTables *tables, ExitCode *code)
{
    BulkFigures figures = {0};
    Output output = {0};
    const HRESULT hr = BulkFiguresTake(job, tables, &figures);
    *code = ExitDone;
    if (SUCCEEDED(hr)) {
        if (!command->style.silent)
            PutErrors(&figures, command->style.program, &output);
        OutputFlush(&output, STD_ERROR_HANDLE);
        if (command->style.json)
            BulkReportPutJson(&figures, &output);
        else
            BulkReportPutLine(&figures, &output);
        CommandPrint(command, &output);
        if (figures.failed != 0)
            *code = ExitFailed;
    }
    BulkFiguresFree(&figures);
    return hr;
}
