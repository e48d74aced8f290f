#include "module.h"

#include "runtime/pure/atomic.h"

/* RtlDllShutdownInProgress of ntdll */
typedef BOOLEAN(NTAPI *ProcessEnds)(void);

static HINSTANCE moduleInstance;
static AtomicLong moduleHolds;
static ProcessEnds processEnds; /* NULL: it is missing */

HINSTANCE ModuleInstance(void)
{
    return moduleInstance;
}

void ModuleSetInstance(HINSTANCE instance)
{
    const HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    const FARPROC found = ntdll != NULL ? GetProcAddress(ntdll, "RtlDllShutdownInProgress") : NULL;
    processEnds = (ProcessEnds)(void (*)(void))found;
    moduleInstance = instance;
}

void ModuleHold(void)
{
    (void)AtomicIncrement(&moduleHolds);
}

void ModuleRelease(void)
{
    (void)AtomicDecrement(&moduleHolds);
}

BOOL ModuleProcessEnds(void)
{
    return processEnds != NULL && processEnds();
}

BOOL ModuleIsHeld(void)
{
    return AtomicRead(&moduleHolds) != 0;
}
