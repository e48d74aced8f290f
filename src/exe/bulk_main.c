/*
 * PerfectHashBulkCreate: makes a table of each keys file in a directory. Reaches PerfectHash.dll through COM alone, without registration, by
 * its own manifest.
 */
#include <windows.h>
#include <oleauto.h>

#include "PerfectHash.h"
#include "PerfectHashErrors.h"
#include "bulk_command.h"
#include "bulk_progress.h"
#include "bulk_report.h"
#include "com/version.h"
#include "crash_handler.h"
#include "output.h"

typedef enum ExitCode { ExitDone = 0, ExitFailed = 1, ExitUsage = 2, ExitNoServer = 3 } ExitCode;

enum { PollMs = 100 };

static volatile LONG interrupts;

/* The first Ctrl+C asks the run to end, which leaves whole tables alone; the second ends the process, as there is nothing to save. */
static BOOL WINAPI OnControl(DWORD event)
{
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        return FALSE;
    if (InterlockedIncrement(&interrupts) > 1)
        TerminateProcess(GetCurrentProcess(), ExitFailed);
    return TRUE;
}

static ExitCode ExitCodeOf(HRESULT hr)
{
    const BOOL usage = hr == PERFECTHASH_E_OPTION_UNKNOWN || hr == PERFECTHASH_E_OPTION_VALUE || hr == PERFECTHASH_E_ARGUMENT;
    return usage ? ExitUsage : ExitFailed;
}

/* Prints what went wrong, for people on stderr and for programs on stdout. */
static void PrintError(const BulkProgramCommand *command, HRESULT hr, const wchar_t *text)
{
    Output errors = {0}, results = {0};
    if (command->silent)
        return;
    OutputPut(&errors, L"PerfectHashBulkCreate: ");
    OutputPut(&errors, text);
    OutputPut(&errors, L"\n");
    OutputFlush(&errors, STD_ERROR_HANDLE);
    if (!command->json)
        return;
    OutputPut(&results, L"{\"error\": ");
    OutputPutJson(&results, text);
    OutputFormat(&results, L", \"code\": \"0x%08lX\"}\n", (unsigned long)hr);
    OutputFlush(&results, STD_OUTPUT_HANDLE);
}

/* The text that the server left with the error, or the system's. */
static void PrintComError(const BulkProgramCommand *command, HRESULT hr)
{
    IErrorInfo *info = NULL;
    BSTR description = NULL;
    wchar_t text[FAILURE_TEXT_CHARS];
    if (GetErrorInfo(0, &info) == S_OK) {
        IErrorInfo_GetDescription(info, &description);
        IErrorInfo_Release(info);
    }
    if (description == NULL) {
        Failure failure;
        FailureSystem(&failure, PERFECTHASH_E_RUNTIME, L"PerfectHash.dll", (DWORD)hr);
        FailureText(&failure, text, ARRAYSIZE(text));
    }
    PrintError(command, hr, description != NULL ? description : text);
    SysFreeString(description);
}

/* Waits for the job, showing how far it is; an interrupt cancels it. */
static HRESULT Watch(const BulkProgramCommand *command, IPerfectHashJob *job)
{
    BulkProgress progress;
    VARIANT_BOOL done = VARIANT_FALSE;
    BOOL cancelled = FALSE;
    HRESULT hr = S_OK;
    BulkProgressInit(&progress, !command->quiet && !command->silent);
    while (SUCCEEDED(hr) && !done) {
        hr = IPerfectHashJob_Wait(job, PollMs, &done);
        if (SUCCEEDED(hr) && !done)
            BulkProgressDraw(&progress, job);
        if (SUCCEEDED(hr) && interrupts != 0 && !cancelled) {
            hr = IPerfectHashJob_Cancel(job);
            cancelled = TRUE;
        }
    }
    BulkProgressErase(&progress);
    return hr;
}

