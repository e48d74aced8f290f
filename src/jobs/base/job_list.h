/*
 * A list of a server's jobs, as it is collected from the pages of job_entry.h. Counted: one owner
 * adds the pages, then it is read-only for any thread.
 */
#ifndef JOBS_JOB_LIST_H
#define JOBS_JOB_LIST_H

#include <windows.h>

#include "annotations.h"
#include "runtime/pure/job_entry.h"
#include "runtime/pure/ref_count.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct JobListItem {
    JobEntry entry; /* except its texts */
    wchar_t *user, *input, *output;
    wchar_t *step, *waits; /* a word, or its number where the word is not known */
} JobListItem;

typedef struct JobList {
    RefCount references;
    JobListItem *items; /* by id */
    size_t count, capacity;
} JobList;

_Ret_maybenull_ JobList *JobListCreate(void); /* with one reference; NULL: out of memory */
void JobListHold(_Inout_ JobList *list);
void JobListRelease(_Inout_opt_ JobList *list); /* NULL is allowed */

/*
 * Adds the jobs of a page; *more: others come after the last one. ERROR_INVALID_DATA: the page is
 * malformed, or its jobs do not come after those that are there. ERROR_NOT_ENOUGH_MEMORY.
 */
_Success_(return == ERROR_SUCCESS) DWORD
    JobListAdd(_Inout_ JobList *list, _In_reads_bytes_(length) const uint8_t *page, size_t length, _Out_ BOOL *more);
/* The id of the last job, after which the next page begins; 0: there is none. */
uint64_t JobListLast(_In_ const JobList *list);

#ifdef __cplusplus
}
#endif
#endif
