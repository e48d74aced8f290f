/*
 * A program of the kind that exe/program.h describes, in as few lines as one takes, which does what
 * no program should, as its word says:
 *   (none)       it does not end when it is interrupted once
 *   crash        it writes to nowhere
 *   handles ID   it looks into another process: how many handles that has
 *   fault ID     it makes the busiest thread of another process fault
 *   close ID     it tells another process that its console is closed, as the system does
 *   quit NAME    it is a server at that pipe which goes away when a client comes, once; deny NAME:
 *                one that lets nobody in, for 30 seconds
 */
#include <windows.h>
#include <tlhelp32.h>

#include "PerfectHash.h"
#include "exe/program/interrupt.h"
#include "exe/program/program.h"

static void Say(const wchar_t *text)
{
    Output output = {0};
    OutputPut(&output, text);
    OutputFlush(&output, STD_OUTPUT_HANDLE);
}

static ExitCode BadServer(const wchar_t *name, BOOL deny)
{
    wchar_t path[100] = L"\\\\.\\pipe\\";
    BYTE first;
    DWORD read;
    lstrcatW(path, name);
    /* A client wants to read, too. */
    const HANDLE pipe =
        CreateNamedPipeW(path, deny ? PIPE_ACCESS_INBOUND : PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 512, 512, 0, NULL);
    if (pipe == INVALID_HANDLE_VALUE)
        return ExitNotRun;
    Say(L"ready\n");
    if (deny)
        Sleep(30000);
    else if (ConnectNamedPipe(pipe, NULL) || GetLastError() == ERROR_PIPE_CONNECTED)
        ReadFile(pipe, &first, sizeof first, &read, NULL);
    CloseHandle(pipe);
    Say(L"gone\n");
    return ExitDone;
}

/* One by one: Wine knows of no other way. They lie close together. */
static ExitCode CountHandles(DWORD processId)
{
    const HANDLE process = OpenProcess(PROCESS_DUP_HANDLE, FALSE, processId);
    DWORD count = 0, missing = 0;
    Output output = {0};
    for (ULONG_PTR handle = 4; process != NULL && missing < 256; handle += 4) {
        HANDLE copy;
        const BOOL is =
            DuplicateHandle(process, (HANDLE)handle, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS);
        if (is)
            CloseHandle(copy);
        missing = is ? 0 : missing + 1;
        count += is != FALSE;
    }
    OutputFormat(&output, L"%lu\n", (unsigned long)count);
    OutputFlush(&output, STD_OUTPUT_HANDLE);
    return ExitDone;
}

static ULONGLONG RunFor(HANDLE thread)
{
    FILETIME made, ended, kernel, user;
    GetThreadTimes(thread, &made, &ended, &kernel, &user);
    return (ULONGLONG)user.dwHighDateTime << 32 | user.dwLowDateTime;
}

/* The thread of the process that runs most from now on, however long others ran before. */
static HANDLE BusiestThread(DWORD processId)
{
    enum { MostThreads = 64, LookAgainMs = 10, EnoughTicks = 500000 }; /* 50 ms */
    const HANDLE list = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    THREADENTRY32 entry = {.dwSize = sizeof entry};
    HANDLE threads[MostThreads];
    ULONGLONG before[MostThreads];
    DWORD count = 0, i;
    for (BOOL more = Thread32First(list, &entry); more && count < MostThreads; more = Thread32Next(list, &entry)) {
        threads[count] =
            entry.th32OwnerProcessID == processId ? OpenThread(THREAD_ALL_ACCESS, FALSE, entry.th32ThreadID) : NULL;
        if (threads[count] != NULL) {
            before[count] = RunFor(threads[count]);
            count++;
        }
    }
    for (const ULONGLONG end = GetTickCount64() + 60000; GetTickCount64() < end; Sleep(LookAgainMs)) {
        for (i = 0; i < count; i++) {
            if (RunFor(threads[i]) - before[i] >= EnoughTicks)
                return threads[i];
        }
    }
    return NULL;
}

