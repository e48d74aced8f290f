/* See output.h. */
#include "output.h"

#include <stdarg.h>
#include <stdio.h>

#include "jobs/text/text.h"
#include "jobs/text/utf8_text.h"

#define FORMAT_CHARS 256
#define MOST_BYTES 0x10000 /* of one write: consoles take no more */

static DWORD firstError; /* of a write to stdout; a Win32 code */

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
    if (!OutputReserve(output, chars))
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
    DWORD mode, written;
    if (handle == NULL)
        return ERROR_SUCCESS;
    if (!GetConsoleMode(handle, &mode))
        return OutputWriteUtf8(handle, text, chars);
    for (size_t done = 0; done < chars; done += written) {
        if (!WriteConsoleW(handle, text + done, (DWORD)min(chars - done, (size_t)MOST_BYTES), &written, NULL))
            return GetLastError();
    }
    return ERROR_SUCCESS;
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
