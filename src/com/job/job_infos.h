/*
 * The list of a server's jobs as objects: IPerfectHashJobInfos, and an IPerfectHashJobInfo a job.
 * Read-only; any thread.
 */
#ifndef COM_JOB_INFOS_H
#define COM_JOB_INFOS_H

#include "PerfectHash.h"
#include "jobs/base/job_list.h"

/*
 * Takes over the caller's reference to the list (NULL: there was no memory for one). E_OUTOFMEMORY.
 */
HRESULT JobInfosGive(JobList *list, IPerfectHashJobInfos **out);

#endif
