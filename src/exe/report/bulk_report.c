#include "bulk_report.h"

#include <oleauto.h>

typedef struct Facts {
    LONG count, skipped;
    double failed, seconds;
    BSTR outputDirectory, csvPath, jsonPath;
    BSTR packPath;
    VARIANT failures; /* an array of VARIANT strings */
    LONG listed;      /* so many */
    BSTR first;       /* the first failure, where there are more than are listed; else NULL */
} Facts;

static HRESULT FactsTake(IPerfectHashJob *job, IPerfectHashTables *tables, Facts *facts)
{
    LONG last = -1;
    HRESULT hr = IPerfectHashTables_get_Count(tables, &facts->count);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_SkippedCount(tables, &facts->skipped);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_OutputDirectory(tables, &facts->outputDirectory);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_CsvPath(tables, &facts->csvPath);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_JsonPath(tables, &facts->jsonPath);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_PackPath(tables, &facts->packPath);
    if (SUCCEEDED(hr))
        hr = IPerfectHashTables_get_Failures(tables, &facts->failures);
    if (SUCCEEDED(hr) && V_VT(&facts->failures) == (VT_ARRAY | VT_VARIANT))
        hr = SafeArrayGetUBound(V_ARRAY(&facts->failures), 1, &last);
    facts->listed = last + 1;
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Elapsed(job, &facts->seconds);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Failed(job, &facts->failed);
    if (SUCCEEDED(hr) && facts->failed > facts->listed)
        hr = IPerfectHashJob_get_Error(job, &facts->first);
    else
        facts->failed = facts->listed;
    return hr;
}

static void FactsFree(Facts *facts)
{
    SysFreeString(facts->outputDirectory);
    SysFreeString(facts->csvPath);
    SysFreeString(facts->jsonPath);
    SysFreeString(facts->packPath);
    VariantClear(&facts->failures);
    SysFreeString(facts->first);
}

/* How many failures there are words for. */
static LONG Told(const Facts *facts)
{
    return facts->first != NULL ? 1 : facts->listed;
}

static void PutFailure(const Facts *facts, LONG index, void (*put)(Output *output, const wchar_t *text), Output *output)
{
    VARIANT text;
    if (facts->first != NULL) {
        put(output, facts->first);
        return;
    }
    VariantInit(&text);
    const BOOL found =
        SUCCEEDED(SafeArrayGetElement(V_ARRAY(&facts->failures), &index, &text)) && V_VT(&text) == VT_BSTR;
    put(output, found && V_BSTR(&text) != NULL ? V_BSTR(&text) : L"?");
    VariantClear(&text);
}

static void PutNamed(Output *output, const wchar_t *name, BSTR text)
{
    OutputPut(output, name);
    OutputPutJson(output, text != NULL ? text : L"");
}

static void PutJson(const Facts *facts, Output *output)
{
    OutputFormat(output, L"{\"created\": %ld, \"skipped\": %ld, \"failed\": %.0f, \"seconds\": %.3f",
                 facts->count - facts->skipped, facts->skipped, facts->failed, facts->seconds);
    PutNamed(output, L", \"outputDirectory\": ", facts->outputDirectory);
    PutNamed(output, L", \"csv\": ", facts->csvPath);
    PutNamed(output, L", \"json\": ", facts->jsonPath);
    PutNamed(output, L", \"pack\": ", facts->packPath);
    OutputPut(output, L", \"failures\": [");
    for (LONG i = 0; i < Told(facts); i++) {
        OutputPut(output, i != 0 ? L", " : L"");
        PutFailure(facts, i, OutputPutJson, output);
    }
    OutputPut(output, L"]}\n");
}

static void PutPath(BSTR path, Output *output)
{
    if (path == NULL || *path == 0)
        return;
    OutputPut(output, L"  ");
    OutputPut(output, path);
}

static void PutLine(const Facts *facts, Output *output)
{
    const LONG made = facts->count - facts->skipped;
    OutputFormat(output, L"%ld tables", made);
    if (facts->skipped != 0)
        OutputFormat(output, L"  %ld skipped", facts->skipped);
    if (facts->failed != 0)
        OutputFormat(output, L"  %.0f failed", facts->failed);
    OutputFormat(output, L"  %.2f s  %.0f tables/s", facts->seconds, facts->seconds > 0 ? made / facts->seconds : 0.0);
    PutPath(facts->packPath, output);
    PutPath(facts->csvPath, output);
    OutputPut(output, L"\n");
}

static void PutErrors(const Facts *facts, const wchar_t *program, Output *output)
{
    for (LONG i = 0; i < Told(facts); i++) {
        OutputPut(output, program);
        OutputPut(output, L": ");
        PutFailure(facts, i, OutputPut, output);
        OutputPut(output, L"\n");
    }
}

HRESULT BulkReport(const Command *command, IPerfectHashJob *job, IPerfectHashTables *tables, ExitCode *code)
{
    Facts facts = {0};
    Output output = {0};
    const HRESULT hr = FactsTake(job, tables, &facts);
    *code = ExitDone;
    if (SUCCEEDED(hr)) {
        if (!command->style.silent)
            PutErrors(&facts, command->style.program, &output);
        OutputFlush(&output, STD_ERROR_HANDLE);
        if (command->style.json)
            PutJson(&facts, &output);
        else
            PutLine(&facts, &output);
        CommandPrint(command, &output);
        if (facts.failed != 0)
            *code = ExitFailed;
    }
    FactsFree(&facts);
    return hr;
}
