#include "win32_calls.h"

#include <ntsecapi.h>

#include "runtime/pure/atomic.h"

#ifndef NDEBUG

/* In the order of Win32Call. */
static const struct {
    const char *name;
    DWORD error;
} calls[Win32CallCount] = {
    {"calloc", ERROR_NOT_ENOUGH_MEMORY},
    {"VirtualAllocExNuma", ERROR_COMMITMENT_LIMIT},
    {"CreateEventW", ERROR_NO_SYSTEM_RESOURCES},
    {"CreateThread", ERROR_MAX_THRDS_REACHED},
    {"GetModuleHandleExW", ERROR_MOD_NOT_FOUND},
    {"GetLogicalProcessorInformationEx", ERROR_CALL_NOT_IMPLEMENTED},
    {"CreateIoCompletionPort (new)", ERROR_NO_SYSTEM_RESOURCES},
    {"CreateIoCompletionPort (file)", ERROR_NO_SYSTEM_RESOURCES},
    {"PostQueuedCompletionStatus", ERROR_NO_SYSTEM_RESOURCES},
    {"GetQueuedCompletionStatusEx", ERROR_NO_SYSTEM_RESOURCES},
    {"CreateFileW", ERROR_ACCESS_DENIED},
    {"GetFileSizeEx", ERROR_IO_DEVICE},
    {"SetFileCompletionNotificationModes", ERROR_NOT_SUPPORTED},
    {"ReadFile", ERROR_NO_SYSTEM_RESOURCES},
    {"a read's completion", ERROR_CRC},
    {"WriteFile", ERROR_DISK_FULL},
    {"a write's completion", ERROR_DISK_FULL},
    {"SetFileInformationByHandle (rename)", ERROR_IO_DEVICE},
    {"FlushFileBuffers", ERROR_IO_DEVICE},
    {"SetFileInformationByHandle (delete)", ERROR_ACCESS_DENIED},
    {"SetFileInformationByHandle (size)", ERROR_DISK_FULL},
    {"CreateFileMappingW", ERROR_NOT_ENOUGH_MEMORY},
    {"GetFullPathNameW", ERROR_NOT_ENOUGH_MEMORY},
    {"CreateDirectoryW", ERROR_ACCESS_DENIED},
    {"OpenProcess", ERROR_ACCESS_DENIED},
    {"OpenProcessToken", ERROR_ACCESS_DENIED},
    {"GetTokenInformation", ERROR_NO_SYSTEM_RESOURCES},
    {"GetKernelObjectSecurity (owner)", ERROR_ACCESS_DENIED},
    {"GetNamedPipeServerProcessId", ERROR_INVALID_HANDLE},
    {"WaitNamedPipeW", ERROR_SEM_TIMEOUT},
    {"WaitForMultipleObjects", ERROR_NO_SYSTEM_RESOURCES},
    {"a security descriptor's making", ERROR_NOT_ENOUGH_MEMORY},
    {"CreateNamedPipeW", ERROR_NO_SYSTEM_RESOURCES},
    {"ConnectNamedPipe", ERROR_NO_SYSTEM_RESOURCES},
    {"a connection's completion", ERROR_NO_DATA},
    {"GetNamedPipeClientProcessId", ERROR_NOT_FOUND},
    {"ImpersonateNamedPipeClient", ERROR_CANNOT_IMPERSONATE},
    {"OpenThreadToken", ERROR_CANT_OPEN_ANONYMOUS},
    {"CreateFileMappingW (section)", ERROR_COMMITMENT_LIMIT},
    {"MapViewOfFile", ERROR_NOT_ENOUGH_MEMORY},
    {"DuplicateHandle", ERROR_ACCESS_DENIED},
    {"TlsAlloc", ERROR_NO_MORE_ITEMS},
    {"DuplicateTokenEx", ERROR_NO_SYSTEM_RESOURCES},
    {"RtlGenRandom", ERROR_NOT_ENOUGH_MEMORY},
};

void (*Win32Recorder)(Win32Deed deed, HANDLE file, const wchar_t *path);
void (*Win32BeforeOpen)(const wchar_t *path);
void (*Win32BeforeRemoveFolder)(const wchar_t *path);

