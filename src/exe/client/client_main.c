/*
 * PerfectHashClient: asks a server for tables. All that the programs have in common is in
 * program.h.
 */
#include <windows.h>
#include <oleauto.h>
#include <wchar.h>

#include "PerfectHash.h"
#include "PerfectHashErrors.h"
#include "client_command.h"
#include "exe/program/interrupt.h"
#include "exe/program/job_watch.h"
#include "exe/program/standard_input.h"
#include "exe/report/client_report.h"
#include "exe/report/jobs_report.h"
#include "jobs/bulk/bulk_options.h"
#include "jobs/text/command_line.h"

enum { DefaultTimeoutMs = 5000, SliceMs = 200 };

/* Prints why a call failed. */
static ExitCode ClientMainFailed(const Command *command, const ClientCommandLine *line, HRESULT hr)
{
    ErrorPrintCom(&command->style, line->endpoint != NULL ? line->endpoint : command->style.program, hr);
    return ErrorExitCode(hr);
}

/* ---- connecting ---- */

/* Returns what is left of the time to connect in. */
static DWORD LeftMs(const ClientCommandLine *line, ULONGLONG begun)
{
    const DWORD limitMs = line->connectTimeoutMs != CLIENT_DEFAULT_TIMEOUT ? line->connectTimeoutMs : DefaultTimeoutMs;
    return limitMs - (DWORD)min(GetTickCount64() - begun, limitMs);
}

/* FALSE: Ctrl+C came meanwhile. */
static BOOL ClientMainPause(ULONGLONG milliseconds)
{
    if (InterruptEvent() != NULL)
        WaitForSingleObject(InterruptEvent(), (DWORD)milliseconds);
    else
        Sleep((DWORD)milliseconds);
    return !InterruptCame();
}

/*
 * In slices, between which Ctrl+C is heard. What answers sooner than its slice lasts is asked again
 * when that is over.
 */
static HRESULT ClientMainConnect(IPerfectHashIocpClient *client, const ClientCommandLine *line, ULONGLONG begun)
{
    HRESULT hr = IPerfectHashIocpClient_put_WaitForServer(client, line->waitForServer ? VARIANT_TRUE : VARIANT_FALSE);
    if (SUCCEEDED(hr) && line->endpoint != NULL) {
        BSTR endpoint = SysAllocString(line->endpoint);
        hr = endpoint != NULL ? IPerfectHashIocpClient_put_Endpoint(client, endpoint) : E_OUTOFMEMORY;
        SysFreeString(endpoint);
    }
    while (SUCCEEDED(hr)) {
        const ULONGLONG asked = GetTickCount64();
        const DWORD left = LeftMs(line, begun);
        hr = IPerfectHashIocpClient_put_ConnectTimeout(client, (LONG)min(left, (DWORD)SliceMs));
        if (SUCCEEDED(hr))
            hr = IPerfectHashIocpClient_Connect(client);
        if (hr != PERFECTHASH_E_SERVER_UNREACHABLE || left <= SliceMs ||
            !ClientMainPause(SliceMs - min(GetTickCount64() - asked, (ULONGLONG)SliceMs)))
            break;
        hr = S_OK;
    }
    return hr;
}

/* ---- jobs ---- */

/* The line, and behind it the options that stood outside of it. NULL: out of memory. */
static BSTR JoinLine(const wchar_t *line, const wchar_t *options)
{
    const size_t lineChars = wcslen(line), optionChars = wcslen(options);
    BSTR whole = SysAllocStringLen(NULL, (UINT)(lineChars + 1 + optionChars));
    if (whole == NULL)
        return NULL;
    wmemcpy(whole, line, lineChars);
    whole[lineChars] = L' ';
    wmemcpy(whole + lineChars + 1, options, optionChars + 1);
    return whole;
}

static HRESULT ClientMainBeginLine(IPerfectHashIocpClient *client, const wchar_t *line, const wchar_t *options,
                                   BOOL bulk, IPerfectHashJob **job)
{
    BSTR whole = JoinLine(line, options);
    if (whole == NULL)
        return E_OUTOFMEMORY;
    const HRESULT hr = bulk ? IPerfectHashIocpClient_BulkCreate(client, whole, job)
                            : IPerfectHashIocpClient_TableCreate(client, whole, job);
    SysFreeString(whole);
    return hr;
}

