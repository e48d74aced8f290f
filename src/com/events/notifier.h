/*
 * The threads on which foreign code is called: the sinks of events, whatever they do. Each home has
 * one, where a home is the apartment of a sink's client, so that a sink that blocks, or whose
 * apartment handles no messages, delays the sinks of its own home and nobody else. A notifier lives
 * while somebody holds it, and holds the module. What is posted runs there, first come, first
 * served; nobody waits for the thread. Any thread, workers too, may post.
 */
#ifndef COM_NOTIFIER_H
#define COM_NOTIFIER_H

#include <windows.h>

typedef enum NoticeState { NoticeIdle, NoticeLater, NoticeQueued, NoticeRunning, NoticeRunningPosted } NoticeState;

typedef struct Notifier Notifier;
typedef struct Notice Notice;
struct Notice { /* all zero except `run` and `notifier` */
    /* never twice at once; answers when it runs again: a time of GetTickCount64, or one below */
    ULONGLONG (*run)(Notice *notice);
    Notifier *notifier;
    Notice *next;
    ULONGLONG dueMs;
    NoticeState state;
};

#define NOTICE_AT_ONCE 0ULL /* after those that stand in line */
#define NOTICE_WHEN_POSTED (~0ULL)
#define NOTICE_GONE (~0ULL - 1) /* its memory is */

/*
 * The notifier of a home: 0 is the multi-threaded apartment, any other a single-threaded one, known
 * by its thread. The first hold starts the thread, the last release ends it once all that is posted
 * has run. For home 0 the thread enters no apartment of its own: it is in the multi-threaded one as
 * long as that exists, and neither creates nor keeps it. A Win32 code.
 */
DWORD NotifierTake(DWORD home, Notifier **out);
void NotifierRelease(Notifier *notifier);

/*
 * Runs the notice soon: it is queued, unless it is already; one that runs will run again. Only
 * while its notifier is held.
 */
void NotifierPost(Notice *notice);

#endif
