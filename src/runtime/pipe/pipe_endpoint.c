#include "pipe_endpoint.h"

#include <wchar.h>

static const wchar_t prefix[] = L"\\\\.\\pipe\\";
enum { PrefixChars = ARRAYSIZE(prefix) - 1 };

/*
 * Win32 completes \\.\ paths like others: it would take / for a \, .. for the folder above, and
 * drop a blank or a dot at the end.
 */
static BOOL IsName(const wchar_t *name, size_t chars)
{
    if (chars == 0 || name[chars - 1] == L'.' || name[chars - 1] == L' ')
        return FALSE;
    for (size_t i = 0; i < chars; i++)
        if (name[i] < L' ' || wcschr(L"\\/:*?\"<>|", name[i]) != NULL)
            return FALSE;
    return TRUE;
}

DWORD PipeEndpointName(const wchar_t *endpoint, wchar_t out[PipeEndpointChars])
{
    const wchar_t *name = endpoint != NULL && *endpoint ? endpoint : PIPE_DEFAULT_ENDPOINT;
    if (_wcsnicmp(name, prefix, PrefixChars) == 0)
        name += PrefixChars;
    const size_t chars = wcslen(name);
    if (chars >= PipeEndpointChars - PrefixChars || !IsName(name, chars))
        return ERROR_INVALID_NAME;
    wmemcpy(out, prefix, PrefixChars);
    wmemcpy(out + PrefixChars, name, chars + 1);
    return ERROR_SUCCESS;
}
