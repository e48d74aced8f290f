#include "notifier.h"

#include "win32_calls.h"

struct Notifier {
    Notifier *next;
    const NotifierHost *host;
    DWORD home, holds;
    HMODULE module;
    HANDLE changed;       /* an event that wakes the thread */
    Notice *first, *last; /* to run now, in this order */
    Notice *later;        /* to run at their times, the earliest first */
};

/*
 * Guards the notifiers and the notices' fields. Never held while a notice runs or the loader is
 * asked.
 */
static SRWLOCK lock = SRWLOCK_INIT;
static Notifier *notifiers; /* that may be held */

static void NotifierAppend(Notice *notice)
{
    Notifier *notifier = notice->notifier;
    notice->state = NoticeQueued;
    notice->next = NULL;
    if (notifier->first != NULL)
        notifier->last->next = notice;
    else
        notifier->first = notice;
    notifier->last = notice;
}

static void PutLater(Notice *notice, ULONGLONG dueMs)
{
    Notice **at = &notice->notifier->later;
    while (*at && (*at)->dueMs <= dueMs)
        at = &(*at)->next;
    notice->state = NoticeLater;
    notice->dueMs = dueMs;
    notice->next = *at;
    *at = notice;
}

static void TakeFromLater(const Notice *notice)
{
    Notice **at = &notice->notifier->later;
    while (*at != notice)
        at = &(*at)->next;
    *at = notice->next;
}

/* Queues those whose time has come; the milliseconds until the next one is due. */
static DWORD QueueDue(Notifier *notifier)
{
    while (notifier->later != NULL) {
        const ULONGLONG now = GetTickCount64();
        Notice *notice = notifier->later;
        if (notice->dueMs > now)
            return (DWORD)min(notice->dueMs - now, 60000u);
        notifier->later = notice->next;
        NotifierAppend(notice);
    }
    return INFINITE;
}

static void RunFirst(Notifier *notifier)
{
    Notice *notice = notifier->first;
    notifier->first = notice->next;
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

/* Runs what is posted until nobody holds the notifier, which then can't be found any more. */
static void NotifierRun(Notifier *notifier)
{
    AcquireSRWLockExclusive(&lock);
    while (notifier->holds || notifier->first != NULL || notifier->later != NULL) {
        const DWORD waitMs = QueueDue(notifier);
        if (notifier->first != NULL) {
            RunFirst(notifier);
        } else {
            ReleaseSRWLockExclusive(&lock);
            notifier->host->wait(notifier->changed, waitMs);
            AcquireSRWLockExclusive(&lock);
        }
    }
    Notifier **at = &notifiers;
    while (*at != NULL && *at != notifier)
        at = &(*at)->next;
    if (*at != NULL)
        *at = notifier->next;
    ReleaseSRWLockExclusive(&lock);
}

static void NotifierFree(Notifier *notifier)
{
    if (notifier->changed != NULL)
        CloseHandle(notifier->changed);
    void (*release)(void) = notifier->host->release;
    HeapFree(GetProcessHeap(), 0, notifier);
    release();
}

static DWORD WINAPI NotifierMain(void *parameter)
{
    Notifier *notifier = parameter;
    const HMODULE module = notifier->module;
    const BOOL entered = notifier->host->enter(notifier->home);
    Win32KeepStack();
    NotifierRun(notifier);
    if (entered)
        notifier->host->leave();
    NotifierFree(notifier);
    FreeLibraryAndExitThread(module, 0);
}

/* Starts the thread of a notifier that is held once. */
static DWORD NotifierStart(Notifier *notifier)
{
    notifier->changed = CreateEventW(NULL, FALSE, FALSE, NULL);
    if (notifier->changed == NULL || !GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS,
                                                         (const wchar_t *)(ULONG_PTR)NotifierMain, &notifier->module))
        return GetLastError();
    const HANDLE thread = Win32CreateThread(NotifierMain, notifier, 0, NULL);
    if (thread == NULL) {
        const DWORD error = GetLastError();
        FreeLibrary(notifier->module);
        return error;
    }
    CloseHandle(thread);
    return ERROR_SUCCESS;
}

/* Holds the notifier of the home; NULL: there is none. */
static Notifier *NotifierFind(DWORD home)
{
    AcquireSRWLockExclusive(&lock);
    Notifier *notifier = notifiers;
    while (notifier != NULL && notifier->home != home)
        notifier = notifier->next;
    if (notifier != NULL)
        notifier->holds++;
    ReleaseSRWLockExclusive(&lock);
    return notifier;
}

/* Two threads of home 0 may each start one: both serve. */
DWORD NotifierTake(const NotifierHost *host, DWORD home, Notifier **out)
{
    *out = NotifierFind(home);
    if (*out != NULL)
        return ERROR_SUCCESS;
    Notifier *notifier = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *notifier);
    if (notifier == NULL)
        return ERROR_NOT_ENOUGH_MEMORY;
    host->hold();
    notifier->host = host;
    notifier->home = home;
    notifier->holds = 1;
    const DWORD error = NotifierStart(notifier);
    if (error != ERROR_SUCCESS) {
        NotifierFree(notifier);
        return error;
    }
    AcquireSRWLockExclusive(&lock);
    notifier->next = notifiers;
    notifiers = notifier;
    ReleaseSRWLockExclusive(&lock);
    *out = notifier;
    return ERROR_SUCCESS;
}

/* The event is set under the lock: the thread frees it once it sees that nobody holds it. */
void NotifierRelease(Notifier *notifier)
{
    AcquireSRWLockExclusive(&lock);
    if (--notifier->holds == 0)
        SetEvent(notifier->changed);
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
        SetEvent(notice->notifier->changed);
    }
    ReleaseSRWLockExclusive(&lock);
}
