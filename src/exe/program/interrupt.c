#include "interrupt.h"

#include "errors.h"
#include "runtime/pure/atomic.h"

static volatile LONG interrupts, closing;
static HANDLE came;

/* On a thread of the system's. */
static BOOL WINAPI InterruptOnControl(DWORD event)
{
    if (event == CTRL_CLOSE_EVENT)
        InterlockedExchange(&closing, TRUE);
    else if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        return FALSE;
    if (InterlockedIncrement(&interrupts) > 1 && !AtomicRead(&closing))
        TerminateProcess(GetCurrentProcess(), ExitFailed);
    if (came != NULL)
        SetEvent(came);
    if (AtomicRead(&closing))
        Sleep(INFINITE); /* the process ends with the first handler that returns, or some seconds later */
    return TRUE;
}

void InterruptInstall(void)
{
    came = CreateEventW(NULL, TRUE, FALSE, NULL);
    SetConsoleCtrlHandler(InterruptOnControl, TRUE);
}

BOOL InterruptCame(void)
{
    return AtomicRead(&interrupts) != 0;
}

BOOL InterruptCloses(void)
{
    return AtomicRead(&closing) != 0;
}

HANDLE InterruptEvent(void)
{
    return came;
}
