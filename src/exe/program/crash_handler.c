#include "crash_handler.h"

#include <dbghelp.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "crash_stack.h"
#include "runtime/pure/atomic.h"

enum { PathChars = 1024, LineBytes = 512, MostFrames = 64, StackReserveBytes = 64 * 1024 };

typedef BOOL(WINAPI *DumpWriter)(HANDLE process, DWORD processId, HANDLE file, MINIDUMP_TYPE type,
                                 PMINIDUMP_EXCEPTION_INFORMATION exception, PMINIDUMP_USER_STREAM_INFORMATION streams,
                                 PMINIDUMP_CALLBACK_INFORMATION callback);

/* All of it static: a crash may have come from a broken heap or a full stack. */
static wchar_t name[64], folder[PathChars];
static BOOL fullDump;
static DumpWriter writeDump;
static volatile LONG crashing;
static volatile LONG reporter;      /* the thread that writes the report, once it has begun */
static DWORD startLimitMs = 10000;  /* until another thread's report begins */
static DWORD writeLimitMs = 120000; /* from there until it ends: a dump takes long on a busy machine */

/* A report goes to stderr and, when there is one, to the text file. */
static HANDLE reportFile = INVALID_HANDLE_VALUE;

static void CrashHandlerPut(const char *text)
{
    const DWORD bytes = (DWORD)strlen(text);
    DWORD written;
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), text, bytes, &written, NULL);
    if (reportFile != INVALID_HANDLE_VALUE)
        WriteFile(reportFile, text, bytes, &written, NULL);
}

static void CrashHandlerPutPath(const char *before, const wchar_t *path)
{
    static char utf8[PathChars * 3];
    CrashHandlerPut(before);
    if (WideCharToMultiByte(CP_UTF8, 0, path, -1, utf8, (int)sizeof utf8, NULL, NULL))
        CrashHandlerPut(utf8);
    CrashHandlerPut("\n");
}

static const char *ExceptionName(DWORD code)
{
    switch (code) {
    case EXCEPTION_ACCESS_VIOLATION: return "access violation";
    case EXCEPTION_IN_PAGE_ERROR: return "a page could not be read";
    case EXCEPTION_STACK_OVERFLOW: return "stack overflow";
    case EXCEPTION_ILLEGAL_INSTRUCTION: return "illegal instruction";
    case EXCEPTION_INT_DIVIDE_BY_ZERO: return "division by zero";
    case EXCEPTION_BREAKPOINT: return "breakpoint";
    default: return "exception";
    }
}

/* "  #3 PerfectHash.dll+0x12345" */
static void PutFrame(int number, DWORD64 address)
{
    static wchar_t path[PathChars];
    char line[LineBytes];
    HMODULE module = NULL;
    const wchar_t *file = L"?";
    const DWORD flags = GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    if (GetModuleHandleExW(flags, (const wchar_t *)(ULONG_PTR)address, &module) &&
        GetModuleFileNameW(module, path, PathChars)) {
        const wchar_t *separator = wcsrchr(path, L'\\');
        file = separator != NULL ? separator + 1 : path;
    }
    snprintf(line, sizeof line, "  #%d %ls+0x%llx\n", number, file,
             (unsigned long long)(address - (DWORD64)(ULONG_PTR)module));
    CrashHandlerPut(line);
}

static void PutStack(const CONTEXT *crashed)
{
    static CONTEXT context;
    int number = 0;
    context = *crashed;
    do {
        PutFrame(number, CrashStackAt(&context));
        number++;
    } while (number < MostFrames && CrashStackUp(&context) && CrashStackAt(&context) != 0);
}

static HANDLE CreateBeside(const wchar_t *stem, const wchar_t *extension, wchar_t *path)
{
    swprintf(path, PathChars, L"%ls%ls", stem, extension);
    return CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
}

static void WriteDump(const wchar_t *stem, EXCEPTION_POINTERS *exception, DWORD threadId)
{
    static wchar_t path[PathChars];
    const int type =
        MiniDumpWithIndirectlyReferencedMemory | MiniDumpWithThreadInfo | (fullDump ? MiniDumpWithFullMemory : 0);
    MINIDUMP_EXCEPTION_INFORMATION information;
    HANDLE file = writeDump != NULL ? CreateBeside(stem, L".dmp", path) : INVALID_HANDLE_VALUE;
    BOOL written;
    if (file == INVALID_HANDLE_VALUE) {
        CrashHandlerPutPath("no minidump could be written to ", folder);
        return;
    }
    information.ThreadId = threadId;
    information.ExceptionPointers = exception;
    information.ClientPointers = FALSE;
    written =
        writeDump(GetCurrentProcess(), GetCurrentProcessId(), file, (MINIDUMP_TYPE)type, &information, NULL, NULL);
    CloseHandle(file);
    CrashHandlerPutPath(written ? "minidump: " : "incomplete minidump: ", path);
}

