#include "module.h"

#include "runtime/pure/atomic.h"

static HINSTANCE moduleInstance;
static AtomicLong moduleHolds;

HINSTANCE ModuleInstance(void)
{
    return moduleInstance;
}

void ModuleSetInstance(HINSTANCE instance)
{
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

BOOL ModuleIsHeld(void)
{
    return AtomicRead(&moduleHolds) != 0;
}
