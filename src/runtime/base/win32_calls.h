/*
 * Every Win32 call of the runtime that can fail goes through here. In debug builds a test can make
 * the n-th one fail with the error that it has in real life; in release builds nothing is left of
 * it but the call. Any thread.
 */
#ifndef RUNTIME_WIN32_CALLS_H
#define RUNTIME_WIN32_CALLS_H

#include <windows.h>

#include "annotations.h"
#include "runtime/pure/memory.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum Win32Call {
    Win32CallAllocate,
    Win32CallAllocatePages,
    Win32CallCreateEvent,
    Win32CallCreateThread,
    Win32CallHoldModule,
    Win32CallTopology,
    Win32CallCreatePort,
    Win32CallAssociate,
    Win32CallPost,
    Win32CallDequeue,
    Win32CallOpenFile,
    Win32CallFileSize,
    Win32CallNotificationModes,
    Win32CallRead,
    Win32CallReadCompletion,
    Win32CallWrite,
    Win32CallWriteCompletion,
    Win32CallRename,
    Win32CallFlush,
    Win32CallDelete,
    Win32CallSetSize,
    Win32CallMap,
    Win32CallFullPath,
    Win32CallCreateDirectory,
    Win32CallOpenProcess,
    Win32CallOpenToken,
    Win32CallTokenInformation,
    Win32CallPipeOwner,
    Win32CallPipeServerId,
    Win32CallWaitPipe,
    Win32CallWait,
    Win32CallSecurity,
    Win32CallCreatePipe,
    Win32CallConnectPipe,
    Win32CallConnectCompletion,
    Win32CallPipeClientId,
    Win32CallImpersonate,
    Win32CallOpenThreadToken,
    Win32CallCreateSection,
    Win32CallMapSection,
    Win32CallDuplicate,
    Win32CallTlsAlloc,
    Win32CallDuplicateToken,
    Win32CallRandom,
    Win32CallCount
} Win32Call;

/*
 * For opening what a user names: a path may lead to a pipe, whose server must not act in the
 * caller's name.
 */
enum { Win32UserPath = SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION };

/* The calls that change a disk, and those that make a change last. */
typedef enum Win32Deed { Win32DidCreate, Win32DidWrite, Win32DidFlush, Win32DidRename } Win32Deed;

#ifndef NDEBUG
/*
 * A test's: is told of each deed before it is done. path: what was created, or the new name; else
 * NULL. On the thread that does it.
 */
extern void (*Win32Recorder)(Win32Deed deed, HANDLE file, const wchar_t *path);
static inline void Win32Record(Win32Deed deed, HANDLE file, _In_opt_z_ const wchar_t *path)
{
    if (Win32Recorder != NULL)
        Win32Recorder(deed, file, path);
}
/*
 * A test's: runs before each open of a file, on the thread that opens, which it may keep as a slow
 * disk would.
 */
extern void (*Win32BeforeOpen)(const wchar_t *path);
static inline void Win32NoteOpen(_In_z_ const wchar_t *path)
{
    if (Win32BeforeOpen != NULL)
        Win32BeforeOpen(path);
}
/* The same before a folder is removed. */
extern void (*Win32BeforeRemoveFolder)(const wchar_t *path);
static inline void Win32NoteRemoveFolder(_In_z_ const wchar_t *path)
{
    if (Win32BeforeRemoveFolder != NULL)
        Win32BeforeRemoveFolder(path);
}
BOOL Win32Fails(Win32Call call);               /* TRUE: fail now; the last error is set */
void Win32FailNth(LONG nth);                   /* the nth call from now fails, once; 0: none does */
void Win32FailNthOf(Win32Call call, LONG nth); /* the same, counting that kind of call alone */
BOOL Win32FailNthReached(void);                /* has the failure been used up? */
Win32Call Win32FailedCall(void);               /* which one it was */
_Ret_z_ const char *Win32CallName(Win32Call call);
void Win32FillDisk(LONG writes);      /* that many writes have room, and then none that needs some has; -1: all have */
void Win32LimitTransfers(LONG bytes); /* reads and writes move at most that many at once; -1: as many as asked */
DWORD Win32Transfer(size_t bytes);
void Win32TakeClientsForForeign(BOOL foreign); /* every client is somebody else, though it be of this very logon */
BOOL Win32ForeignClients(void);
/*
 * From now on counts the calls by whether the thread acts for somebody; 2: as if it never did,
 * which costs nothing.
 */
