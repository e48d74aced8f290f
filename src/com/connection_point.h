/* The connection point of a job's events, and the enumerators around it. Objects of their own that hold their container; any thread. */
#ifndef COM_CONNECTION_POINT_H
#define COM_CONNECTION_POINT_H

#include <ocidl.h>

#include "job_events.h"

/* container: the job object, which holds the events. */
HRESULT ConnectionPointCreate(IConnectionPointContainer *container, JobEvents *events, IConnectionPoint **out);

/* The container's connection points: that one. */
HRESULT ConnectionPointsEnumerate(IConnectionPointContainer *container, JobEvents *events, IEnumConnectionPoints **out);

/* The sinks that are connected now. */
HRESULT ConnectionsEnumerate(JobEvents *events, IEnumConnections **out);

#endif
