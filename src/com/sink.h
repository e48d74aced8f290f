/*
 * A sink: an object of a client that events are told to, wherever it lives. An agile one is called directly; any other stands in the Global
 * Interface Table, so that a call goes to its own apartment. Counted. Its holders' threads may be any; it holds the notifier while it lives.
 */
#ifndef COM_SINK_H
#define COM_SINK_H

#include <windows.h>
#include <oaidl.h>

typedef struct Sink Sink;

/*
 * given: a pointer of the calling thread's apartment. It must have the events' dispinterface or IDispatch: CONNECT_E_CANNOTCONNECT. The caller
 * gets one reference.
 */
HRESULT SinkCreate(IUnknown *given, REFIID events, Sink **out);
void SinkHold(Sink *sink);
/* The last one lets go of the client's object: at once where its apartment allows it, else on the notifier's thread. Blocks for nobody. */
void SinkRelease(Sink *sink);

/* The client's object, for use in the calling thread's apartment. */
HRESULT SinkObject(const Sink *sink, IDispatch **out);

/* Calls a method of the events with arguments in their written order, which are cleared. What the sink answers is its own affair. On the notifier's thread. */
void SinkCall(const Sink *sink, DISPID method, VARIANT *arguments, UINT count);

#endif
