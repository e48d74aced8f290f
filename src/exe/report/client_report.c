#include "client_report.h"

#include <stdio.h>
#include <wchar.h>

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "bulk_report.h"
#include "create_report.h"
#include "exe/program/automation.h"

/* The last answer as it is, or else that line. */
HRESULT ClientReportLine(const Command *command, IPerfectHashIocpClient *client, const wchar_t *line)
{
    Output output = {0};
    BSTR json = NULL;
    const HRESULT hr = command->style.json ? IPerfectHashIocpClient_get_LastResponse(client, &json) : S_OK;
    OutputPut(&output, json != NULL ? json : line);
    OutputPut(&output, L"\n");
    SysFreeString(json);
    CommandPrint(command, &output);
    return hr;
}

HRESULT ClientReportPing(const Command *command, IPerfectHashIocpClient *client, double roundTripMs)
{
    wchar_t line[64];
    swprintf(line, ARRAYSIZE(line), L"the server answers in %.3f ms", roundTripMs);
    return ClientReportLine(command, client, line);
}

typedef struct StatisticsLine {
    const wchar_t *title, *property;
} StatisticsLine;

static HRESULT StatisticsLinesPut(const StatisticsLine *lines, size_t count, IPerfectHashStatistics *statistics,
                                  Output *output)
{
    HRESULT hr = S_OK;
    for (size_t i = 0; i < count && SUCCEEDED(hr); i++) {
        double value = 0;
        hr = AutomationGetNumber(statistics, lines[i].property, &value);
        OutputFormat(output, L"%-15ls %.0f\n", lines[i].title, value);
    }
    return hr;
}

HRESULT ClientReportStatistics(const Command *command, IPerfectHashIocpClient *client,
                               IPerfectHashStatistics *statistics)
{
    static const StatisticsLine waits[] = {
        {L"parked: buffers", L"ParkedForBuffers"}, {L"parked: memory", L"ParkedForMemory"},
        {L"parked: quotas", L"ParkedForQuotas"},   {L"parked: large", L"ParkedAsLarge"},
        {L"reserved bytes", L"ReservedBytes"},     {L"budget bytes", L"BudgetBytes"},
    };
    static const StatisticsLine numbers[] = {
        {L"connections", L"Connections"},
        {L"requests", L"Requests"},
        {L"jobs running", L"JobsRunning"},
        {L"jobs ended", L"JobsEnded"},
        {L"nodes", L"Nodes"},
        {L"threads", L"Threads"},
        {L"items run", L"ItemsRun"},
        {L"files read", L"FilesRead"},
        {L"files written", L"FilesWritten"},
        {L"bytes read", L"BytesRead"},
        {L"bytes written", L"BytesWritten"},
        {L"buffers reused", L"BufferHits"},
        {L"buffers made", L"BufferMisses"},
        {L"buffers in use", L"BuffersInUse"},
        {L"  at most", L"BuffersHighWater"},
        {L"buffer bytes", L"BufferBytes"},
        {L"in flight", L"InFlight"},
        {L"parked", L"Parked"},
        {L"exhausted", L"BuffersExhausted"},
        {L"timers waiting", L"TimersWaiting"},
        {L"timers run", L"TimersRun"},
        {L"oldest callback", L"OldestCallback"},
    };
    Output output = {0};
    if (command->style.json)
        return ClientReportLine(command, client, L"");
    HRESULT hr = StatisticsLinesPut(numbers, ARRAYSIZE(numbers), statistics, &output);
    if (SUCCEEDED(hr))
        hr = StatisticsLinesPut(waits, ARRAYSIZE(waits), statistics, &output);
    if (FAILED(hr))
        OutputDrop(&output);
    CommandPrint(command, &output);
    return hr;
}

/* A job's numbers. Texts are the caller's to free. */
typedef struct Numbers {
    PerfectHashJobState state;
    BSTR stateText, error;
    LONG errorCode;
    double id, fraction, completed, failed, total, elapsed;
} Numbers;

static HRESULT ClientReportNumbersTake(IPerfectHashJob *job, Numbers *out)
{
    HRESULT hr = IPerfectHashJob_get_State(job, &out->state);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_StateText(job, &out->stateText);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_ErrorCode(job, &out->errorCode);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Error(job, &out->error);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_RequestId(job, &out->id);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Progress(job, &out->fraction);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Completed(job, &out->completed);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Failed(job, &out->failed);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Total(job, &out->total);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Elapsed(job, &out->elapsed);
    return hr;
}

