#include "blocking_file.h"

#include <stdint.h>

#include "runtime/base/win32_calls.h"
#include "runtime/pure/atomic.h"
#include "runtime/pure/path_text.h"

#define IO_CHUNK_BYTES (1u << 22)

static volatile LONG64 blockingBytesRead;

DWORD BlockingOpen(const wchar_t *extended, DWORD share, HANDLE *file, ULONGLONG *size)
{
    *file = INVALID_HANDLE_VALUE;
    if (PathFormOf(extended) == PathFormDevice)
        return ERROR_NOT_SUPPORTED; /* to open one may already do something */
    /* A user's path may lead to a pipe, whose server must not act in the caller's name. */
    const DWORD flags = FILE_FLAG_SEQUENTIAL_SCAN | Win32UserPath;
    *file = CreateFileW(extended, GENERIC_READ, share, NULL, OPEN_EXISTING, flags, NULL);
    if (*file == INVALID_HANDLE_VALUE) {
        const DWORD error = GetLastError();
        const DWORD attributes = GetFileAttributesW(extended);
        const BOOL isDirectory = attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
        return isDirectory ? ERROR_NOT_SUPPORTED : error;
    }
    const DWORD error = GetFileType(*file) != FILE_TYPE_DISK ? ERROR_NOT_SUPPORTED
                        : !Win32FileSize(*file, size)        ? GetLastError()
                                                             : ERROR_SUCCESS;
    if (error != ERROR_SUCCESS)
        CloseHandle(*file);
    return error;
}

DWORD BlockingRead(HANDLE file, ULONGLONG offset, void *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        DWORD moved = 0;
        OVERLAPPED at = {.Offset = (DWORD)(offset + done), .OffsetHigh = (DWORD)((offset + done) >> 32)};
        if (!ReadFile(file, (uint8_t *)bytes + done, (DWORD)min(size - done, IO_CHUNK_BYTES), &moved, &at))
            return GetLastError();
        if (moved == 0)
            return ERROR_HANDLE_EOF; /* it was cut while it was read */
        AtomicAdd64(&blockingBytesRead, moved);
        done += moved;
    }
    return ERROR_SUCCESS;
}

ULONGLONG BlockingBytesRead(void)
{
    return (ULONGLONG)AtomicRead64(&blockingBytesRead);
}

DWORD BlockingCheck(HANDLE file, ULONGLONG offset, ULONGLONG size, const FileCheck *check)
{
    if (size <= FileCheckBytes)
        return ERROR_SUCCESS;
    BYTE *piece = Win32Allocate(FileCheckBytes);
    if (piece == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    DWORD error = ERROR_SUCCESS;
    FileCheckAnswer answer = FileCheckMore;
    for (ULONGLONG at = 0; at < size && answer == FileCheckMore && error == ERROR_SUCCESS;) {
        const size_t count = (size_t)min(size - at, (ULONGLONG)FileCheckBytes);
        error = BlockingRead(file, offset + at, piece, count);
        if (error == ERROR_SUCCESS)
            answer = check->piece(check->context, piece, count, size);
        at += count;
    }
    Win32Free(piece);
    return answer == FileCheckRefused ? ERROR_INVALID_DATA : error;
}

DWORD BlockingWrite(HANDLE file, const void *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        DWORD moved = 0;
        Win32Record(Win32DidWrite, file, NULL);
        if (!WriteFile(file, (const uint8_t *)bytes + done, (DWORD)min(size - done, IO_CHUNK_BYTES), &moved, NULL))
            return GetLastError();
        if (moved == 0)
            return ERROR_WRITE_FAULT;
        done += moved;
    }
    return ERROR_SUCCESS;
}
