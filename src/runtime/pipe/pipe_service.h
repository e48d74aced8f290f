/* The service of this machine that a server may be, as the service manager knows it. Any thread. */
#ifndef RUNTIME_PIPE_SERVICE_H
#define RUNTIME_PIPE_SERVICE_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PIPE_DEFAULT_SERVICE L"PerfectHashServer"

/*
 * Tells whether the process is the one that now runs as this service. Only an administrator can
 * register a service, or have a process run as one. FALSE also when the manager can't be asked.
 */
BOOL PipeServiceIs(_In_z_ const wchar_t *service, DWORD processId);

#ifdef __cplusplus
}
#endif
#endif
