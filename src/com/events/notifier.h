/*
 * The one thread on which foreign code is called: the sinks of jobs, whatever they do. It lives
 * while somebody holds it, in the multi-threaded apartment, and holds the module. What is posted
 * runs there, first come, first served. A notice that blocks delays the other notices and nothing
 * else: nobody here waits for the thread. Any thread, workers too, may post.
 */
#ifndef COM_NOTIFIER_H
#define COM_NOTIFIER_H

#include <windows.h>

typedef enum NoticeState { NoticeIdle, NoticeLater, NoticeQueued, NoticeRunning, NoticeRunningPosted } NoticeState;

typedef struct Notice Notice;
struct Notice { /* all zero but run */
    /* never twice at once; answers when it runs again: a time of GetTickCount64, or one below */
    ULONGLONG (*run)(Notice *notice);
    Notice *next;
    ULONGLONG dueMs;
    NoticeState state;
};

#define NOTICE_AT_ONCE 0ULL /* after those that stand in line */
#define NOTICE_WHEN_POSTED (~0ULL)
#define NOTICE_GONE (~0ULL - 1) /* its memory is */

/*
 * The first hold starts the thread, the last release ends it once all that is posted has run. A
 * Win32 code.
 */
DWORD NotifierHold(void);
void NotifierRelease(void);

/*
 * Runs the notice soon: it is queued, unless it is already; one that runs will run again. Only
 * under a hold.
 */
void NotifierPost(Notice *notice);

#endif
