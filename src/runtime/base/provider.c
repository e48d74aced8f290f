#include "provider.h"

#include "provider_events.h"

/* The header declares them, and all compilers but gcc take that for a definition. */
#if defined(__GNUC__) && !defined(__clang__)
__typeof__(PerfectHashEnableBits) PerfectHashEnableBits = {0};
#endif

static SRWLOCK providerLock = SRWLOCK_INIT;
static ULONG providerUsers; /* under the lock */

void ProviderOpen(void)
{
    AcquireSRWLockExclusive(&providerLock);
    if (providerUsers++ == 0)
        EventRegisterPerfectHash();
    ReleaseSRWLockExclusive(&providerLock);
}

void ProviderClose(void)
{
    AcquireSRWLockExclusive(&providerLock);
    if (--providerUsers == 0)
        EventUnregisterPerfectHash();
    ReleaseSRWLockExclusive(&providerLock);
}

#ifndef NDEBUG
void (*ProviderRecorder)(const EVENT_DESCRIPTOR *event, ULONG count, const EVENT_DATA_DESCRIPTOR *fields);

void ProviderListen(UCHAR level, ULONGLONG keywords)
{
    const ULONG control = keywords != 0 ? EVENT_CONTROL_CODE_ENABLE_PROVIDER : EVENT_CONTROL_CODE_DISABLE_PROVIDER;
    McGenControlCallbackV2(&PerfectHashProvider, control, level, keywords, 0, NULL, &PerfectHashProvider_Context);
}
#endif

ULONG ProviderWrite(REGHANDLE provider, const EVENT_DESCRIPTOR *event, const GUID *activity, const GUID *related,
                    ULONG count, EVENT_DATA_DESCRIPTOR *fields)
{
#ifndef NDEBUG
    if (ProviderRecorder != NULL) {
        ProviderRecorder(event, count, fields);
        return ERROR_SUCCESS;
    }
#endif
    return EventWriteTransfer(provider, event, activity, related, count, fields);
}
