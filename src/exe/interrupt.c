#include "interrupt.h"

#include "errors.h"

static volatile LONG interrupts;

/* On a thread of the system's. */
static BOOL WINAPI OnControl(DWORD event)
{
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        return FALSE;
    if (InterlockedIncrement(&interrupts) > 1)
        TerminateProcess(GetCurrentProcess(), ExitFailed);
    return TRUE;
}

void InterruptInstall(void)
{
    SetConsoleCtrlHandler(OnControl, TRUE);
}

BOOL InterruptCame(void)
{
    return interrupts != 0;
}
