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
 * Objects (which stop their runtimes before they go), class factories, forwarders of sinks, server
 * locks and the notifier's thread hold the module. DllCanUnloadNow asks ModuleIsHeld.
 */
void ModuleHold(void);
void ModuleRelease(void);
BOOL ModuleIsHeld(void);

#endif