void Win32WatchTokens(BOOL watch);
LONG Win32CallsAs(Win32Call call, BOOL somebody);
void Win32NotePipe(DWORD open, DWORD mode); /* an instance that is being made */
/*
 * how many were asked for as the first of their name, and as open to other machines; then as if
 * there had been none
 */
LONG Win32PipesAsked(BOOL first, BOOL remote);
void Win32Count(LONG more);  /* memory blocks that the runtime has */
LONG Win32Outstanding(void); /* how many it has */
#else
static inline void Win32Record(Win32Deed deed, HANDLE file, _In_opt_z_ const wchar_t *path)
{
    (void)deed, (void)file, (void)path;
}
static inline void Win32NoteOpen(_In_z_ const wchar_t *path)
{
    (void)path;
}
static inline void Win32NoteRemoveFolder(_In_z_ const wchar_t *path)
{
    (void)path;
}
static inline DWORD Win32Transfer(size_t bytes)
{
    return (DWORD)bytes;
}
static inline void Win32Count(LONG more)
{
    (void)more;
}
static inline void Win32NotePipe(DWORD open, DWORD mode)
{
    (void)open, (void)mode;
}
static inline BOOL Win32ForeignClients(void)
{
    return FALSE;
}
static inline BOOL Win32Fails(Win32Call call)
{
    (void)call;
    return FALSE;
}
#endif

_Must_inspect_result_ _Ret_maybenull_ static inline void *Win32Allocate(size_t bytes)
{
    return MemoryAllocate(bytes);
} /* zeroed */
static inline void Win32Free(_In_opt_ void *memory)
{
    MemoryFree(memory);
} /* NULL is allowed */

_Ret_maybenull_ static inline void *Win32Reserve(size_t bytes, DWORD numaNode)
{
    void *memory = Win32Fails(Win32CallAllocatePages)
                       ? NULL
                       : VirtualAllocExNuma(GetCurrentProcess(), NULL, bytes, MEM_RESERVE, PAGE_NOACCESS, numaNode);
    Win32Count(memory != NULL);
    return memory;
}

static inline BOOL Win32Commit(_In_ void *at, size_t bytes, DWORD numaNode) /* of what was reserved */
{
    return !Win32Fails(Win32CallAllocatePages) &&
           VirtualAllocExNuma(GetCurrentProcess(), at, bytes, MEM_COMMIT, PAGE_READWRITE, numaNode) != NULL;
}

_Ret_maybenull_ static inline void *Win32AllocatePages(size_t bytes, DWORD numaNode) /* zeroed, committed */
{
    void *memory =
        Win32Fails(Win32CallAllocatePages)
            ? NULL
            : VirtualAllocExNuma(GetCurrentProcess(), NULL, bytes, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE, numaNode);
    Win32Count(memory != NULL);
    return memory;
}

static inline void Win32FreePages(_In_opt_ void *memory) /* NULL is allowed */
{
    if (memory) {
        Win32Count(-1);
        VirtualFree(memory, 0, MEM_RELEASE);
    }
}

static inline void Win32GivePagesBack(_In_ void *memory, size_t bytes) /* whole pages, which stay reserved */
{
    (void)VirtualFree(memory, bytes, MEM_DECOMMIT);
}

static inline HANDLE Win32CreateEventFor(_In_opt_ SECURITY_ATTRIBUTES *security) /* manual reset, not set */
{
    return Win32Fails(Win32CallCreateEvent) ? NULL : CreateEventW(security, TRUE, FALSE, NULL);
}

static inline HANDLE Win32CreateEvent(void) /* the same, for this process alone */
{
    return Win32CreateEventFor(NULL);
}

/* stackBytes: that it may grow to; 0: as the program's main thread. */
static inline HANDLE Win32CreateThread(LPTHREAD_START_ROUTINE start, _In_opt_ void *parameter, size_t stackBytes,
                                       _Out_opt_ DWORD *id)
{
    return Win32Fails(Win32CallCreateThread)
               ? NULL
               : CreateThread(NULL, stackBytes, start, parameter, STACK_SIZE_PARAM_IS_A_RESERVATION, id);
}

static inline BOOL Win32IsWine(void)
{
    const HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    return ntdll && GetProcAddress(ntdll, "wine_get_version");
}

/*
 * For a thread that has just started: room on its stack for whoever reports that it has overflowed.
 * Wine fills 960 KiB of each new stack with zeros, which are in memory from then on: they are given
 * back.
 */
