/* Walks a stack from the context of a crash, by what each kind of processor keeps there. */
#ifndef EXE_CRASH_STACK_H
#define EXE_CRASH_STACK_H

#include <windows.h>

/* Returns the address of the instruction that is next. */
DWORD64 CrashStackAt(_In_ const CONTEXT *context);
/* Moves on to the caller; FALSE: there is none to be seen. */
BOOL CrashStackUp(_Inout_ CONTEXT *context);

#endif
