#include "rundown.h"

#include "check.h"

void RundownInit(Rundown *rundown, RundownFinish finish)
{
    rundown->finish = finish;
    AtomicWrite(&rundown->count, 1);
}

void RundownHold(Rundown *rundown)
{
    const long count = AtomicIncrement(&rundown->count);
    RuntimeCheck(count > 1, "a rundown was held after its finish");
    (void)count;
}

int RundownTryHold(Rundown *rundown)
{
    long count = AtomicRead(&rundown->count);
    while (count > 0) {
        const long found = AtomicCompareExchange(&rundown->count, count + 1, count);
        if (found == count)
            return 1;
        count = found;
    }
    return 0;
}

void RundownRelease(Rundown *rundown)
{
    /* Read before the count goes: after it, another thread may finish and free. */
    const RundownFinish finish = rundown->finish;
    const long count = AtomicDecrement(&rundown->count);
    RuntimeCheck(count >= 0, "a rundown was released more often than held");
    if (count == 0)
        finish(rundown);
}

void RundownRearm(Rundown *rundown)
{
    const long count = AtomicExchange(&rundown->count, 1);
    RuntimeCheck(count == 0, "a rundown was rearmed before its finish");
    (void)count;
}
