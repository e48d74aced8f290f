/* See program.h. */
#include "program.h"

#include <stddef.h>
#include <stdio.h>

#include <objbase.h>

#include "PerfectHashErrors.h"
#include "crash_handler.h"
#include "help.h"
#include "interrupt.h"
#include "jobs/pure/option_take.h"
#include "jobs/text/command_line.h"
#include "jobs/text/text.h"
#include "runtime/pure/path_text.h"
#include "version.h"

#define SWITCH(member) OptionSwitch, OPTION_FIELD(Command, member), .maximum = 1

static const OptionWord colorWords[] = {
    {L"auto", OutputColorsAuto}, {L"always", OutputColorsAlways}, {L"never", OutputColorsNever}, {NULL, 0}};

static const Option commonOptions[] = {
    {{L"ErrorFormat", L"msvc|gnu", L"errors as compilers print them", SectionMessages},
     OptionChoice,
     OPTION_FIELD(Command, style.format),
     .words = diagnosticFormats},
    {{L"Json", NULL, L"print one JSON object", SectionMessages}, SWITCH(style.json)},
    {{L"Quiet", NULL, L"print errors alone", SectionMessages}, SWITCH(quiet)},
    {{L"Silent", NULL, L"print nothing", SectionMessages}, SWITCH(style.silent)},
    {{L"Color", L"auto|always|never", L"auto: on a console, without NO_COLOR", SectionMessages},
     OptionChoice,
     OPTION_FIELD(Command, colors),
     .words = colorWords},
    {{L"version", NULL, L"print the version", SectionMessages}, SWITCH(version)},
    {{L"help", NULL, L"print this", SectionMessages}, SWITCH(help)},
};

enum {
    MostOwn = sizeof((Program *)0)->own / sizeof(OptionGroup),
    MostPassed = sizeof((Program *)0)->passed / sizeof(OptionGroup)
};

static void ProgramPutHelp(const Program *program, Output *output)
{
    OptionGroup groups[MostPassed + MostOwn + 1];
    size_t count = 0;
    for (size_t i = 0; i < MostPassed && program->passed[i].count != 0; i++)
        groups[count++] = program->passed[i];
    for (size_t i = 0; i < MostOwn && program->own[i].count != 0; i++)
        groups[count++] = program->own[i];
    groups[count++] = (OptionGroup){commonOptions, ARRAYSIZE(commonOptions), NULL};
    HelpPut(output, program->help, program->name, groups, count);
}

/* The short options. */
static BOOL ProgramIsHelp(const wchar_t *argument)
{
    return wcscmp(argument, L"-h") == 0 || wcscmp(argument, L"-?") == 0 || wcscmp(argument, L"/?") == 0;
}

/* Takes what says how an error is printed, which may be one of the command line itself. */
static void ProgramTakeStyle(int argc, const wchar_t *const *argv, Command *command)
{
    const OptionGroup common = {commonOptions, ARRAYSIZE(commonOptions), command};
    OptionError error;
    for (int i = 0; i < argc && wcscmp(argv[i], L"--") != 0; i++) {
        int at = i;
        if (OptionLike(argv[i]))
            (void)OptionRead(&common, 1, argc, argv, &at, NULL, &error);
    }
    OutputSetColors(command->colors);
}

/* Sorts the words: the program's options are stored, all else is kept. */
static HRESULT ProgramSort(const Program *program, int argc, const wchar_t *const *argv, Command *command,
                           Failure *failure)
{
    OptionGroup groups[1 + MostOwn + MostPassed] = {{commonOptions, ARRAYSIZE(commonOptions), command}};
    BOOL ended = FALSE;
    size_t count = 1;
    for (size_t i = 0; i < MostOwn && program->own[i].count != 0; i++)
        groups[count++] = program->own[i];
    const size_t stored = count;
    for (size_t i = 0; i < MostPassed && program->passed[i].count != 0; i++)
        groups[count++] = program->passed[i];
    for (int at = 0; at < argc;) {
        const int first = at++;
        size_t group = stored;
        if (!ended && ProgramIsHelp(argv[first])) {
            command->help = TRUE;
        } else if (!ended && OptionLike(argv[first])) {
            at = first;
            const HRESULT code = OptionTake(groups, count, argc, argv, &at, &group, failure);
            if (FAILED(code))
                return code;
        } else if (!ended && wcscmp(argv[first], L"--") == 0) {
            ended = TRUE;
        } else if (command->subject == NULL) {
            command->subject = command->style.subject = argv[first];
        }
        for (int i = first; group >= stored && i < at; i++)
            command->words[command->wordCount++] = argv[i];
    }
    return S_OK;
}

