/*
 * The connection point of an object's events, and the enumerators around it. Objects of their own
 * that hold their container; any thread.
 */
#ifndef COM_CONNECTION_POINT_H
#define COM_CONNECTION_POINT_H

#include <ocidl.h>

#include "event_source.h"

/* container: the object, which holds the source. */
HRESULT ConnectionPointCreate(IConnectionPointContainer *container, EventSource *source, IConnectionPoint **out);

/* The container's connection points: that one. */
HRESULT ConnectionPointsEnumerate(IConnectionPointContainer *container, EventSource *source,
                                  IEnumConnectionPoints **out);

/* The sinks that are connected now. */
HRESULT ConnectionsEnumerate(EventSource *source, IEnumConnections **out);

#endif
