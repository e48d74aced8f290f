/*
 * The targets of links as the links have them, read without following them: to follow one to
 * another machine's share is to log on there. Short, synchronous calls; any thread.
 */
#ifndef JOBS_SERVER_LINKS_H
#define JOBS_SERVER_LINKS_H

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum LinkKind {
    LinkNone,    /* something that is there and does not lead elsewhere; or a volume that is mounted in a folder */
    LinkMissing, /* nothing is there */
    LinkSays,    /* a link */
    LinkUnknown, /* it can't be told */
    LinkNoMemory /* for want of memory */
} LinkKind;

/* LinkSays: *target (TextFree) is as the link has it, a relative path or a whole one with \\?\. */
typedef LinkKind (*LinkReader)(const wchar_t *path, wchar_t **target);
LinkKind LinkRead(const wchar_t *path, wchar_t **target);             /* of the last component; the path is whole */
LinkKind LinkParse(const void *data, size_t bytes, wchar_t **target); /* of what the system keeps of a reparse point */

#ifdef __cplusplus
}
#endif
#endif
