/*
 * The output of a program: gathered as one text and written at once, as UTF-8, or as it is to a
 * console. A write to stdout that fails is remembered for the program's end. One thread.
 */
#ifndef EXE_OUTPUT_H
#define EXE_OUTPUT_H

#include <windows.h>

#include "jobs/text/utf8_text.h"

/* When a stream gets colours; auto: when it is a console, unless NO_COLOR is set. */
typedef enum OutputColors { OutputColorsAuto, OutputColorsAlways, OutputColorsNever } OutputColors;
typedef enum OutputColor { OutputPlain, OutputRed, OutputGreen } OutputColor;

void OutputSetColors(OutputColors colors); /* of both streams; auto before */

typedef struct Output {
    wchar_t *text;
    size_t length, capacity;
    BOOL failed; /* there was no memory: the text is not whole, and is not written */
} Output;

void OutputPut(Output *output, const wchar_t *text);
void OutputPutChars(Output *output, const wchar_t *text, size_t chars);
void OutputPutName(Output *output, const wchar_t *name); /* on one line, as TextOneLine */
/* Begins a colour for what follows, where STD_OUTPUT_HANDLE or STD_ERROR_HANDLE gets colours. */
void OutputPutColor(Output *output, DWORD stream, OutputColor color);
/*
 * printf for short texts: what is longer than 255 characters is dropped. Texts of any length go
 * through OutputPut.
 */
void OutputFormat(Output *output, const wchar_t *format, ...);
void OutputPutCount(Output *output, double count, const wchar_t *noun); /* "1 key", "2 keys" */
void OutputPutJson(Output *output, const wchar_t *text);                /* a JSON string, as Utf8PutJson */
void OutputPutAscii(Output *output, Utf8Text *text);                    /* and frees it */

/* Writes all of it to STD_OUTPUT_HANDLE or STD_ERROR_HANDLE and frees it. */
void OutputFlush(Output *output, DWORD stream);
void OutputDrop(Output *output); /* frees it unwritten */

/* Returns the Win32 code of the first write to stdout that failed; ERROR_SUCCESS: none did. */
DWORD OutputError(void);

#endif
