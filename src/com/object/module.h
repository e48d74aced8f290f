/*
 * The DLL as a whole: its handle, and the count of what must be gone before it may be unloaded. Any
 * thread.
 */
#ifndef COM_MODULE_H
#define COM_MODULE_H

#include <windows.h>

HINSTANCE ModuleInstance(void);
void ModuleSetInstance(HINSTANCE instance); /* DllMain, once */

/*
 * Objects, class factories, forwarders of sinks, server locks and the notifier's thread hold the
 * module. DllCanUnloadNow asks ModuleIsHeld, and whether runtimes are left.
 */
void ModuleHold(void);
void ModuleRelease(void);
BOOL ModuleIsHeld(void);

/*
 * Returns whether the process has ended, except for the calling thread, which detaches its DLLs.
 * The other threads are gone, perhaps with locks that they held, so nothing may be touched.
 */
BOOL ModuleProcessEnds(void);

#endif
