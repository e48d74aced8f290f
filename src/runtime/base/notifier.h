/*
 * The threads on which foreign code is called: the sinks of events, whatever they do. Each home has
 * one, where a home is the apartment of a sink's client. So a sink that blocks, or whose apartment
 * handles no messages, delays only the sinks of its own home. A notifier lives while somebody holds
 * it, and holds its host. What is posted runs there, first come, first served; nobody waits for the
 * thread. Any thread, workers too, may post.
 */
#ifndef RUNTIME_NOTIFIER_H
#define RUNTIME_NOTIFIER_H

#include <windows.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum NoticeState { NoticeIdle, NoticeLater, NoticeQueued, NoticeRunning, NoticeRunningPosted } NoticeState;

typedef struct Notifier Notifier;
typedef struct Notice Notice;
struct Notice { /* all zero except `run` and `notifier` */
    /* never twice at once; answers when it runs again: a time of GetTickCount64, or one below */
    ULONGLONG (*run)(_Inout_ Notice *notice);
    Notifier *notifier;
    Notice *next;
    ULONGLONG dueMs;
    NoticeState state;
};

#define NOTICE_AT_ONCE 0ULL /* after those that stand in line */
#define NOTICE_WHEN_POSTED (~0ULL)
#define NOTICE_GONE (~0ULL - 1) /* its memory is */

/* The functions that notifiers need of those that use them. */
typedef struct NotifierHost {
    void (*hold)(void); /* for each notifier, from its start until its thread has ended */
    void (*release)(void);
    BOOL (*enter)(DWORD home); /* the thread goes to its home; TRUE: it is to leave that at its end */
    void (*leave)(void);
    BOOL (*wait)(HANDLE event, DWORD milliseconds); /* as the home has its threads wait */
} NotifierHost;

/*
 * The notifier of a home: 0 is the multi-threaded apartment, any other a single-threaded one, known
 * by its thread. The first hold starts the thread, the last release ends it once all that is posted
 * has run. All have one host. A Win32 code.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    NotifierTake(_In_ const NotifierHost *host, DWORD home, _Outptr_ Notifier **out);
void NotifierRelease(_Inout_ Notifier *notifier);

/*
 * Runs the notice soon: it is queued, unless it is already; one that runs will run again. Only
 * while its notifier is held.
 */
void NotifierPost(_Inout_ Notice *notice);

#ifdef __cplusplus
}
#endif

#endif
