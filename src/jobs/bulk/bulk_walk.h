/*
 * Finds the keys files of a directory, a page of entries a step, and sorts them, a slice a step, so
 * that other work is served between. Holds its owner's rundown from the start to the end; its
 * fields are the owner's to read when that is over.
 */
#ifndef JOBS_BULK_WALK_H
#define JOBS_BULK_WALK_H

#include "bulk_job.h"
#include "jobs/base/store.h"
#include "jobs/text/text_sort.h"
#include "runtime/engine/runtime.h"
#include "runtime/pure/rundown.h"

#ifndef ERROR_STOPPED_ON_SYMLINK /* missing in mingw-w64 */
#define ERROR_STOPPED_ON_SYMLINK 681L
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct BulkFile {
    wchar_t *path; /* relative to the root; in the walk's texts */
    DWORD error;   /* not 0: a folder that could not be read, or a link */
} BulkFile;

typedef struct BulkFilter {
    const wchar_t *include, *exclude; /* see glob.h; exclude may be NULL and leaves out whole folders too */
    const wchar_t *leftOut;           /* a folder that is not entered, in the form of the root; NULL: none */
    BOOL recursive;
    BOOL noLinks; /* a file that is a symbolic link gets ERROR_STOPPED_ON_SYMLINK, unless the rule allows it */
    BulkLinkRule linkRule;
} BulkFilter;

typedef struct BulkWalk {
    WorkItem item;
    Admission blocking; /* admits a page at a time, as a slow disk can hold it */
    Admission slices;   /* admits a slice of the sort at a time */
    TextSort sort;
    Rundown *rundown;
    const volatile LONG *cancelled;
    const wchar_t *root; /* whole, in its \\?\ form; the owner's, as the filter's texts are */
    BulkFilter filter;
    HANDLE search;              /* NULL: none is open */
    wchar_t *folder;            /* that is read, relative */
    struct BulkFolder *folders; /* still to be read; these lie in folderTexts */
    Store texts, folderTexts;   /* texts: of the files. An owner that wants to keep them takes them, and leaves none */
    struct BulkFilePage *firstPage, *lastPage; /* the files while they are found */
    BulkFile *files;                           /* in ordinal order of their paths at the end */
    size_t gathered;                           /* files that are in that list */
    volatile size_t fileCount;
    DWORD error; /* why the walk as a whole has failed */
} BulkWalk;

/*
 * All other fields zero. Reparse points that are folders are not entered. On a failure nothing is
 * held.
 */
DWORD BulkWalkStart(BulkWalk *walk, Node *node, BOOL guest, Rundown *rundown); /* guest: as in TableRequest */
void BulkWalkClose(BulkWalk *walk); /* once it is over; an all-zero one is allowed */

#ifdef __cplusplus
}
#endif
#endif
