/*
 * The interfaces by which clients find an object's events: IConnectionPointContainer with one
 * connection point, and IProvideClassInfo2, by which script hosts find the connection point.
 * Embedded in any object that has an EventSource; any thread.
 */
#ifndef COM_EVENT_CONTAINER_H
#define COM_EVENT_CONTAINER_H

#include <ocidl.h>

#include "com/object/object.h"
#include "event_source.h"

typedef struct EventContainer {
    Interface container;  /* IConnectionPointContainer */
    Interface classInfo;  /* IProvideClassInfo2, and so IProvideClassInfo */
    EventSource *source;  /* held */
    const CLSID *coclass; /* what the type library says of the object */
} EventContainer;

extern const IConnectionPointContainerVtbl eventContainerVtable;
extern const IProvideClassInfo2Vtbl eventClassInfoVtable;

/* The container's entries in the InterfaceEntry table of the class Type, whose member it is. */
/* clang-format off */
#define EVENT_CONTAINER_ENTRIES(Type, member) \
    {&IID_IConnectionPointContainer, &eventContainerVtable, offsetof(Type, member.container)}, \
    {&IID_IProvideClassInfo2, &eventClassInfoVtable, offsetof(Type, member.classInfo)}, \
    {&IID_IProvideClassInfo, &eventClassInfoVtable, offsetof(Type, member.classInfo)}
/* clang-format on */

/* The object's part in its events; takes a reference. */
void EventContainerOpen(EventContainer *container, EventSource *source, const CLSID *coclass);

/*
 * Releases the sinks when the object ends; they get no further events. A container that wasn't
 * opened is allowed.
 */
void EventContainerClose(EventContainer *container);

#endif
