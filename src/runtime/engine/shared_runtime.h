/*
 * The runtimes of this process that many users share: one for each set of options. A shared runtime
 * outlives its last user by SharedRuntimeLingerMs, so that users who come and go start no threads.
 * Then the runtime ends itself, and its last worker frees it. Any thread; nothing here waits for
 * another thread or asks the loader while a lock is held, so all of it may be called in DllMain.
 */
#ifndef RUNTIME_SHARED_RUNTIME_H
#define RUNTIME_SHARED_RUNTIME_H

#include "runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SharedRuntimeLingerMs = 5000 };

/*
 * Finds the runtime of these options, or starts it as RuntimeStart does. The caller holds it until
 * RuntimeRelease and must not stop it.
 */
_Success_(return == ERROR_SUCCESS) DWORD SharedRuntimeTake(_In_ const RuntimeOptions *options, _Outptr_ Runtime **out);

#ifdef __cplusplus
}
#endif
#endif
