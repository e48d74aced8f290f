#include "errors.h"

#include <oleauto.h>

#include "PerfectHashErrors.h"
#include "output.h"

static void (*sendTo)(HRESULT hr, const wchar_t *text); /* NULL: nowhere else */

void ErrorSendTo(void (*tell)(HRESULT hr, const wchar_t *text))
{
    sendTo = tell;
}

/* Puts the line of an error as it is asked for. */
static void ErrorPut(const ErrorStyle *style, HRESULT hr, const wchar_t *text, Output *errors)
{
    wchar_t line[2 * FAILURE_TEXT_CHARS];
    TextLine put = TextLineIn(line, ARRAYSIZE(line));
    DiagnosticAdd(&put, style->format, style->program, style->subject, (uint32_t)hr, text);
    OutputPutColor(errors, STD_ERROR_HANDLE, OutputRed);
    OutputPutName(errors, line);
    OutputPutColor(errors, STD_ERROR_HANDLE, OutputPlain);
    OutputPut(errors, L"\n");
}

void ErrorPrint(const ErrorStyle *style, HRESULT hr, const wchar_t *text)
{
    Output errors = {0}, results = {0};
    if (sendTo != NULL)
        sendTo(hr, text);
    if (style->silent)
        return;
    ErrorPut(style, hr, text, &errors);
    OutputFlush(&errors, STD_ERROR_HANDLE);
    if (!style->json)
        return;
    OutputPut(&results, L"{\"error\": ");
    OutputPutJson(&results, text);
    OutputFormat(&results, L", \"code\": \"0x%08lX\"}\n", (unsigned long)hr);
    OutputFlush(&results, STD_OUTPUT_HANDLE);
}

void ErrorPrintFailure(const ErrorStyle *style, const Failure *failure)
{
    wchar_t text[FAILURE_TEXT_CHARS];
    FailureText(failure, text, ARRAYSIZE(text));
    ErrorPrint(style, failure->code, text);
}

void ErrorPrintCom(const ErrorStyle *style, const wchar_t *subject, HRESULT hr)
{
    IErrorInfo *info = NULL;
    BSTR description = NULL;
    if (GetErrorInfo(0, &info) == S_OK) {
        IErrorInfo_GetDescription(info, &description);
        IErrorInfo_Release(info);
    }
    if (description != NULL) {
        ErrorPrint(style, hr, description);
    } else {
        Failure failure;
        wchar_t text[FAILURE_TEXT_CHARS];
        FailureSystem(&failure, PERFECTHASH_E_RUNTIME, subject, (DWORD)hr);
        FailureText(&failure, text, ARRAYSIZE(text));
        ErrorPrint(style, hr, text);
    }
    SysFreeString(description);
}

ExitCode ErrorExitCode(HRESULT hr)
{
    const BOOL usage = hr == PERFECTHASH_E_OPTION_UNKNOWN || hr == PERFECTHASH_E_OPTION_VALUE ||
                       hr == PERFECTHASH_E_ARGUMENT || hr == PERFECTHASH_E_KEY_TYPE || hr == PERFECTHASH_E_KEY_RANGE;
    const BOOL notRun = hr == PERFECTHASH_E_SERVER_NOT_FOUND || hr == PERFECTHASH_E_SERVER_UNREACHABLE ||
                        hr == PERFECTHASH_E_SERVER_GONE || hr == PERFECTHASH_E_SERVER_UNTRUSTED ||
                        hr == PERFECTHASH_E_SERVER_BUSY || hr == PERFECTHASH_E_SERVER_DRAINING ||
                        hr == PERFECTHASH_E_QUOTA || hr == PERFECTHASH_E_PROTOCOL ||
                        hr == PERFECTHASH_E_PROTOCOL_VERSION || hr == PERFECTHASH_E_SERVER_OLDER;
    return usage ? ExitUsage : notRun ? ExitNotRun : ExitFailed;
}
