/*
 * The events of an object, whatever they are, and the sinks that get them. The object's side notes
 * what happened, on any thread, workers too, and posts; the notifier then asks what each sink is to
 * be told next, and calls it. So there is no queue that could grow; the class decides what waits
 * for a slow sink. Counted; an EventSource begins what a class keeps of its events.
 */
#ifndef COM_EVENT_SOURCE_H
#define COM_EVENT_SOURCE_H

#include <windows.h>
#include <oaidl.h>

#include "runtime/base/notifier.h"
#include "runtime/pure/ref_count.h"
#include "sink.h"

typedef struct EventSource EventSource;

/*
 * A sink and how much it has been told: begins what a class keeps of a sink. Its notice is what
 * calls it; only that frees it.
 */
typedef struct EventConnection {
    Notice notice;
    struct EventConnection *next;
    EventSource *source; /* held */
    Sink *sink;          /* held until it is unadvised */
    DWORD cookie;
    BOOL ended; /* unadvised: nothing more is told */
} EventConnection;

typedef struct EventClass {
    const IID *iid;                             /* of the dispinterface */
    const wchar_t *name;                        /* of the object's class, for errors */
    size_t connectionBytes;                     /* zeroed; begins with an EventConnection */
    void (*begin)(EventConnection *connection); /* under the lock: a new sink */
    /*
     * Under the lock: notes in the connection what `tell` says next; FALSE: nothing, and *againMs
     * is when to ask again (or NOTICE_WHEN_POSTED).
     */
    BOOL (*next)(EventConnection *connection, ULONGLONG *againMs);
    void (*tell)(EventConnection *connection, Sink *sink); /* on the notifier's thread, one event, without the lock */
    void (*destroy)(EventSource *source);                  /* with the last reference: frees all of it */
} EventClass;

struct EventSource {
    const EventClass *eventClass;
    RefCount references;
    SRWLOCK lock;                 /* guards what follows, and what the class says; never held while foreign code runs */
    EventConnection *connections; /* in the order of their cookies */
    DWORD lastCookie;
};

void EventSourceInit(EventSource *source, const EventClass *eventClass); /* one reference */
void EventSourceHold(EventSource *source);
void EventSourceRelease(EventSource *source);
void EventSourcePost(EventSource *source); /* something is to be told. Under the lock */

/* ---- the clients' side: foreign code may run, so no lock may be held ---- */

HRESULT EventSourceAdvise(EventSource *source, IUnknown *given, DWORD *cookie);
HRESULT EventSourceUnadvise(EventSource *source, DWORD cookie);
void EventSourceUnadviseAll(EventSource *source);

/* The sinks, held, with their cookies: fills at most `room` and answers how many there are. */
typedef struct EventSink {
    Sink *sink;
    DWORD cookie;
} EventSink;
size_t EventSourceSinks(EventSource *source, EventSink *out, size_t room);

#endif
