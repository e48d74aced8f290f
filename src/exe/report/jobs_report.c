#include "jobs_report.h"

#include <wchar.h>

#include "client_report.h"

enum { JobsStepChars = 48 };

/* A job's texts and numbers. Texts are the caller's to free. */
typedef struct JobsLine {
    BSTR kind, user, input, output, step, waits;
    LONG process, place;
    double id, age, memory, progress, completed, total;
} JobsLine;

static HRESULT JobsLineTake(IPerfectHashJobInfo *job, JobsLine *out)
{
    const HRESULT taken[] = {
        IPerfectHashJobInfo_get_RequestId(job, &out->id),      IPerfectHashJobInfo_get_Kind(job, &out->kind),
        IPerfectHashJobInfo_get_User(job, &out->user),         IPerfectHashJobInfo_get_Process(job, &out->process),
        IPerfectHashJobInfo_get_Input(job, &out->input),       IPerfectHashJobInfo_get_Output(job, &out->output),
        IPerfectHashJobInfo_get_Step(job, &out->step),         IPerfectHashJobInfo_get_Age(job, &out->age),
        IPerfectHashJobInfo_get_Place(job, &out->place),       IPerfectHashJobInfo_get_MemoryBytes(job, &out->memory),
        IPerfectHashJobInfo_get_Progress(job, &out->progress), IPerfectHashJobInfo_get_Completed(job, &out->completed),
        IPerfectHashJobInfo_get_Total(job, &out->total),       IPerfectHashJobInfo_get_WaitsFor(job, &out->waits),
    };
    for (size_t i = 0; i < ARRAYSIZE(taken); i++) {
        if (FAILED(taken[i]))
            return taken[i];
    }
    return S_OK;
}

static void JobsLineFree(JobsLine *line)
{
    SysFreeString(line->kind);
    SysFreeString(line->user);
    SysFreeString(line->input);
    SysFreeString(line->output);
    SysFreeString(line->step);
    SysFreeString(line->waits);
}

/* The step, and what it waits for: "reserve: memory". */
static void JobsLineStep(const JobsLine *line, wchar_t out[JobsStepChars])
{
    const wchar_t *step = line->step != NULL ? line->step : L"";
    if (SysStringLen(line->waits) != 0)
        swprintf(out, JobsStepChars, L"%.20ls: %.20ls", step, line->waits);
    else
        swprintf(out, JobsStepChars, L"%.20ls", step);
}

/* The columns of numbers come first: a path has any length. */
static void JobsLinePut(const JobsLine *line, Output *output)
{
    const double mebibyte = 1024 * 1024;
    wchar_t step[JobsStepChars];
    JobsLineStep(line, step);
    OutputFormat(output, L"%16.0f %-6.8ls %-15.42ls %5ld %9.1f %9.1f %4.0f %13.0f %13.0f %7ld ", line->id,
                 line->kind != NULL ? line->kind : L"", step, line->place, line->age, line->memory / mebibyte,
                 100 * line->progress, line->completed, line->total, line->process);
    OutputPutName(output, line->user != NULL ? line->user : L"");
    OutputPut(output, L"  ");
    OutputPutName(output, line->input != NULL ? line->input : L"");
    if (SysStringLen(line->output) != 0) {
        OutputPut(output, L" -> ");
        OutputPutName(output, line->output);
    }
    OutputPut(output, L"\n");
}

static HRESULT JobsReportOne(IPerfectHashJobInfos *jobs, LONG index, Output *output)
{
    IPerfectHashJobInfo *job = NULL;
    JobsLine line = {0};
    HRESULT hr = IPerfectHashJobInfos_get_Item(jobs, index, &job);
    if (FAILED(hr))
        return hr;
    hr = JobsLineTake(job, &line);
    if (SUCCEEDED(hr))
        JobsLinePut(&line, output);
    JobsLineFree(&line);
    IPerfectHashJobInfo_Release(job);
    return hr;
}

HRESULT JobsReport(const Command *command, IPerfectHashIocpClient *client, IPerfectHashJobInfos *jobs)
{
    Output output = {0};
    LONG count = 0;
    if (command->style.json)
        return ClientReportLine(command, client, L"");
    HRESULT hr = IPerfectHashJobInfos_get_Count(jobs, &count);
    if (SUCCEEDED(hr) && count == 0)
        return ClientReportLine(command, client, L"no job runs or waits");
    OutputPut(&output, L"              id kind   step            place     age s       MiB    %");
    OutputPut(&output, L"          ended            of process user, input and output\n");
    for (LONG i = 0; i < count && SUCCEEDED(hr); i++)
        hr = JobsReportOne(jobs, i, &output);
    if (FAILED(hr))
        OutputDrop(&output);
    CommandPrint(command, &output);
    return hr;
}

HRESULT TextReport(const Command *command, IPerfectHashIocpClient *client, BSTR text)
{
    Output output = {0};
    if (command->style.json)
        return ClientReportLine(command, client, L"");
    OutputPut(&output, text != NULL ? text : L"");
    CommandPrint(command, &output);
    return S_OK;
}
