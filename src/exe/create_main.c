/*
 * PerfectHashCreate: makes one table from a keys file. A client of the server like any other: it reaches PerfectHash.dll through COM alone,
 * without registration, by its own manifest.
 */
#include <windows.h>
#include <oleauto.h>

#include "PerfectHash.h"
#include "PerfectHashErrors.h"
#include "com/version.h"
#include "crash_handler.h"
#include "create_command.h"
#include "create_report.h"
#include "output.h"

typedef enum ExitCode { ExitDone = 0, ExitFailed = 1, ExitUsage = 2, ExitNoServer = 3 } ExitCode;

/* Ends the process at once: there is nothing to save, and a file that is not whole has its temporary name still. */
static BOOL WINAPI OnControl(DWORD event)
{
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        return FALSE;
    Output output = {0};
    OutputPut(&output, L"PerfectHashCreate: cancelled\n");
    OutputFlush(&output, STD_ERROR_HANDLE);
    TerminateProcess(GetCurrentProcess(), ExitFailed);
    return TRUE;
}

static ExitCode ExitCodeOf(HRESULT hr)
{
    const BOOL usage = hr == PERFECTHASH_E_OPTION_UNKNOWN || hr == PERFECTHASH_E_OPTION_VALUE || hr == PERFECTHASH_E_ARGUMENT ||
                       hr == PERFECTHASH_E_KEY_TYPE || hr == PERFECTHASH_E_KEY_RANGE;
    return usage ? ExitUsage : ExitFailed;
}

/* Prints what went wrong, for people on stderr and for programs on stdout. */
static void PrintError(const CreateCommand *command, HRESULT hr, const wchar_t *text)
{
    Output errors = {0}, results = {0};
    if (command->silent)
        return;
    OutputPut(&errors, L"PerfectHashCreate: ");
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
static void PrintComError(const CreateCommand *command, const wchar_t *what, HRESULT hr)
{
    IErrorInfo *info = NULL;
    BSTR description = NULL;
    if (GetErrorInfo(0, &info) == S_OK) {
        IErrorInfo_GetDescription(info, &description);
        IErrorInfo_Release(info);
    }
    if (description != NULL) {
        PrintError(command, hr, description);
    } else {
        Failure failure;
        wchar_t text[FAILURE_TEXT_CHARS];
        FailureSystem(&failure, PERFECTHASH_E_RUNTIME, what, (DWORD)hr);
        FailureText(&failure, text, ARRAYSIZE(text));
        PrintError(command, hr, text);
    }
    SysFreeString(description);
}

static ExitCode Create(const CreateCommand *command, IPerfectHashIocpContext *context)
{
    BSTR line = SysAllocString(command->line);
    IPerfectHashTable *table = NULL;
    Output output = {0};
    HRESULT hr = line != NULL ? IPerfectHashIocpContext_TableCreateCommandLine(context, line, &table) : E_OUTOFMEMORY;
    SysFreeString(line);
    if (SUCCEEDED(hr)) {
        hr = CreateReport(table, command->lookup, command->json, &output);
        IPerfectHashTable_Release(table);
        if (command->quiet || command->silent || FAILED(hr))
            output.length = 0;
        OutputFlush(&output, STD_OUTPUT_HANDLE);
    }
    if (SUCCEEDED(hr))
        return ExitDone;
    PrintComError(command, command->keysPath, hr);
    return ExitCodeOf(hr);
}

static ExitCode CreateInServer(const CreateCommand *command)
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
    PrintComError(command, L"PerfectHash.dll", hr);
    return ExitNoServer;
}

int wmain(int argc, wchar_t **argv);          /* no header declares it */

int wmain(int argc, wchar_t **argv)
{
    CrashHandlerInstall(L"PerfectHashCreate");
    SetConsoleCtrlHandler(OnControl, TRUE);
    CreateCommand command;
    Failure failure;
    Output output = {0};
    ExitCode code = ExitDone;
    if (FAILED(CreateCommandParse(argc > 0 ? argc - 1 : 0, (const wchar_t *const *)argv + 1, &command, &failure))) {
        wchar_t text[FAILURE_TEXT_CHARS];
        FailureText(&failure, text, ARRAYSIZE(text));
        PrintError(&command, failure.code, text);
        code = ExitUsage;
    } else if (command.help) {
        CreateCommandHelp(&output);
    } else if (command.version) {
        OutputPut(&output, L"PerfectHashCreate " PRODUCT_VERSION L"\n");
    } else {
        code = CreateInServer(&command);
    }
    OutputFlush(&output, STD_OUTPUT_HANDLE);
    CreateCommandFree(&command);
    return code;
}