/* DIR, or DIR;OUT. */
static HRESULT BeginDirectory(IPerfectHashIocpClient *client, const Command *command, const wchar_t *text,
                              IPerfectHashJob **job)
{
    const wchar_t *semicolon = wcschr(text, L';');
    BSTR keys = SysAllocStringLen(text, (UINT)(semicolon != NULL ? (size_t)(semicolon - text) : wcslen(text)));
    BSTR target = SysAllocString(semicolon != NULL ? semicolon + 1 : L"");
    BSTR options = SysAllocString(command->line);
    const BOOL made = keys != NULL && target != NULL && options != NULL;
    const HRESULT hr =
        made ? IPerfectHashIocpClient_BulkCreateDirectory(client, keys, target, options, job) : E_OUTOFMEMORY;
    SysFreeString(keys);
    SysFreeString(target);
    SysFreeString(options);
    return hr;
}

/* inputLine: the command instead, where the keys come from standard input; else NULL. */
static HRESULT ClientMainBegin(IPerfectHashIocpClient *client, const Command *command, const ClientCommandLine *line,
                               const wchar_t *inputLine, IPerfectHashJob **job)
{
    const HRESULT hr = IPerfectHashIocpClient_put_Detach(client, line->detach ? VARIANT_TRUE : VARIANT_FALSE);
    if (FAILED(hr))
        return hr;
    if (line->action == ClientActionDirectory)
        return BeginDirectory(client, command, line->directory, job);
    if (inputLine != NULL)
        return ClientMainBeginLine(client, inputLine, L"", FALSE, job);
    return line->action == ClientActionBulk ? ClientMainBeginLine(client, line->bulk, command->line, TRUE, job)
                                            : ClientMainBeginLine(client, line->table, command->line, FALSE, job);
}

/* A table's keys may come from standard input, whose file must last as long as this program. */
static HRESULT ClientMainTakeInput(const Command *command, const ClientCommandLine *line, StandardInput *input,
                                   Failure *failure)
{
    int count = 0;
    BSTR whole = JoinLine(line->table, command->line);
    wchar_t **words = whole != NULL ? CommandLineSplit(whole, &count) : NULL;
    const HRESULT hr = words != NULL
                           ? StandardInputTake(input, count, (const wchar_t *const *)words, line->detach, failure)
                           : FailureMemoryText(failure, line->table);
    CommandLineFree(words);
    SysFreeString(whole);
    return hr;
}

static ExitCode ClientMainCreate(IPerfectHashIocpClient *client, const Command *command, const ClientCommandLine *line)
{
    StandardInput input = {0};
    Failure failure;
    IPerfectHashJob *job = NULL;
    void *none;
    ExitCode code = ExitDone;
    if (line->action == ClientActionTable && FAILED(ClientMainTakeInput(command, line, &input, &failure))) {
        ErrorPrintFailure(&command->style, &failure);
        return ErrorExitCode(failure.code);
    }
    HRESULT hr = ClientMainBegin(client, command, line, input.line, &job);
    if (SUCCEEDED(hr) && line->detach) {
        hr = ClientReportDetached(command, job);
    } else if (SUCCEEDED(hr)) {
        code = JobWatch(command, hr, job, NULL, &none);
        if (code == ExitDone)
            hr = ClientReportMade(command, job, line->action != ClientActionTable, &code);
    }
    if (job != NULL)
        IPerfectHashJob_Release(job);
    StandardInputClose(&input);
    return SUCCEEDED(hr) ? code : ClientMainFailed(command, line, hr);
}

/* ---- the rest ---- */

