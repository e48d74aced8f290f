/*
 * Leaves a stack trace on stderr when a program crashes. When PERFECTHASH_CRASH_DIR names a folder,
 * the program also leaves the stack trace as a text file and a minidump there, and prints where.
 * The minidump has all memory when PERFECTHASH_CRASH_FULL is set, too. Without the folder no file
 * is written, since a dump holds what the program worked on. Then the process ends with the
 * exception's code.
 */
#ifndef EXE_CRASH_HANDLER_H
#define EXE_CRASH_HANDLER_H

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * First thing in main. program: its name, for the files. Once a process; what it needs in a crash
 * is got now.
 */
void CrashHandlerInstall(const wchar_t *program);

#ifdef __cplusplus
}
#endif
#endif
