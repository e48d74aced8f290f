/*
 * The common part of the programs. A program describes itself in a Program and calls ProgramMain
 * from wmain, which does this:
 *
 *   1. It installs the crash handler and the Ctrl+C handler (interrupt.h).
 *   2. It parses the command line: the options of every program (--Json, --Quiet, --Silent,
 *      --version, --help), the program's own, and those that are for the server. The server's
 *      options are checked here, so that a wrong one costs no start of anything, and passed on as
 *      one command line.
 *   3. It prints --help and --version, and errors (errors.h).
 *   4. It activates the class from PerfectHash.dll, through COM alone and without registration, by
 *      the program's manifest, and calls `run` with it.
 *
 * `run` does the work with the object. For work that is an IPerfectHashJob, job_watch.h has all
 * that is needed (progress on a console, Ctrl+C cancels, the error printed). What `run` prints goes
 * to an Output (output.h).
 *
 * A program's .rc defines PROGRAM_NAME, PROGRAM_FILE and PROGRAM_DESCRIPTION and includes
 * exe/program.rc (version, manifest, messages). Its .vcxproj lists its own sources and refers to
 * program.vcxproj. CMakeLists.txt has one add_program line. Main thread only. A wmain with
 * `CreateOptions own = {0}` and `TableOptions checked` is then no more than this:
 *
 *   TableOptionsDefault(&checked);
 *   const Program program = {.name = L"PerfectHashX", .clsid = &CLSID_X, .iid = &IID_IX,
 *                            .own = {{ownOptions, ARRAYSIZE(ownOptions), &own}},
 *                            .passed = {TableOptionsGroup(&checked)}, .check = Check,
 *                            .help = &help, .run = Run, .context = &own};
 *   return ProgramMain(&program, argc, argv);
 */
#ifndef EXE_PROGRAM_H
#define EXE_PROGRAM_H

#include <windows.h>
#include <unknwn.h>

#include "errors.h"
#include "help.h"
#include "jobs/base/failure_message.h"
#include "jobs/text/option.h"
#include "output.h"

/* A command line, parsed. */
typedef struct Command {
    ErrorStyle style; /* program's name, json, silent */
    BOOL quiet, version, help;
    OutputColors colors;
    const wchar_t **words; /* words, and options that are passed on, as they stood in argv; wordCount of them */
    int wordCount;
    wchar_t *line;          /* the same as one command line for the server */
    const wchar_t *subject; /* the first word that is no option, for messages; NULL: none */
} Command;

typedef struct Program {
    const wchar_t *name; /* PerfectHashCreate */
    const CLSID *clsid;  /* what is activated, and which interface of it `run` gets */
    const IID *iid;
    OptionGroup own[2]; /* options of this program, with their targets, up to an empty group */
    /*
     * options that the server takes, up to an empty group; their targets only serve to check the
     * values
     */
    OptionGroup passed[3];
    /* more than options can tell; may be NULL */
    HRESULT (*check)(const Command *command, void *context, Failure *failure);
    const ProgramHelp *help; /* may be NULL */
    ExitCode (*run)(const Command *command, void *object, void *context);
    void *context;
} Program;

int ProgramMain(const Program *program, int argc, wchar_t **argv);
int wmain(int argc, wchar_t **argv); /* no other header declares it */

/* Prints why a call into the server failed, as ErrorPrintCom. Returns the exit code for it. */
ExitCode CommandFailed(const Command *command, HRESULT hr);

/* Prints on stdout what --Quiet and --Silent let through, and frees it. */
void CommandPrint(const Command *command, Output *output);

#endif