static inline void Win32KeepStack(void)
{
    enum { InUse = 64 * 1024, Guarded = 128 * 1024 };
    ULONG bytes = 64 * 1024;
    ULONG_PTR low, high;
    SetThreadStackGuarantee(&bytes);
    GetCurrentThreadStackLimits(&low, &high);
    low += Guarded;
    high = (ULONG_PTR)&bytes - InUse;
    if (high > low && Win32IsWine())
        VirtualAlloc((void *)low, high - low, MEM_RESET, PAGE_READWRITE);
}

_Success_(return != 0) static inline BOOL
    Win32TopologyRead(LOGICAL_PROCESSOR_RELATIONSHIP kind,
                      _Out_writes_bytes_opt_(*bytes) SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX *out, _Inout_ DWORD *bytes)
{
    return !Win32Fails(Win32CallTopology) && GetLogicalProcessorInformationEx(kind, out, bytes);
}

static inline HANDLE Win32CreatePort(DWORD concurrency)
{
    return Win32Fails(Win32CallCreatePort) ? NULL : CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, concurrency);
}

static inline BOOL Win32Associate(HANDLE file, HANDLE port)
{
    return !Win32Fails(Win32CallAssociate) && CreateIoCompletionPort(file, port, 0, 0) != NULL;
}

static inline BOOL Win32Post(HANDLE port, DWORD bytes, _Inout_opt_ OVERLAPPED *overlapped)
{
    return !Win32Fails(Win32CallPost) && PostQueuedCompletionStatus(port, bytes, 0, overlapped);
}

_Success_(return != 0) static inline BOOL
    Win32Dequeue(HANDLE port, _Out_writes_to_(capacity, *count) OVERLAPPED_ENTRY *entries, ULONG capacity,
                 _Out_ ULONG *count, DWORD timeoutMs)
{
    return !Win32Fails(Win32CallDequeue) &&
           GetQueuedCompletionStatusEx(port, entries, capacity, count, timeoutMs, FALSE);
}

static inline HANDLE Win32OpenFile(_In_z_ const wchar_t *path, DWORD access, DWORD share, DWORD disposition,
                                   DWORD flags)
{
    if (Win32Fails(Win32CallOpenFile))
        return INVALID_HANDLE_VALUE;
    Win32NoteOpen(path);
    const HANDLE file = CreateFileW(path, access, share, NULL, disposition, flags | Win32UserPath, NULL);
    if (file != INVALID_HANDLE_VALUE && (access & (GENERIC_WRITE | FILE_WRITE_DATA | FILE_APPEND_DATA)) != 0)
        Win32Record(Win32DidCreate, file, path);
    return file;
}

_Success_(return != 0) static inline BOOL Win32FileSize(HANDLE file, _Out_ ULONGLONG *bytes)
{
    LARGE_INTEGER size;
    if (Win32Fails(Win32CallFileSize) || !GetFileSizeEx(file, &size))
        return FALSE;
    *bytes = (ULONGLONG)size.QuadPart;
    return TRUE;
}

static inline BOOL Win32NotificationModes(HANDLE file, UCHAR modes)
{
    return !Win32Fails(Win32CallNotificationModes) && SetFileCompletionNotificationModes(file, modes);
}

_Success_(return != 0) static inline BOOL
    Win32Read(HANDLE file, _Out_writes_bytes_(bytes) void *to, size_t bytes, _Inout_ OVERLAPPED *overlapped)
{
    return !Win32Fails(Win32CallRead) && ReadFile(file, to, Win32Transfer(bytes), NULL, overlapped);
}

static inline BOOL Win32Write(HANDLE file, _In_reads_bytes_(bytes) const void *from, size_t bytes,
                              _Inout_ OVERLAPPED *overlapped)
{
    return !Win32Fails(Win32CallWrite) && WriteFile(file, from, Win32Transfer(bytes), NULL, overlapped);
}

/*
 * Returns whether a transfer of a file that is not over at once ends by the port. Where Windows
 * only says that it failed, Wine queues a packet as well, for all that fails once it has the file
 * at hand. A caller that took the failure for the end would be called back after it.
 */
static inline BOOL Win32FileTransferPosts(DWORD error)
{
    return error == ERROR_IO_PENDING ||
           (error != ERROR_INVALID_HANDLE && error != ERROR_TOO_MANY_OPEN_FILES && Win32IsWine());
}

_Success_(return != 0) static inline BOOL
    Win32FileRead(HANDLE file, _Out_writes_bytes_(bytes) void *to, size_t bytes, _Inout_ OVERLAPPED *overlapped)
{
    if (Win32Fails(Win32CallRead))
        return FALSE;
    return ReadFile(file, to, Win32Transfer(bytes), NULL, overlapped) || Win32FileTransferPosts(GetLastError());
}

