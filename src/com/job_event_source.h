/*
 * What a job object has so that clients find its events: IConnectionPointContainer with one connection point, and IProvideClassInfo2, by which
 * script hosts learn of it. Embedded in any object that is an IPerfectHashJob; any thread.
 */
#ifndef COM_JOB_EVENT_SOURCE_H
#define COM_JOB_EVENT_SOURCE_H

#include <ocidl.h>

#include "job_events.h"
#include "object.h"

typedef struct JobEventSource {
    Interface container;            /* IConnectionPointContainer */
    Interface classInfo;            /* IProvideClassInfo2, and so IProvideClassInfo */
    JobEvents *events;              /* held */
} JobEventSource;

extern const IConnectionPointContainerVtbl jobEventContainerVtable;
extern const IProvideClassInfo2Vtbl jobEventClassInfoVtable;

/* The source's entries in the InterfaceEntry table of the class Type, whose member it is. */
#define JOB_EVENT_SOURCE_ENTRIES(Type, member) \
    {&IID_IConnectionPointContainer, &jobEventContainerVtable, offsetof(Type, member.container)}, \
    {&IID_IProvideClassInfo2, &jobEventClassInfoVtable, offsetof(Type, member.classInfo)}, \
    {&IID_IProvideClassInfo, &jobEventClassInfoVtable, offsetof(Type, member.classInfo)}

/* The object's part in the events of its job (JobEventsOf has been called); takes a reference. */
void JobEventSourceOpen(JobEventSource *source, JobEvents *events);

/* With the object: its sinks are let go of, and hear nothing more. NULL events: it wasn't opened. */
void JobEventSourceClose(JobEventSource *source);

#endif
