/* The file that a write begins with: see file_operation.h. */
#include "file_temporary.h"
#include "runtime/base/path.h"
#include "runtime/base/win32_calls.h"
#include "runtime/engine/runtime_state.h"

enum { TemporaryNames = 16 }; /* as many may write the same target at once */

/*
 * Creates the temporary. Others may read it but not delete it: that tells a live one from one that
 * a crash left behind. Never opens what is there: the name can be foretold, and may have been made
 * a link to a file that is none of ours.
 */
static DWORD FileTemporaryCreate(const FileOperation *operation, const wchar_t *temporary, HANDLE *file)
{
    const DWORD flags = FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OVERLAPPED | FILE_FLAG_OPEN_REPARSE_POINT |
                        (operation->node->runtime->writeThrough ? FILE_FLAG_WRITE_THROUGH : 0);
    *file = Win32OpenFile(temporary, GENERIC_READ | GENERIC_WRITE | DELETE, FILE_SHARE_READ, CREATE_NEW, flags);
    return *file != INVALID_HANDLE_VALUE ? ERROR_SUCCESS : GetLastError();
}

/*
 * Creates the temporary file; a file that a crash left is deleted. A name that stays taken is that
 * of another writer of the target, or of something that can't be deleted; then the next name will
 * do.
 */
static DWORD CreateUnderAName(const FileOperation *operation, const wchar_t *target, wchar_t **temporary, HANDLE *file)
{
    for (DWORD attempt = 0; attempt < TemporaryNames; attempt++) {
        Win32Free(*temporary);
        DWORD error = PathTemporary(target, attempt, temporary);
        if (error == ERROR_SUCCESS)
            error = FileTemporaryCreate(operation, *temporary, file);
        if (error != ERROR_FILE_EXISTS)
            return error;
        if (DeleteFileW(*temporary) && FileTemporaryCreate(operation, *temporary, file) == ERROR_SUCCESS)
            return ERROR_SUCCESS;
    }
    return ERROR_FILE_EXISTS;
}

DWORD FileTemporaryOpen(FileOperation *operation, const wchar_t *target, wchar_t **temporary)
{
    HANDLE file;
    *temporary = NULL;
    if (PathFormOf(target) == PathFormDevice)
        return ERROR_NOT_SUPPORTED;
    DWORD error = CreateUnderAName(operation, target, temporary, &file);
    if (error == ERROR_SUCCESS) {
        error = FileOperationOpened(operation, file);
        if (error != ERROR_SUCCESS)
            DeleteFileW(*temporary);
    }
    return error;
}