static HRESULT ClientMainAsk(IPerfectHashIocpClient *client, const Command *command, const ClientCommandLine *line,
                             ExitCode *code)
{
    IPerfectHashStatistics *statistics = NULL;
    IPerfectHashJobInfos *jobs = NULL;
    BSTR text = NULL;
    IPerfectHashJob *job = NULL;
    double roundTripMs = 0;
    VARIANT_BOOL wasRunning;
    HRESULT hr;
    switch (line->action) {
    case ClientActionPing:
        hr = IPerfectHashIocpClient_Ping(client, &roundTripMs);
        return SUCCEEDED(hr) ? ClientReportPing(command, client, roundTripMs) : hr;
    case ClientActionShutdown:
        hr = IPerfectHashIocpClient_ShutdownServer(client);
        return SUCCEEDED(hr) ? ClientReportLine(command, client, L"the server is shutting down") : hr;
    case ClientActionCancel:
        hr = IPerfectHashIocpClient_CancelRequest(client, (double)line->cancel, &wasRunning);
        return SUCCEEDED(hr)
                   ? ClientReportLine(command, client,
                                      wasRunning ? L"the job is being cancelled" : L"the job has ended already")
                   : hr;
    case ClientActionStatus:
        hr = IPerfectHashIocpClient_Status(client, (double)line->status, &job);
        if (SUCCEEDED(hr)) {
            hr = ClientReportJob(command, job, code);
            IPerfectHashJob_Release(job);
        }
        return hr;
    case ClientActionMetrics:
    case ClientActionRings:
        hr = line->action == ClientActionRings ? IPerfectHashIocpClient_GetRings(client, &text)
                                               : IPerfectHashIocpClient_GetMetrics(client, &text);
        if (SUCCEEDED(hr))
            hr = TextReport(command, client, text);
        SysFreeString(text);
        return hr;
    case ClientActionJobs:
        hr = IPerfectHashIocpClient_GetJobs(client, &jobs);
        if (SUCCEEDED(hr)) {
            hr = JobsReport(command, client, jobs);
            IPerfectHashJobInfos_Release(jobs);
        }
        return hr;
    default:
        hr = IPerfectHashIocpClient_GetServerStatistics(client, &statistics);
        if (FAILED(hr))
            return hr;
        hr = ClientReportStatistics(command, client, statistics);
        IPerfectHashStatistics_Release(statistics);
        return hr;
    }
}

static ExitCode ClientMainRun(const Command *command, void *object, void *context)
{
    const ClientCommandLine *line = context;
    const ULONGLONG begun = GetTickCount64();
    IPerfectHashIocpClient *client = object;
    ExitCode code = ExitDone;
    HRESULT hr;
    BOOL again;
    do {
        hr = ClientMainConnect(client, line, begun);
        if (FAILED(hr)) {
            const ExitCode failed = ClientMainFailed(command, line, hr);
            return failed == ExitUsage ? failed : ExitNotRun;
        }
        if (line->action == ClientActionTable || line->action == ClientActionBulk ||
            line->action == ClientActionDirectory)
            return ClientMainCreate(client, command, line);
        hr = ClientMainAsk(client, command, line, &code);
        /*
         * A server that went away before it answered, as one that was ending does, is not the
         * server that the program waits for. The object has looked for the next server, but only
         * for a slice of the time.
         */
        const BOOL gone = hr == PERFECTHASH_E_SERVER_GONE || hr == PERFECTHASH_E_SERVER_UNREACHABLE;
        again = gone && line->action == ClientActionPing && line->waitForServer && LeftMs(line, begun) != 0;
    } while (again && ClientMainPause(SliceMs));
    return SUCCEEDED(hr) ? code : ClientMainFailed(command, line, hr);
}

int wmain(int argc, wchar_t **argv)
{
    ClientCommandLine line = {.connectTimeoutMs = CLIENT_DEFAULT_TIMEOUT};
    BulkOptions checked;
    BulkOptionsDefault(&checked);
    const Program program = {
        .name = L"PerfectHashClient",
        .clsid = &CLSID_IocpClient,
        .iid = &IID_IPerfectHashIocpClient,
        .own = {ClientOwnOptions(&line)},
        .passed = {BulkOptionsGroup(&checked), TableOptionsGroup(&checked.table)},
        .check = ClientCommandCheck,
        .help = &clientHelp,
        .run = ClientMainRun,
        .context = &line,
    };
    return ProgramMain(&program, argc, argv);
}
