/*
 * A sink: an object of a client that events are told to, wherever it lives, by the notifier of the
 * apartment that connected it. An agile one is called directly; for any other a forwarder stands in
 * the Global Interface Table, so that a call goes to the object's own apartment. Counted; any
 * thread. It holds its notifier while it lives. Nothing here waits or runs messages, except
 * SinkCall.
 */
#ifndef COM_SINK_H
#define COM_SINK_H

#include <windows.h>
#include <oaidl.h>

#include "runtime/base/notifier.h"

typedef struct Sink Sink;

/*
 * given: a pointer of the calling thread's apartment. It must have the events' dispinterface or
 * IDispatch: CONNECT_E_CANNOTCONNECT. The caller gets one reference.
 */
HRESULT SinkCreate(IUnknown *given, REFIID events, Sink **out);
void SinkHold(Sink *sink);
/* Gives back a reference; the last one releases the object, or leaves that to the notifier. */
void SinkRelease(Sink *sink);
Notifier *SinkNotifier(const Sink *sink);

/*
 * Closes a sink that is disconnected. In the object's own apartment no call reaches it any more,
 * and the object is released unless a call is under way.
 */
void SinkClose(Sink *sink);

/* Where whoever disconnects several keeps the next one. */
Sink **SinkNext(Sink *sink);

/* The client's object, for use in the calling thread's apartment. */
HRESULT SinkObject(Sink *sink, IDispatch **out);

/*
 * Calls a method of the events. kinds has a letter for each argument that follows: d is a double, l
 * a LONG, b a BOOL, t a text (NULL: empty). What the sink answers is its own affair, unless it says
 * that there is no such object any more (SinkGone). On the notifier's thread.
 */
void SinkCall(Sink *sink, DISPID method, const char *kinds, ...);
BOOL SinkGone(const Sink *sink);
/* After calls: keeps nothing of the object's apartment, which may end before the next. */
void SinkRest(Sink *sink);

#endif