/* Does the address lie in the server's DLL, as that process has it? */
static BOOL IsInServer(DWORD processId, ULONGLONG address)
{
    MODULEENTRY32W entry = {.dwSize = sizeof entry};
    const HANDLE list = CreateToolhelp32Snapshot(TH32CS_SNAPMODULE, processId);
    BOOL is = FALSE;
    for (BOOL more = Module32FirstW(list, &entry); more && !is; more = Module32NextW(list, &entry)) {
        const ULONGLONG base = (ULONG_PTR)entry.modBaseAddr;
        is = lstrcmpiW(entry.szModule, L"PerfectHash.dll") == 0 && address - base < entry.modBaseSize;
    }
    CloseHandle(list);
    return is;
}

/* Suspends the thread amid the server's code: in a call of the system it would get over a fault. */
static BOOL SuspendInServer(DWORD processId, HANDLE thread, CONTEXT *context)
{
    for (const ULONGLONG end = GetTickCount64() + 60000; GetTickCount64() < end; Sleep(1)) {
        if (SuspendThread(thread) == (DWORD)-1)
            return FALSE;
        if (GetThreadContext(thread, context) && IsInServer(processId, context->Rip))
            return TRUE;
        ResumeThread(thread);
    }
    return FALSE;
}

/* All that its registers may point to is gone, but its stack. */
static ExitCode FaultThread(DWORD processId)
{
    CONTEXT context = {.ContextFlags = CONTEXT_CONTROL | CONTEXT_INTEGER};
    const HANDLE busiest = BusiestThread(processId);
    if (busiest == NULL || !SuspendInServer(processId, busiest, &context))
        return ExitNotRun;
    context.Rax = context.Rbx = context.Rcx = context.Rdx = context.Rsi = context.Rdi = 16;
    context.R8 = context.R9 = context.R10 = context.R11 = context.R12 = context.R13 = context.R14 = context.R15 = 16;
    return SetThreadContext(busiest, &context) && ResumeThread(busiest) != (DWORD)-1 ? ExitDone : ExitFailed;
}

/* The system's own way: a thread in the process that begins where events of the console come in. */
static ExitCode CloseConsole(DWORD processId)
{
    const HMODULE base = GetModuleHandleW(L"kernelbase.dll");
    const HANDLE process = OpenProcess(PROCESS_ALL_ACCESS, FALSE, processId);
    void *routine = (void *)(ULONG_PTR)GetProcAddress(base, "CtrlRoutine");
    const HANDLE thread = process != NULL && routine != NULL
                              ? CreateRemoteThread(process, NULL, 0, (LPTHREAD_START_ROUTINE)(ULONG_PTR)routine,
                                                   (void *)(ULONG_PTR)CTRL_CLOSE_EVENT, 0, NULL)
                              : NULL;
    return thread != NULL ? ExitDone : ExitNotRun;
}

static ExitCode Run(const Command *command, void *object, void *context)
{
    const ULONGLONG end = GetTickCount64() + 30000;
    BOOL said = FALSE;
    int *volatile nowhere = (int *)(ULONG_PTR)16;
    (void)object;
    (void)context;
    if (command->wordCount == 2 && lstrcmpW(command->words[0], L"handles") == 0)
        return CountHandles((DWORD)wcstoul(command->words[1], NULL, 10));
    if (command->wordCount == 2 && lstrcmpW(command->words[0], L"close") == 0)
        return CloseConsole((DWORD)wcstoul(command->words[1], NULL, 10));
    if (command->wordCount == 2 && lstrcmpW(command->words[0], L"fault") == 0)
        return FaultThread((DWORD)wcstoul(command->words[1], NULL, 10));
    if (command->wordCount == 2)
        return BadServer(command->words[1], lstrcmpW(command->words[0], L"deny") == 0);
    if (command->wordCount == 1)
        *nowhere = 1;
    Say(L"ready\n");
    while (GetTickCount64() < end) {
        Sleep(10);
        if (InterruptCame() && !said)
            Say(L"interrupted\n");
        said = InterruptCame();
    }
    return ExitNotRun;
}

int wmain(int argc, wchar_t **argv)
{
    const Program program = {
        .name = L"stubborn_program", .clsid = &CLSID_IocpContext, .iid = &IID_IPerfectHashIocpContext, .run = Run};
    return ProgramMain(&program, argc, argv);
}