typedef struct Crash {
    EXCEPTION_POINTERS *exception;
    DWORD threadId;
} Crash;

static DWORD WINAPI WriteReport(void *parameter)
{
    static wchar_t stem[PathChars], reportPath[PathChars];
    const Crash *crash = (const Crash *)parameter;
    const EXCEPTION_RECORD *record = crash->exception->ExceptionRecord;
    char line[LineBytes];
    InterlockedExchange(&reporter, (LONG)GetCurrentThreadId());
    if (*folder) {
        SYSTEMTIME now;
        GetSystemTime(&now);
        swprintf(stem, PathChars, L"%ls\\%ls-%04u%02u%02u-%02u%02u%02u-%lu", folder, name, now.wYear, now.wMonth,
                 now.wDay, now.wHour, now.wMinute, now.wSecond, (unsigned long)GetCurrentProcessId());
        reportFile = CreateBeside(stem, L".txt", reportPath);
    }
    snprintf(line, sizeof line, "%ls crashed: %s (0x%08lX) at 0x%llx, thread %lu\n", name,
             ExceptionName(record->ExceptionCode), (unsigned long)record->ExceptionCode,
             (unsigned long long)(ULONG_PTR)record->ExceptionAddress, (unsigned long)crash->threadId);
    CrashHandlerPut(line);
    PutStack(crash->exception->ContextRecord);
    if (*folder) {
        WriteDump(stem, crash->exception, crash->threadId);
        if (reportFile != INVALID_HANDLE_VALUE)
            CrashHandlerPutPath("this report: ", reportPath);
        else
            CrashHandlerPutPath("no report could be written to ", folder);
    } else {
        CrashHandlerPut("set PERFECTHASH_CRASH_DIR to a folder to get a minidump\n");
    }
    TerminateProcess(GetCurrentProcess(), record->ExceptionCode);
    return 0;
}

static LONG WINAPI OnCrash(EXCEPTION_POINTERS *exception)
{
    const DWORD code = exception->ExceptionRecord->ExceptionCode;
    Crash crash;
    if (InterlockedExchange(&crashing, 1)) {
        /*
         * Another thread writes the report and ends the process; a crash of that one must not hang.
         */
        if (GetCurrentThreadId() != (DWORD)AtomicRead(&reporter))
            Sleep(startLimitMs + writeLimitMs);
        TerminateProcess(GetCurrentProcess(), code);
    }
    crash.exception = exception;
    crash.threadId = GetCurrentThreadId();
    if (code == EXCEPTION_STACK_OVERFLOW) {
        /*
         * There is no room left for a report here. A thread that holds the loader's lock lets no
         * other begin.
         */
        const HANDLE thread = CreateThread(NULL, 0, WriteReport, &crash, 0, NULL);
        if (thread != NULL && WaitForSingleObject(thread, startLimitMs) == WAIT_TIMEOUT && AtomicRead(&reporter))
            WaitForSingleObject(thread, writeLimitMs);
    } else {
        WriteReport(&crash);
    }
    TerminateProcess(GetCurrentProcess(), code);
    return EXCEPTION_EXECUTE_HANDLER;
}

void CrashHandlerInstall(const wchar_t *program)
{
    HMODULE library;
    ULONG reserve = StackReserveBytes;
    swprintf(name, ARRAYSIZE(name), L"%.60ls", program);
    const DWORD chars = GetEnvironmentVariableW(L"PERFECTHASH_CRASH_DIR", folder, PathChars - 120);
    if (chars >= PathChars - 120)
        folder[0] = L'\0';
    fullDump = GetEnvironmentVariableW(L"PERFECTHASH_CRASH_FULL", NULL, 0) != 0;
    if (*folder) {
        /* Loading a library in a crash could hang. */
        library = LoadLibraryExW(L"dbghelp.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
        if (library != NULL)
            writeDump = (DumpWriter)(void (*)(void))GetProcAddress(library, "MiniDumpWriteDump");
    }
    SetThreadStackGuarantee(&reserve);
    SetUnhandledExceptionFilter(OnCrash);
}
