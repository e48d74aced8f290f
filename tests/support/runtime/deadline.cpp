#include "support/runtime/deadline.h"

#include <cstdio>
#include <cstdlib>

namespace {

Runtime *volatile watched[16];
volatile LONG endsInSeconds;

void EndWithTraces(UINT exitCode)
{
    for (Runtime *runtime : watched) {
        if (runtime)
            RuntimeTraceWrite(
                runtime, [](void *, const char *line) { std::printf("  %s\n", line); }, nullptr);
    }
    std::fflush(stdout);
    TerminateProcess(GetCurrentProcess(), exitCode);
}

DWORD WINAPI Watchdog(void *)
{
    while (InterlockedDecrement(&endsInSeconds) > 0)
        Sleep(1000);
    std::printf("deadline: the test hangs\n");
    EndWithTraces(99);
    return 0;
}

LONG WINAPI Crashed(EXCEPTION_POINTERS *exception)
{
    std::printf("crash: exception %08lx at %p\n", exception->ExceptionRecord->ExceptionCode,
                exception->ExceptionRecord->ExceptionAddress);
    EndWithTraces(98);
    return EXCEPTION_EXECUTE_HANDLER;
}

} // namespace

void DeadlineStart()
{
    const char *seconds = std::getenv("RUNTIME_TEST_SECONDS");
    endsInSeconds = seconds ? std::atoi(seconds) : 1000;
    SetUnhandledExceptionFilter(Crashed);
    CloseHandle(CreateThread(nullptr, 0, Watchdog, nullptr, 0, nullptr));
    // The thread is there when the first test counts.
    Sleep(1);
}

void DeadlineExtend(unsigned seconds)
{
    InterlockedExchangeAdd(&endsInSeconds, static_cast<LONG>(seconds));
}

DeadlineWatch::DeadlineWatch(Runtime *runtime) : slot(0)
{
    while (InterlockedCompareExchangePointer(reinterpret_cast<void *volatile *>(&watched[slot]), runtime, nullptr))
        slot = (slot + 1) % (sizeof watched / sizeof *watched);
}

DeadlineWatch::~DeadlineWatch()
{
    watched[slot] = nullptr;
}
