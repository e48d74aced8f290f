/*
 * A sink: an object of a client that events are told to, wherever it lives. An agile one is called
 * directly; for any other a forwarder stands in the Global Interface Table, so that a call goes to
 * the object's own apartment. Counted; any thread. It holds the notifier while it lives.
 */
#ifndef COM_SINK_H
#define COM_SINK_H

#include <windows.h>
#include <oaidl.h>

typedef struct Sink Sink;

/*
 * given: a pointer of the calling thread's apartment. It must have the events' dispinterface or
 * IDispatch: CONNECT_E_CANNOTCONNECT. The caller gets one reference.
 */
HRESULT SinkCreate(IUnknown *given, REFIID events, Sink **out);
void SinkHold(Sink *sink);
void SinkRelease(Sink *sink);

/*
 * Before it is left: in the object's own apartment no call reaches it any more, and it is let go of
 * unless a call is under way. Runs no messages.
 */
void SinkClose(Sink *sink);

/*
 * SinkRelease of one who has disconnected and closed it. In another apartment than the object's it
 * is the notifier's to let go of. Never waits for a sink that blocks.
 */
void SinkLeave(Sink *sink);

/* Where whoever disconnects several keeps the next one. */
Sink **SinkNext(Sink *sink);

/* The client's object, for use in the calling thread's apartment. */
HRESULT SinkObject(Sink *sink, IDispatch **out);

/*
 * Calls a method of the events with arguments in their written order, which are cleared. What the
 * sink answers is its own affair. On the notifier's thread.
 */
void SinkCall(Sink *sink, DISPID method, VARIANT *arguments, UINT count);

#endif
