/*
 * Paths of requests: what a server takes from a client, as its jobs may use it. Read-only once
 * made; any thread. Looks at the file system by short, synchronous calls.
 */
#ifndef JOBS_SERVER_ROOTS_H
#define JOBS_SERVER_ROOTS_H

#include "jobs/base/failure_message.h"
#include "server_links.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ServerId { /* what a folder is, whatever it is called */
    ULONGLONG volume;
    ULONGLONG file[2];
} ServerId;

typedef struct ServerRoot {
    wchar_t *full;  /* as it was given, completed */
    wchar_t *final; /* where it leads: without links */
    ServerId id;
    BOOL known; /* the id is */
} ServerRoot;

typedef struct ServerRoots { /* all zero: none */
    ServerRoot *roots;
    size_t count;
} ServerRoots;

/*
 * Takes `lists`, which are texts of directories separated by ';'. PERFECTHASH_E_OPTION_VALUE: one
 * that isn't there. On a failure nothing is to be freed.
 */
HRESULT ServerRootsInit(ServerRoots *roots, const wchar_t *const *lists, size_t listCount, Failure *failure);
void ServerRootsFree(ServerRoots *roots);

/*
 * *out (TextFree) is the path that a job may use: whole, canonical, a file system's, and below a
 * root when there is one; `confined`: there must be one. PERFECTHASH_E_PATH_NOT_WHOLE,
 * PERFECTHASH_E_NOT_ALLOWED (a device, a pipe, a stream; or confined, and there are no roots),
 * PERFECTHASH_E_PATH_NOT_ALLOWED (not below a root, a link that leads out, or it can't be told).
 */
HRESULT ServerRootsPath(const ServerRoots *roots, BOOL confined, const wchar_t *path, wchar_t **out, Failure *failure);

/*
 * Do the links of a path lead below a root by their letters, one after the other, and so does the
 * path? PERFECTHASH_E_PATH_NOT_ALLOWED: no, or it can't be told. Below its root nothing is opened
 * by way of a link. path: canonical.
 */
HRESULT ServerLinksStayBelow(const ServerRoots *roots, const wchar_t *path, LinkReader reader);

#ifdef __cplusplus
}
#endif
#endif