static inline BOOL Win32FileWrite(HANDLE file, _In_reads_bytes_(bytes) const void *from, size_t bytes,
                                  _Inout_ OVERLAPPED *overlapped)
{
    if (Win32Fails(Win32CallWrite))
        return FALSE;
    Win32Record(Win32DidWrite, file, NULL);
    return WriteFile(file, from, Win32Transfer(bytes), NULL, overlapped) || Win32FileTransferPosts(GetLastError());
}

/* Returns the error of a completion, or the failure that the test sets instead. */
static inline DWORD Win32Completion(Win32Call call, DWORD error)
{
    return error == ERROR_SUCCESS && Win32Fails(call) ? GetLastError() : error;
}

enum { Win32RenameInfoEx = 22 }; /* FileRenameInfoEx, which headers have for some versions of Windows alone */

/* Has a system or a volume no such kind of call? */
static inline BOOL Win32IsUnknown(DWORD error)
{
    return error == ERROR_CALL_NOT_IMPLEMENTED || error == ERROR_INVALID_PARAMETER || error == ERROR_NOT_SUPPORTED ||
           error == ERROR_INVALID_FUNCTION || error == ERROR_INVALID_LEVEL;
}

/*
 * By POSIX semantics where there are any: who has the old file open, shared for deletion, keeps it
 * under no name, and the name is free at once.
 */
static inline BOOL Win32Rename(HANDLE file, _In_reads_bytes_(bytes) FILE_RENAME_INFO *rename, DWORD bytes,
                               BOOL replaces)
{
    if (Win32Fails(Win32CallRename))
        return FALSE;
    Win32Record(Win32DidRename, file, rename->FileName);
    rename->Flags = FILE_RENAME_FLAG_POSIX_SEMANTICS | (replaces ? FILE_RENAME_FLAG_REPLACE_IF_EXISTS : 0u);
    if (SetFileInformationByHandle(file, (FILE_INFO_BY_HANDLE_CLASS)Win32RenameInfoEx, rename, bytes))
        return TRUE;
    if (!Win32IsUnknown(GetLastError()))
        return FALSE;
    rename->Flags = 0;
    rename->ReplaceIfExists = (BOOLEAN)replaces;
    return SetFileInformationByHandle(file, FileRenameInfo, rename, bytes);
}

/* Flushes a file's bytes, or a folder's names. */
static inline BOOL Win32Flush(HANDLE file)
{
    if (Win32Fails(Win32CallFlush))
        return FALSE;
    Win32Record(Win32DidFlush, file, NULL);
    return FlushFileBuffers(file);
}

static inline BOOL Win32DeleteOnClose(HANDLE file)
{
    FILE_DISPOSITION_INFO disposition = {TRUE};
    return !Win32Fails(Win32CallDelete) &&
           SetFileInformationByHandle(file, FileDispositionInfo, &disposition, sizeof disposition);
}

static inline BOOL Win32SetSize(HANDLE file, ULONGLONG bytes)
{
    FILE_END_OF_FILE_INFO end;
    end.EndOfFile.QuadPart = (LONGLONG)bytes;
    return !Win32Fails(Win32CallSetSize) && SetFileInformationByHandle(file, FileEndOfFileInfo, &end, sizeof end);
}

_Success_(return != 0) static inline DWORD
    Win32FullPath(_In_z_ const wchar_t *path, DWORD chars, _Out_writes_opt_z_(chars) wchar_t *out)
{
    return Win32Fails(Win32CallFullPath) ? 0 : GetFullPathNameW(path, chars, out, NULL);
}

static inline BOOL Win32CreateDirectory(_In_z_ const wchar_t *path)
{
    return !Win32Fails(Win32CallCreateDirectory) && CreateDirectoryW(path, NULL);
}

/* Only an empty folder goes; one that can't stays. */
static inline void Win32RemoveFolder(_In_z_ const wchar_t *path)
{
    Win32NoteRemoveFolder(path);
    RemoveDirectoryW(path);
}

static inline HANDLE Win32OpenProcess(DWORD access, DWORD processId)
{
    return Win32Fails(Win32CallOpenProcess) ? NULL : OpenProcess(access, FALSE, processId);
}

_Success_(return != 0) static inline BOOL Win32OpenProcessToken(HANDLE process, _Out_ HANDLE *token)
{
    return !Win32Fails(Win32CallOpenToken) && OpenProcessToken(process, TOKEN_QUERY, token);
}

_Success_(return != 0) static inline BOOL Win32TokenInformation(HANDLE token, TOKEN_INFORMATION_CLASS which,
                                                                _Out_writes_bytes_(capacity) void *out, DWORD capacity)
{
    DWORD bytes;
    return !Win32Fails(Win32CallTokenInformation) && GetTokenInformation(token, which, out, capacity, &bytes);
}

