#include "runtime_events.h"

#include "provider_events.h"

void EventsFileReplaced(const wchar_t *path, DWORD error)
{
    WriteEventFileReplaced(path, error);
}

void EventsFileTransferStarted(const void *operation, BOOL writes, ULONGLONG offset, size_t bytes)
{
    WriteEventFileTransferStarted(operation, writes, offset, bytes);
}

void EventsFileTransferEnded(const void *operation, DWORD error, DWORD bytes)
{
    WriteEventFileTransferEnded(operation, error, bytes);
}

void EventsClientConnected(const void *connection, DWORD processId)
{
    WriteEventClientConnected(connection, processId);
}

void EventsClientRefused(const void *connection, DWORD processId, const wchar_t *reason)
{
    WriteEventClientRefused(connection, processId, reason);
}

void EventsClientGone(const void *connection)
{
    WriteEventClientGone(connection);
}

void EventsRequestStarted(const void *connection, ULONGLONG requestId, USHORT type, DWORD bytes)
{
    WriteEventRequestStarted(connection, requestId, type, bytes);
}

void EventsRequestEnded(const void *connection, ULONGLONG requestId, HRESULT status)
{
    WriteEventRequestEnded(connection, requestId, status);
}

void EventsBufferParked(const void *request, size_t bytes)
{
    WriteEventBufferParked(request, bytes);
}

void EventsBufferServed(const void *request, DWORD error)
{
    WriteEventBufferServed(request, error);
}

void EventsPlaceAwaited(const void *item)
{
    WriteEventPlaceAwaited(item);
}

void EventsPlaceTaken(const void *item)
{
    WriteEventPlaceTaken(item);
}
