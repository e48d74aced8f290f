/*
 * What a program leaves behind when it crashes: a stack trace on stderr and, when
 * PERFECTHASH_CRASH_DIR names a folder, the same as a text file and a minidump there (with all
 * memory when PERFECTHASH_CRASH_FULL is set, too), and it says where. Without the folder no file is
 * written: a dump holds what the program worked on. Then the process ends with the exception's
 * code.
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
