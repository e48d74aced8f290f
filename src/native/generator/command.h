/*
 * The command line of the generator: the options of PerfectHashCreate that decide about keys, the
 * table and its files. What is for a runtime or a server is refused by its name. One
 * thread.
 */
#ifndef NATIVE_COMMAND_H
#define NATIVE_COMMAND_H

#include "annotations.h"
#include "jobs/pure/table_options.h"
#include "jobs/text/diagnostic.h"
#include "jobs/text/utf8_text.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct NativeSwitches {
    bool json, quiet, silent, version, help;
    DiagnosticFormat format; /* of errors */
} NativeSwitches;

typedef struct NativeCommand {
    NativeSwitches is;
    wchar_t **words; /* of the command line, as UTF-16 */
    int wordCount;
    TableCommand table;     /* unless version or help is asked for */
    const wchar_t *depFile; /* a rule of a makefile; NULL: none. In the words */
} NativeCommand;

/* argv without the program's name. Whatever it returns, NativeCommandFree follows. */
HRESULT NativeCommandParse(int argc, _In_reads_(argc) char *const *argv, _Out_ NativeCommand *out,
                           _Inout_ Failure *failure);
void NativeCommandFree(_Inout_ NativeCommand *command);

void NativeCommandHelp(_Inout_ Utf8Text *out);

#ifdef __cplusplus
}
#endif
#endif