static HRESULT Report(const BulkProgramCommand *command, IPerfectHashJob *job, IDispatch *result, ExitCode *code)
{
    IPerfectHashTables *tables = NULL;
    Output results = {0}, errors = {0};
    double seconds = 0;
    LONG failed = 0;
    HRESULT hr = IDispatch_QueryInterface(result, &IID_IPerfectHashTables, (void **)&tables);
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Elapsed(job, &seconds);
    if (SUCCEEDED(hr))
        hr = BulkReport(tables, seconds, command->json, &results, &errors, &failed);
    if (tables != NULL)
        IPerfectHashTables_Release(tables);
    if (command->silent)
        errors.length = 0;
    if (command->silent || command->quiet)
        results.length = 0;
    OutputFlush(&errors, STD_ERROR_HANDLE);
    OutputFlush(&results, STD_OUTPUT_HANDLE);
    *code = failed != 0 ? ExitFailed : ExitDone;
    return hr;
}

/* What became of a job that is done. */
static HRESULT Finish(const BulkProgramCommand *command, IPerfectHashJob *job, ExitCode *code)
{
    IDispatch *result = NULL;
    BSTR error = NULL;
    LONG errorCode = 0;
    HRESULT hr = IPerfectHashJob_get_ErrorCode(job, &errorCode);
    if (SUCCEEDED(hr) && FAILED(errorCode)) {
        hr = IPerfectHashJob_get_Error(job, &error);
        if (SUCCEEDED(hr))
            PrintError(command, errorCode, error != NULL ? error : L"");
        SysFreeString(error);
        *code = ExitCodeOf(errorCode);
        return hr;
    }
    if (SUCCEEDED(hr))
        hr = IPerfectHashJob_get_Result(job, &result);
    if (SUCCEEDED(hr) && result == NULL)
        hr = E_UNEXPECTED;
    if (SUCCEEDED(hr))
        hr = Report(command, job, result, code);
    if (result != NULL)
        IDispatch_Release(result);
    return hr;
}

static ExitCode Create(const BulkProgramCommand *command, IPerfectHashIocpContext *context)
{
    BSTR line = SysAllocString(command->line);
    IPerfectHashJob *job = NULL;
    ExitCode code = ExitFailed;
    HRESULT hr = line != NULL ? IPerfectHashIocpContext_BeginBulkCreateCommandLine(context, line, &job) : E_OUTOFMEMORY;
    SysFreeString(line);
    if (SUCCEEDED(hr))
        hr = Watch(command, job);
    if (SUCCEEDED(hr))
        hr = Finish(command, job, &code);
    if (job != NULL)
        IPerfectHashJob_Release(job);
    if (SUCCEEDED(hr))
        return code;
    PrintComError(command, hr);
    return ExitCodeOf(hr);
}

static ExitCode CreateInServer(const BulkProgramCommand *command)
{
    IPerfectHashIocpContext *context;
    HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (SUCCEEDED(hr)) {
        hr = CoCreateInstance(&CLSID_IocpContext, NULL, CLSCTX_INPROC_SERVER, &IID_IPerfectHashIocpContext, (void **)&context);
        if (SUCCEEDED(hr)) {
            const ExitCode code = Create(command, context);
            IPerfectHashIocpContext_Release(context);
            CoUninitialize();
            return code;
        }
        CoUninitialize();
    }
    PrintComError(command, hr);
    return ExitNoServer;
}

int wmain(int argc, wchar_t **argv);          /* no header declares it */

int wmain(int argc, wchar_t **argv)
{
    CrashHandlerInstall(L"PerfectHashBulkCreate");
    SetConsoleCtrlHandler(OnControl, TRUE);
    BulkProgramCommand command;
    Failure failure;
    Output output = {0};
    ExitCode code = ExitDone;
    if (FAILED(BulkProgramCommandParse(argc > 0 ? argc - 1 : 0, (const wchar_t *const *)argv + 1, &command, &failure))) {
        wchar_t text[FAILURE_TEXT_CHARS];
        FailureText(&failure, text, ARRAYSIZE(text));
        PrintError(&command, failure.code, text);
        code = ExitUsage;
    } else if (command.help) {
        BulkProgramHelp(&output);
    } else if (command.version) {
        OutputPut(&output, L"PerfectHashBulkCreate " PRODUCT_VERSION L"\n");
    } else {
        code = CreateInServer(&command);
    }
    OutputFlush(&output, STD_OUTPUT_HANDLE);
    BulkProgramCommandFree(&command);
    return code;
}
