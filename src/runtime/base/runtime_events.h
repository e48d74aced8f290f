/*
 * The events of the runtime for a session of Event Tracing for Windows that listens; each function
 * is an event of idl/PerfectHashEvents.man. Pointers only tell things apart. Any thread.
 */
#ifndef RUNTIME_RUNTIME_EVENTS_H
#define RUNTIME_RUNTIME_EVENTS_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

void EventsFileReplaced(_In_z_ const wchar_t *path, DWORD error);
void EventsFileTransferStarted(const void *operation, BOOL writes, ULONGLONG offset, size_t bytes);
void EventsFileTransferEnded(const void *operation, DWORD error, DWORD bytes);

void EventsClientConnected(const void *connection, DWORD processId);
void EventsClientRefused(const void *connection, DWORD processId, _In_z_ const wchar_t *reason);
void EventsClientGone(const void *connection);
void EventsRequestStarted(const void *connection, ULONGLONG requestId, USHORT type, DWORD bytes);
void EventsRequestEnded(const void *connection, ULONGLONG requestId, HRESULT status);

/* A request that finds no buffer at once: it may be parked until it has one. */
void EventsBufferParked(const void *request, size_t bytes);
void EventsBufferServed(const void *request, DWORD error);
/* An item that needs a place: it may wait until it has one. */
void EventsPlaceAwaited(const void *item);
void EventsPlaceTaken(const void *item);

#ifdef __cplusplus
}
#endif
#endif
