/*
 * A sink for the events of an object of PerfectHash.dll. Its calls come on a thread of the DLL's,
 * one at a time.
 */
#ifndef EXE_EVENT_SINK_H
#define EXE_EVENT_SINK_H

#include <windows.h>
#include <oleauto.h>

/*
 * It must be there as long as the process: a call may be under way when the sink is disconnected.
 */
typedef struct EventSink {
    IDispatch dispatch; /* zero: EventSinkConnect fills it */
    const IID *events;  /* the interface of the events */
    /* Gets each event, whose last argument is the first in params->rgvarg. */
    void (*hear)(DISPID id, const DISPPARAMS *params);
} EventSink;

HRESULT EventSinkConnect(EventSink *sink, IUnknown *source, DWORD *cookie);
void EventSinkDisconnect(const EventSink *sink, IUnknown *source, DWORD cookie);

#endif