_Success_(return != 0) static inline BOOL
    Win32PipeOwner(HANDLE pipe, _Out_writes_bytes_(capacity) PSECURITY_DESCRIPTOR out, DWORD capacity)
{
    DWORD bytes;
    return !Win32Fails(Win32CallPipeOwner) &&
           GetKernelObjectSecurity(pipe, OWNER_SECURITY_INFORMATION, out, capacity, &bytes);
}

/* Gives the id of the process that made the pipe's instance. */
_Success_(return != 0) static inline BOOL Win32PipeServerId(HANDLE pipe, _Out_ ULONG *processId)
{
    return !Win32Fails(Win32CallPipeServerId) && GetNamedPipeServerProcessId(pipe, processId);
}

/* Until an instance is free, or so long. */
static inline BOOL Win32WaitPipe(_In_z_ const wchar_t *name, DWORD milliseconds)
{
    return !Win32Fails(Win32CallWaitPipe) && WaitNamedPipeW(name, milliseconds);
}

/* For any of them, on a caller's thread; never on a worker. */
static inline DWORD Win32Wait(DWORD count, _In_reads_(count) const HANDLE *handles, DWORD milliseconds)
{
    return Win32Fails(Win32CallWait) ? WAIT_FAILED : WaitForMultipleObjects(count, handles, FALSE, milliseconds);
}

/* The server's end of a pipe, in byte mode. */
static inline HANDLE Win32CreatePipe(_In_z_ const wchar_t *name, DWORD open, DWORD mode, DWORD bufferBytes,
                                     _In_opt_ SECURITY_ATTRIBUTES *security)
{
    Win32NotePipe(open, mode);
    return Win32Fails(Win32CallCreatePipe)
               ? INVALID_HANDLE_VALUE
               : CreateNamedPipeW(name, open, mode, PIPE_UNLIMITED_INSTANCES, bufferBytes, bufferBytes, 0, security);
}

static inline BOOL Win32ConnectPipe(HANDLE pipe, _Inout_ OVERLAPPED *overlapped)
{
    return !Win32Fails(Win32CallConnectPipe) && ConnectNamedPipe(pipe, overlapped);
}

_Success_(return != 0) static inline BOOL Win32PipeClientId(HANDLE pipe, _Out_ ULONG *processId)
{
    return !Win32Fails(Win32CallPipeClientId) && GetNamedPipeClientProcessId(pipe, processId);
}

static inline BOOL Win32ImpersonatePipe(HANDLE pipe)
{
    return !Win32Fails(Win32CallImpersonate) && ImpersonateNamedPipeClient(pipe);
}

_Success_(return != 0) static inline BOOL Win32OpenThreadToken(DWORD access, _Out_ HANDLE *token)
{
    return !Win32Fails(Win32CallOpenThreadToken) && OpenThreadToken(GetCurrentThread(), access, TRUE, token);
}

static inline HANDLE Win32CreateSection(DWORD bytes, _In_opt_ SECURITY_ATTRIBUTES *security)
{
    return Win32Fails(Win32CallCreateSection)
               ? NULL
               : CreateFileMappingW(INVALID_HANDLE_VALUE, security, PAGE_READWRITE, 0, bytes, NULL);
}

_Ret_maybenull_ static inline void *Win32MapSection(HANDLE section, DWORD access, size_t bytes)
{
    return Win32Fails(Win32CallMapSection) ? NULL : MapViewOfFile(section, access, 0, 0, bytes);
}

_Success_(return != 0) static inline BOOL Win32DuplicateToken(HANDLE token, _Out_ HANDLE *out)
{
    return !Win32Fails(Win32CallDuplicateToken) && DuplicateTokenEx(token, TOKEN_QUERY | TOKEN_IMPERSONATE, NULL,
                                                                    SecurityImpersonation, TokenImpersonation, out);
}

_Success_(return != 0) BOOL Win32Random(_Out_writes_bytes_(bytes) void *to, ULONG bytes); /* that nobody can guess */

/* Duplicates a handle of this process into another one, with only these rights. */
_Success_(return != 0) static inline BOOL Win32Duplicate(HANDLE source, HANDLE process, DWORD access, _Out_ HANDLE *out)
{
    return !Win32Fails(Win32CallDuplicate) &&
           DuplicateHandle(GetCurrentProcess(), source, process, out, access, FALSE, 0);
}

#ifdef __cplusplus
}
#endif
#endif
