#include "notifier.h"

#include <objbase.h>

#include "com/object/module.h"
#include "runtime/base/win32_calls.h"

static SRWLOCK lock = SRWLOCK_INIT; /* guards what follows and the notices' fields; never held while a notice runs */
static CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
static Notice *first, *last; /* to run now, in this order */
static Notice *later;        /* to run at their times, the earliest first */
static DWORD holds;
static BOOL running; /* a thread takes from the queue; false before it leaves */

static void NotifierAppend(Notice *notice)
{
    notice->state = NoticeQueued;
    notice->next = NULL;
    if (first != NULL)
        last->next = notice;
    else
        first = notice;
    last = notice;
}

static void PutLater(Notice *notice, ULONGLONG dueMs)
{
    Notice **at = &later;
    while (*at && (*at)->dueMs <= dueMs)
        at = &(*at)->next;
    notice->state = NoticeLater;
    notice->dueMs = dueMs;
    notice->next = *at;
    *at = notice;
}

static void TakeFromLater(const Notice *notice)
{
    Notice **at = &later;
    while (*at != notice)
        at = &(*at)->next;
    *at = notice->next;
}

/* Queues those whose time has come; the milliseconds until the next one is due. */
static DWORD QueueDue(void)
{
    while (later != NULL) {
        const ULONGLONG now = GetTickCount64();
        Notice *notice = later;
        if (notice->dueMs > now)
            return (DWORD)min(notice->dueMs - now, 60000u);
        later = notice->next;
        NotifierAppend(notice);
    }
    return INFINITE;
}

static void RunFirst(void)
{
    Notice *notice = first;
    first = notice->next;
    notice->state = NoticeRunning;
    ReleaseSRWLockExclusive(&lock);
    const ULONGLONG next = notice->run(notice);
    AcquireSRWLockExclusive(&lock);
    if (next == NOTICE_GONE)
        return;
    if (next == NOTICE_AT_ONCE || notice->state == NoticeRunningPosted)
        NotifierAppend(notice);
    else if (next == NOTICE_WHEN_POSTED)
        notice->state = NoticeIdle;
    else
        PutLater(notice, next);
}

static DWORD WINAPI NotifierMain(void *parameter)
{
    const HMODULE module = parameter;
    const HRESULT entered = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    Win32KeepStack();
    AcquireSRWLockExclusive(&lock);
    while (holds || first != NULL || later != NULL) {
        const DWORD waitMs = QueueDue();
        if (first != NULL)
            RunFirst();
        else
            SleepConditionVariableSRW(&changed, &lock, waitMs, 0);
    }
    running = FALSE;
    ReleaseSRWLockExclusive(&lock);
    if (SUCCEEDED(entered))
        CoUninitialize();
    ModuleRelease();
    FreeLibraryAndExitThread(module, 0);
}

static DWORD NotifierStart(void)
{
    HMODULE module;
    if (!GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const wchar_t *)(ULONG_PTR)NotifierMain, &module))
        return GetLastError();
    ModuleHold();
    const HANDLE thread = Win32CreateThread(NotifierMain, module, 0, NULL);
    if (thread == NULL) {
        const DWORD error = GetLastError();
        ModuleRelease();
        FreeLibrary(module);
        return error;
    }
    CloseHandle(thread);
    running = TRUE;
    return ERROR_SUCCESS;
}

DWORD NotifierHold(void)
{
    AcquireSRWLockExclusive(&lock);
    const DWORD error = running ? ERROR_SUCCESS : NotifierStart();
    if (!error)
        holds++;
    ReleaseSRWLockExclusive(&lock);
    return error;
}

void NotifierRelease(void)
{
    AcquireSRWLockExclusive(&lock);
    if (--holds == 0)
        WakeConditionVariable(&changed);
    ReleaseSRWLockExclusive(&lock);
}

void NotifierPost(Notice *notice)
{
    AcquireSRWLockExclusive(&lock);
    if (notice->state == NoticeRunning) {
        notice->state = NoticeRunningPosted;
    } else if (notice->state == NoticeIdle || notice->state == NoticeLater) {
        if (notice->state == NoticeLater)
            TakeFromLater(notice);
        NotifierAppend(notice);
        WakeConditionVariable(&changed);
    }
    ReleaseSRWLockExclusive(&lock);
}
