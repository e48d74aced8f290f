/* See output.h. */
#include "output.h"

#include <stdarg.h>
#include <stdio.h>

#define FORMAT_CHARS 256

static BOOL OutputReserve(Output *output, size_t chars)
{
    if (output->length + chars <= output->capacity)
        return TRUE;
    const size_t capacity = 2 * output->capacity + chars + FORMAT_CHARS;
    HANDLE heap = GetProcessHeap();
    wchar_t *text = output->text != NULL ? HeapReAlloc(heap, 0, output->text, capacity * sizeof(wchar_t))
                                         : HeapAlloc(heap, 0, capacity * sizeof(wchar_t));
    if (text == NULL)
        return FALSE;
    output->text = text;
    output->capacity = capacity;
    return TRUE;
}

static void PutChars(Output *output, const wchar_t *text, size_t chars)
{
    if (!OutputReserve(output, chars))
        return;
    memcpy(output->text + output->length, text, chars * sizeof(wchar_t));
    output->length += chars;
}

void OutputPut(Output *output, const wchar_t *text)
{
    PutChars(output, text, wcslen(text));
}

void OutputFormat(Output *output, const wchar_t *format, ...)
{
    wchar_t text[FORMAT_CHARS];
    va_list arguments;
    va_start(arguments, format);
    const int length = vswprintf(text, FORMAT_CHARS, format, arguments);
    va_end(arguments);
    if (length >= 0)
        PutChars(output, text, min((size_t)length, FORMAT_CHARS - 1));
}

void OutputPutJson(Output *output, const wchar_t *text)
{
    PutChars(output, L"\"", 1);
    for (; *text != 0; text++) {
        if (*text == L'"' || *text == L'\\')
            OutputFormat(output, L"\\%lc", *text);
        else if (*text < L' ')
            OutputFormat(output, L"\\u%04x", (unsigned)*text);
        else
            PutChars(output, text, 1);
    }
    PutChars(output, L"\"", 1);
}

static void WriteUtf8(HANDLE handle, const wchar_t *text, size_t chars)
{
    const int bytes = WideCharToMultiByte(CP_UTF8, 0, text, (int)chars, NULL, 0, NULL, NULL);
    char *utf8 = bytes > 0 ? HeapAlloc(GetProcessHeap(), 0, (size_t)bytes) : NULL;
    if (utf8 == NULL)
        return;
    WideCharToMultiByte(CP_UTF8, 0, text, (int)chars, utf8, bytes, NULL, NULL);
    DWORD written;
    for (DWORD done = 0; done < (DWORD)bytes; done += written) {
        if (!WriteFile(handle, utf8 + done, (DWORD)bytes - done, &written, NULL) || written == 0)
            break;
    }
    HeapFree(GetProcessHeap(), 0, utf8);
}

void OutputFlush(Output *output, DWORD stream)
{
    HANDLE handle = GetStdHandle(stream);
    DWORD mode, written;
    if (output->length != 0 && GetConsoleMode(handle, &mode))
        WriteConsoleW(handle, output->text, (DWORD)output->length, &written, NULL);
    else if (output->length != 0)
        WriteUtf8(handle, output->text, output->length);
    if (output->text != NULL)
        HeapFree(GetProcessHeap(), 0, output->text);
    memset(output, 0, sizeof *output);
}
