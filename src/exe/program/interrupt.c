#include "interrupt.h"

#include "errors.h"

static volatile LONG interrupts;
static HANDLE came;

/* On a thread of the system's. */
static BOOL WINAPI InterruptOnControl(DWORD event)
{
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        return FALSE;
    if (InterlockedIncrement(&interrupts) > 1)
        TerminateProcess(GetCurrentProcess(), ExitFailed);
    if (came != NULL)
        SetEvent(came);
    return TRUE;
}

void InterruptInstall(void)
{
    came = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(InterruptOnControl, TRUE);
}

BOOL InterruptCame(void)
{
    return interrupts != 0;
}

HANDLE InterruptEvent(void)
{
    return came;
}
