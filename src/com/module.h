/* The DLL as a whole: its handle, and the count of what must be gone before it may be unloaded. Any thread. */
#ifndef COM_MODULE_H
#define COM_MODULE_H

#include <windows.h>

HINSTANCE ModuleInstance(void);

/* Objects (which stop their runtimes before they go), class factories, forwarders of sinks, server locks and the notifier's thread hold the module; DllCanUnloadNow asks for zero. */
void ModuleHold(void);
void ModuleRelease(void);

#endif