static void NumbersFree(Numbers *numbers)
{
    SysFreeString(numbers->stateText);
    SysFreeString(numbers->error);
}

static void PutJobJson(const Numbers *numbers, Output *output)
{
    OutputFormat(output, L"{\"requestId\": %.0f, \"state\": ", numbers->id);
    OutputPutJson(output, numbers->stateText != NULL ? numbers->stateText : L"");
    OutputFormat(output,
                 L", \"progress\": %.4f, \"completed\": %.0f, \"failed\": %.0f, \"total\": %.0f, \"seconds\": %.3f",
                 numbers->fraction, numbers->completed, numbers->failed, numbers->total, numbers->elapsed);
    if (FAILED(numbers->errorCode))
        OutputFormat(output, L", \"code\": \"0x%08lX\"", (unsigned long)numbers->errorCode);
    if (SysStringLen(numbers->error) != 0) {
        OutputPut(output, L", \"error\": ");
        OutputPutJson(output, numbers->error);
    }
    OutputPut(output, L"}\n");
}

static void PutJobLine(const Numbers *numbers, Output *output)
{
    OutputFormat(output, L"job %.0f  ", numbers->id);
    OutputPut(output, numbers->stateText != NULL ? numbers->stateText : L"");
    OutputFormat(output, L"  %.0f %%  %.0f of %.0f, %.0f failed  %.1f s\n", 100 * numbers->fraction, numbers->completed,
                 numbers->total, numbers->failed, numbers->elapsed);
}

HRESULT ClientReportJob(const Command *command, IPerfectHashJob *job, ExitCode *code)
{
    Numbers numbers = {0};
    Output output = {0};
    const HRESULT hr = ClientReportNumbersTake(job, &numbers);
    if (SUCCEEDED(hr)) {
        if (command->style.json)
            PutJobJson(&numbers, &output);
        else
            PutJobLine(&numbers, &output);
        CommandPrint(command, &output);
        if (SysStringLen(numbers.error) != 0 && !command->style.json)
            ErrorPrint(&command->style, numbers.errorCode, numbers.error);
        *code = numbers.state != PerfectHashJobRunning && (FAILED(numbers.errorCode) || numbers.failed > 0) ? ExitFailed
                                                                                                            : ExitDone;
    }
    NumbersFree(&numbers);
    return hr;
}

HRESULT ClientReportDetached(const Command *command, IPerfectHashJob *job)
{
    Output output = {0};
    double id = 0;
    const HRESULT hr = IPerfectHashJob_get_RequestId(job, &id);
    OutputFormat(&output, command->style.json ? L"{\"requestId\": %.0f}\n" : L"%.0f\n", id);
    if (command->style.silent)
        OutputDrop(&output);
    OutputFlush(&output, STD_OUTPUT_HANDLE); /* also when it is to be quiet: it is what was asked for */
    return hr;
}

/*
 * Nothing was written that could tell more, or nothing that this process may read. What it can read
 * and is not sound is an error.
 */
static BOOL OutOfReach(HRESULT hr)
{
    return hr == PERFECTHASH_E_TABLE_NOT_KEPT || hr == PERFECTHASH_E_TABLE_NOT_FOUND ||
           hr == PERFECTHASH_E_TABLE_UNREADABLE || hr == PERFECTHASH_E_PACK_NOT_FOUND ||
           hr == PERFECTHASH_E_PACK_UNREADABLE || hr == PERFECTHASH_E_RESULTS_UNREADABLE;
}

HRESULT ClientReportMade(const Command *command, IPerfectHashJob *job, BOOL bulk, ExitCode *code)
{
    IDispatch *result = NULL;
    void *made = NULL;
    HRESULT hr = IPerfectHashJob_get_Result(job, &result);
    if (OutOfReach(hr))
        return ClientReportJob(command, job, code);
    if (SUCCEEDED(hr) && result == NULL)
        hr = E_UNEXPECTED;
    if (SUCCEEDED(hr)) {
        hr = IDispatch_QueryInterface(result, bulk ? &IID_IPerfectHashTables : &IID_IPerfectHashTable, &made);
        IDispatch_Release(result);
    }
    *code = ExitDone;
    if (SUCCEEDED(hr))
        hr = bulk ? BulkReport(command, NULL, job, made, code) : CreateReport(command, made, NULL, code);
    if (made != NULL)
        IUnknown_Release((IUnknown *)made);
    return hr;
}
