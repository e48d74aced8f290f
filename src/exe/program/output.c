/* See output.h. */
#include "output.h"

#include <stdarg.h>
#include <stdio.h>

#include "jobs/text/text.h"
#include "jobs/text/utf8_text.h"

#define FORMAT_CHARS 256
#define MOST_BYTES 0x10000 /* of one write: consoles take no more */

static DWORD firstError; /* of a write to stdout; a Win32 code */

static OutputColors outputColors;

void OutputSetColors(OutputColors colors)
{
    outputColors = colors;
}

/* Makes a console take colours. Returns whether it does; *before gets its mode. */
static BOOL OutputBeginColors(HANDLE console, DWORD *before)
{
    return GetConsoleMode(console, before) && SetConsoleMode(console, *before | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

/* The mode is set back at once: a console outlives the program. */
static BOOL OutputHasColors(HANDLE handle)
{
    DWORD mode;
    if (outputColors != OutputColorsAuto)
        return outputColors == OutputColorsAlways;
    if (GetEnvironmentVariableW(L"NO_COLOR", NULL, 0) > 1 || !OutputBeginColors(handle, &mode))
        return FALSE;
    SetConsoleMode(handle, mode);
    return TRUE;
}

static BOOL OutputReserve(Output *output, size_t chars)
{
    if (output->length + chars <= output->capacity)
        return TRUE;
    const size_t capacity = 2 * output->capacity + chars + FORMAT_CHARS;
    HANDLE heap = GetProcessHeap();
    wchar_t *text = output->text != NULL ? HeapReAlloc(heap, 0, output->text, capacity * sizeof(wchar_t))
                                         : HeapAlloc(heap, 0, capacity * sizeof(wchar_t));
    if (text == NULL) {
        output->failed = TRUE;
        return FALSE;
    }
    output->text = text;
    output->capacity = capacity;
    return TRUE;
}

void OutputPutChars(Output *output, const wchar_t *text, size_t chars)
{
    if (chars == 0 || !OutputReserve(output, chars))
        return;
    memcpy(output->text + output->length, text, chars * sizeof(wchar_t));
    output->length += chars;
}

void OutputPut(Output *output, const wchar_t *text)
{
    OutputPutChars(output, text, wcslen(text));
}

void OutputPutName(Output *output, const wchar_t *name)
{
    const size_t before = output->length;
    OutputPutChars(output, name, wcslen(name) + 1);
    if (output->failed)
        return;
    TextOneLine(output->text + before);
    output->length--; /* the terminator */
}

void OutputPutColor(Output *output, DWORD stream, OutputColor color)
{
    static const wchar_t *const sequences[] = {L"\x1b[0m", L"\x1b[31m", L"\x1b[32m"};
    if (OutputHasColors(GetStdHandle(stream)))
        OutputPut(output, sequences[color]);
}

void OutputFormat(Output *output, const wchar_t *format, ...)
{
    wchar_t text[FORMAT_CHARS];
    va_list arguments;
    va_start(arguments, format);
    const int length = vswprintf(text, FORMAT_CHARS, format, arguments);
    va_end(arguments);
    if (length >= 0)
        OutputPutChars(output, text, min((size_t)length, FORMAT_CHARS - 1));
}

void OutputPutCount(Output *output, double count, const wchar_t *noun)
{
    OutputFormat(output, L"%.0f %ls%ls", count, noun, count == 1 ? L"" : L"s");
}

void OutputPutAscii(Output *output, Utf8Text *text)
{
    output->failed = output->failed || text->failed;
    for (size_t i = 0; i < text->length; i++) {
        const wchar_t unit = (wchar_t)text->bytes[i];
        OutputPutChars(output, &unit, 1);
    }
    Utf8Free(text);
}

void OutputPutJson(Output *output, const wchar_t *text)
{
    Utf8Text json = {0};
    Utf8PutJson(&json, text);
    OutputPutAscii(output, &json);
}

/* Returns a Win32 code. */
static DWORD OutputWriteUtf8(HANDLE handle, const wchar_t *text, size_t chars)
{
    Utf8Text utf8 = {0};
    DWORD error = ERROR_SUCCESS, written;
    Utf8PutUnits(&utf8, text, chars);
    if (utf8.failed)
        error = ERROR_NOT_ENOUGH_MEMORY;
    for (size_t done = 0; error == ERROR_SUCCESS && done < utf8.length; done += written) {
        if (!WriteFile(handle, utf8.bytes + done, (DWORD)min(utf8.length - done, (size_t)MOST_BYTES), &written, NULL))
            error = GetLastError();
        else if (written == 0)
            error = ERROR_HANDLE_DISK_FULL;
    }
    Utf8Free(&utf8);
    return error;
}

/* Returns a Win32 code. A program that was started without the stream writes to nowhere. */
static DWORD OutputWrite(HANDLE handle, const wchar_t *text, size_t chars)
{
    DWORD mode, written = 0, error = ERROR_SUCCESS;
    if (handle == NULL)
        return ERROR_SUCCESS;
    if (!GetConsoleMode(handle, &mode))
        return OutputWriteUtf8(handle, text, chars);
    const BOOL isColored = OutputHasColors(handle) && OutputBeginColors(handle, &mode);
    for (size_t done = 0; error == ERROR_SUCCESS && done < chars; done += written) {
        if (!WriteConsoleW(handle, text + done, (DWORD)min(chars - done, (size_t)MOST_BYTES), &written, NULL))
            error = GetLastError();
    }
    if (isColored)
        SetConsoleMode(handle, mode);
    return error;
}

void OutputFlush(Output *output, DWORD stream)
{
    DWORD error = output->failed ? ERROR_NOT_ENOUGH_MEMORY : ERROR_SUCCESS;
    if (error == ERROR_SUCCESS && output->length != 0)
        error = OutputWrite(GetStdHandle(stream), output->text, output->length);
    if (stream == STD_OUTPUT_HANDLE && firstError == ERROR_SUCCESS)
        firstError = error;
    OutputDrop(output);
}

void OutputDrop(Output *output)
{
    if (output->text != NULL)
        HeapFree(GetProcessHeap(), 0, output->text);
    memset(output, 0, sizeof *output);
}

DWORD OutputError(void)
{
    return firstError;
}
