/*
 * The provider "PerfectHash" of Event Tracing for Windows, which all runtimes of a process share
 * (idl/PerfectHashEvents.man). While no session listens, an event costs a call and a look at a bit.
 * Under Wine nobody ever listens. Any thread.
 */
#ifndef RUNTIME_PROVIDER_H
#define RUNTIME_PROVIDER_H

#include <windows.h>

#include <evntprov.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Registers the provider; the last of as many ProviderClose takes it away. A system that registers
 * none gets no events: nothing depends on them.
 */
void ProviderOpen(void);
void ProviderClose(void);

/* Writes an event that somebody listens to: the end of what the manifest's header makes. */
ULONG ProviderWrite(REGHANDLE provider, const EVENT_DESCRIPTOR *event, const GUID *activity, const GUID *related,
                    ULONG count, EVENT_DATA_DESCRIPTOR *fields);

#ifndef NDEBUG
/*
 * A test's: is told of each event instead of the system. The first of the fields is the provider's
 * own.
 */
extern void (*ProviderRecorder)(const EVENT_DESCRIPTOR *event, ULONG count, const EVENT_DATA_DESCRIPTOR *fields);
/* Does what a session does that listens to those events; keywords 0: nobody listens any more. */
void ProviderListen(UCHAR level, ULONGLONG keywords);
#endif

#ifdef __cplusplus
}
#endif
#endif