static volatile LONG countdown;     /* the call that brings it to zero fails */
static volatile LONG onlyCall = -1; /* -1: calls of every kind count */
static volatile LONG failedCall;

static volatile LONG diskFills, room; /* room: of writes that are over */

static volatile LONG foreignClients, watchTokens;
static volatile LONG callsAs[Win32CallCount][2];

void Win32TakeClientsForForeign(BOOL foreign)
{
    AtomicExchange(&foreignClients, foreign);
}

BOOL Win32ForeignClients(void)
{
    return foreignClients;
}

void Win32WatchTokens(BOOL watch)
{
    int call;
    AtomicExchange(&watchTokens, watch);
    for (call = 0; watch && call < Win32CallCount; call++)
        callsAs[call][0] = callsAs[call][1] = 0;
}

LONG Win32CallsAs(Win32Call call, BOOL somebody)
{
    return callsAs[call][somebody != FALSE];
}

static void NoteToken(Win32Call call)
{
    HANDLE token;
    const BOOL somebody = watchTokens == TRUE && OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token);
    if (somebody)
        CloseHandle(token);
    AtomicIncrement(&callsAs[call][somebody]);
}

void Win32FillDisk(LONG writes)
{
    AtomicExchange(&diskFills, FALSE);
    AtomicExchange(&room, writes);
    AtomicExchange(&diskFills, writes >= 0);
}

static BOOL HasNoRoom(Win32Call call)
{
    switch (call) {
    case Win32CallWriteCompletion: return diskFills && AtomicDecrement(&room) < 0;
    case Win32CallWrite:
    case Win32CallSetSize:
    case Win32CallCreateDirectory: return diskFills && room <= 0;
    default: return FALSE;
    }
}

BOOL Win32Fails(Win32Call call)
{
    if (watchTokens)
        NoteToken(call);
    if (HasNoRoom(call)) {
        SetLastError(ERROR_DISK_FULL);
        return TRUE;
    }
    if (countdown <= 0 || (onlyCall >= 0 && onlyCall != (LONG)call))
        return FALSE;
    const LONG left = AtomicDecrement(&countdown);
    if (left != 0)
        return FALSE;
    failedCall = (LONG)call;
    SetLastError(calls[call].error);
    return TRUE;
}

static int AllocationFails(void)
{
    return Win32Fails(Win32CallAllocate);
}

void Win32FailNth(LONG nth)
{
    MemoryFails = AllocationFails;
    AtomicExchange(&onlyCall, -1);
    AtomicExchange(&countdown, nth);
}

void Win32FailNthOf(Win32Call call, LONG nth)
{
    MemoryFails = AllocationFails;
    AtomicExchange(&countdown, 0);
    AtomicExchange(&onlyCall, (LONG)call);
    AtomicExchange(&countdown, nth);
}

BOOL Win32FailNthReached(void)
{
    return countdown <= 0;
}

Win32Call Win32FailedCall(void)
{
    return (Win32Call)failedCall;
}

const char *Win32CallName(Win32Call call)
{
    return calls[call].name;
}

static volatile LONG transferLimit = -1;

void Win32LimitTransfers(LONG bytes)
{
    AtomicExchange(&transferLimit, bytes);
}

DWORD Win32Transfer(size_t bytes)
{
    const LONG limit = transferLimit;
    return limit >= 0 && bytes > (size_t)limit ? (DWORD)limit : (DWORD)bytes;
}

static volatile LONG pipesAsked[2][2];

void Win32NotePipe(DWORD open, DWORD mode)
{
    AtomicIncrement(&pipesAsked[(open & FILE_FLAG_FIRST_PIPE_INSTANCE) != 0][(mode & PIPE_REJECT_REMOTE_CLIENTS) == 0]);
}

LONG Win32PipesAsked(BOOL first, BOOL remote)
{
    return AtomicExchange(&pipesAsked[first != FALSE][remote != FALSE], 0);
}

static volatile LONG outstanding;

void Win32Count(LONG more)
{
    AtomicAdd(&outstanding, more);
}

LONG Win32Outstanding(void)
{
    return outstanding + MemoryOutstanding();
}

#endif

BOOL Win32Random(void *to, ULONG bytes)
{
    return !Win32Fails(Win32CallRandom) && RtlGenRandom(to, bytes);
}
