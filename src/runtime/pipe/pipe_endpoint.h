/*
 * The names of pipes, as a user gives them and as Win32 takes them. For server and client alike;
 * any thread.
 */
#ifndef RUNTIME_PIPE_ENDPOINT_H
#define RUNTIME_PIPE_ENDPOINT_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PIPE_DEFAULT_ENDPOINT L"\\\\.\\pipe\\PerfectHash"

enum { PipeEndpointChars = 257 }; /* of a whole name, with its terminator: as many as CreateNamedPipe takes */

/*
 * Makes the whole name of an endpoint that is given as a name, or as \\.\pipe\name; NULL and "":
 * the default. ERROR_INVALID_NAME: another machine's, too long, or with characters that have
 * another meaning in a path.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    PipeEndpointName(_In_opt_z_ const wchar_t *endpoint,
                     _Out_writes_z_(PipeEndpointChars) wchar_t out[PipeEndpointChars]);

#ifdef __cplusplus
}
#endif
#endif