static HRESULT ProgramParse(const Program *program, int argc, const wchar_t *const *argv, Command *command,
                            Failure *failure)
{
    memset(command, 0, sizeof *command);
    command->style.program = program->name;
    command->words = (const wchar_t **)HeapAlloc(GetProcessHeap(), 0, ((size_t)argc + 1) * sizeof *command->words);
    if (command->words == NULL)
        return FailureMemory(failure, L"command line", (size_t)argc * sizeof(wchar_t *));
    ProgramTakeStyle(argc, argv, command);
    HRESULT code = ProgramSort(program, argc, argv, command, failure);
    if (FAILED(code) || command->help || command->version)
        return code;
    if (program->check != NULL)
        code = program->check(command, program->context, failure);
    if (SUCCEEDED(code)) {
        command->line = CommandLineJoin(command->wordCount, command->words);
        if (command->line == NULL)
            code = FailureMemory(failure, L"command line", (size_t)command->wordCount * sizeof(wchar_t *));
    }
    return code;
}

/*
 * Prints which file is missing: COM's own message about a file that isn't there does not name it.
 */
static void PrintNoObject(const Command *command, HRESULT hr)
{
    const wchar_t *name = L"PerfectHash.dll";
    wchar_t path[1024], text[FAILURE_TEXT_CHARS];
    const DWORD length = GetModuleFileNameW(NULL, path, ARRAYSIZE(path));
    const size_t folder = length < ARRAYSIZE(path) ? (size_t)(PathNameOf(path) - path) : 0;
    const BOOL known = folder != 0 && folder + wcslen(name) < ARRAYSIZE(path);
    if (known)
        wcscpy(path + folder, name);
    if (known && GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES) {
        swprintf(text, ARRAYSIZE(text), L"%.800ls: there is no such file; it belongs beside this program.", path);
        ErrorPrint(&command->style, hr, text);
    } else {
        ErrorPrintCom(&command->style, name, hr);
    }
}

static ExitCode RunWithObject(const Program *program, const Command *command)
{
    IUnknown *object;
    HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    if (SUCCEEDED(hr)) {
        hr = CoCreateInstance(program->clsid, NULL, CLSCTX_INPROC_SERVER, program->iid, (void **)&object);
        if (SUCCEEDED(hr)) {
            const ExitCode code = program->run(command, object, program->context);
            IUnknown_Release(object);
            CoUninitialize();
            return code;
        }
        CoUninitialize();
    }
    PrintNoObject(command, hr);
    return ExitNotRun;
}

void CommandPrint(const Command *command, Output *output)
{
    if (command->quiet || command->style.silent)
        OutputDrop(output);
    OutputFlush(output, STD_OUTPUT_HANDLE);
}

ExitCode CommandFailed(const Command *command, HRESULT hr)
{
    ErrorPrintCom(&command->style, command->subject != NULL ? command->subject : command->style.program, hr);
    return ErrorExitCode(hr);
}

/*
 * Returns the exit code. It is not ExitDone when output was lost: a program that reads it must not
 * take the rest for all of it.
 */
static ExitCode CommandEnd(const Command *command, ExitCode code)
{
    ErrorStyle style = command->style;
    Failure failure;
    if (OutputError() == ERROR_SUCCESS)
        return code;
    style.json = FALSE;
    FailureSystem(&failure, PERFECTHASH_E_OUTPUT_WRITE, L"stdout", OutputError());
    ErrorPrintFailure(&style, &failure);
    return code == ExitDone ? ExitFailed : code;
}

int ProgramMain(const Program *program, int argc, wchar_t **argv)
{
    CrashHandlerInstall(program->name);
    InterruptInstall();
    Command command;
    Failure failure;
    Output output = {0};
    ExitCode code = ExitDone;
    if (FAILED(ProgramParse(program, argc > 0 ? argc - 1 : 0, (const wchar_t *const *)argv + 1, &command, &failure))) {
        ErrorPrintFailure(&command.style, &failure);
        code = ExitUsage;
    } else if (command.help) {
        if (program->help != NULL)
            ProgramPutHelp(program, &output);
    } else if (command.version) {
        OutputPut(&output, program->name);
        OutputPut(&output, L" " PRODUCT_VERSION L"\n");
    } else {
        code = RunWithObject(program, &command);
    }
    OutputFlush(&output, STD_OUTPUT_HANDLE);
    code = CommandEnd(&command, code);
    TextFree(command.line);
    HeapFree(GetProcessHeap(), 0, (void *)command.words);
    return code;
}
