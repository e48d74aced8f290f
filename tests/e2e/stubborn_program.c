/*
 * A program of the kind that exe/program.h describes, in as few lines as one takes, which does what no program should, as its word says:
 *   (none)       it does not end when it is interrupted once
 *   crash        it writes to nowhere
 *   quit NAME    it is a server at that pipe which goes away when a client comes, once; deny NAME: one that lets nobody in, for 30 seconds
 */
#include "PerfectHash.h"
#include "exe/interrupt.h"
#include "exe/program.h"

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
    const HANDLE pipe = CreateNamedPipeW(path, deny ? PIPE_ACCESS_INBOUND : PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 512, 512, 0, NULL);
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

static ExitCode Run(const Command *command, void *object, void *context)
{
    const ULONGLONG end = GetTickCount64() + 30000;
    BOOL said = FALSE;
    int *volatile nowhere = (int *)(ULONG_PTR)16;
    (void)object;
    (void)context;
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

int wmain(int argc, wchar_t **argv);

int wmain(int argc, wchar_t **argv)
{
    const Program program = {.name = L"stubborn_program", .clsid = &CLSID_IocpContext, .iid = &IID_IPerfectHashIocpContext, .run = Run};
    return (int)ProgramMain(&program, argc, argv);
}
