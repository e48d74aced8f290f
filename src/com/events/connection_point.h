/*
 * The connection point of an object's events, an object of its own that holds its container. Any
 * thread.
 */
#ifndef COM_CONNECTION_POINT_H
#define COM_CONNECTION_POINT_H

#include <ocidl.h>

#include "event_source.h"

/* container: the object, which holds the source. */
HRESULT ConnectionPointCreate(IConnectionPointContainer *container, EventSource *source, IConnectionPoint **out);

#endif
