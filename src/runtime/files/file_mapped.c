#include <string.h>

#include "file_mapped.h"
#include "runtime/base/win32_calls.h"

enum { ViewGranularity = 65536 }; /* a view begins at a multiple of it */

/*
 * As with any mapping, a device that fails while a page is
 * touched raises an exception: this way exists to be compared with, not to be the default.
 */
static DWORD FileMappedCopy(FileOperation *operation, void *to, const void *from, size_t bytes, ULONGLONG offset)
{
    const BOOL writes = from != NULL;
    const ULONGLONG end = offset + bytes, begin = offset - offset % ViewGranularity;
    BYTE *view = NULL;
    HANDLE mapping = Win32Fails(Win32CallMap)
                         ? NULL
                         : CreateFileMappingW(operation->file, NULL, writes ? PAGE_READWRITE : PAGE_READONLY,
                                              (DWORD)(end >> 32), (DWORD)end, NULL);
    if (mapping == NULL)
        return GetLastError();
    view = MapViewOfFile(mapping, writes ? FILE_MAP_WRITE : FILE_MAP_READ, (DWORD)(begin >> 32), (DWORD)begin,
                         (size_t)(end - begin));
    DWORD error = view != NULL ? ERROR_SUCCESS : GetLastError();
    if (view != NULL) {
        BYTE *at = view + (offset - begin);
        memcpy(writes ? at : to, writes ? from : at, bytes);
        UnmapViewOfFile(view);
    }
    CloseHandle(mapping);
    if (error == ERROR_SUCCESS)
        error = WorkItemSubmit(&operation->item, operation->node);
    if (error == ERROR_SUCCESS)
        WorkItemComplete(&operation->item, operation->node, (DWORD)bytes);
    return error;
}

DWORD FileMappedRead(FileOperation *operation, void *to, size_t bytes, ULONGLONG offset)
{
    return FileMappedCopy(operation, to, NULL, bytes, offset);
}

DWORD FileMappedWrite(FileOperation *operation, const void *from, size_t bytes, ULONGLONG offset)
{
    return FileMappedCopy(operation, NULL, from, bytes, offset);
}
