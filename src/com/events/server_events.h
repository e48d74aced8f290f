/*
 * The events of a server (event_source.h): lines of text, and its end. Only the last of them are
 * kept for sinks that are slow; a sink is told how many it missed. Counted.
 */
#ifndef COM_SERVER_EVENTS_H
#define COM_SERVER_EVENTS_H

#include "event_source.h"

typedef struct ServerEvents ServerEvents;

ServerEvents *ServerEventsCreate(void); /* with one reference; NULL: out of memory */
EventSource *ServerEventsSource(ServerEvents *events);

/* Any thread, workers too. */
void ServerEventsLog(ServerEvents *events, const wchar_t *line);
void ServerEventsStopped(ServerEvents *events); /* behind the last line of a server */

#endif
