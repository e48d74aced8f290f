/* A program of the kind that exe/program.h describes, in as few lines as one takes. It does not end when it is interrupted once. */
#include "PerfectHash.h"
#include "exe/interrupt.h"
#include "exe/program.h"

static void Say(const wchar_t *text)
{
    Output output = {0};
    OutputPut(&output, text);
    OutputFlush(&output, STD_OUTPUT_HANDLE);
}

static ExitCode Run(const Command *command, void *object, void *context)
{
    const ULONGLONG end = GetTickCount64() + 30000;
    BOOL said = FALSE;
    (void)command;
    (void)object;
    (void)context;
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
