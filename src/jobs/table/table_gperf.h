/*
 * The part of a table job that is about a file for gperf. Its keywords are text keys. Instead of a
 * header and a table file the job writes the C source that gperf would write, into the output
 * directory itself. Owned by the job.
 */
#ifndef JOBS_TABLE_GPERF_H
#define JOBS_TABLE_GPERF_H

#include "chm01/gperf/gperf.h"
#include "jobs/pure/gperf_command.h"
#include "runtime/engine/runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct TableGperf {
    BOOL isGiven;    /* the keys file is one for gperf */
    char *line;      /* gperf's options, which lie in it */
    char *path;      /* of the file, as its user wrote it */
    wchar_t *output; /* the name of the file that is written, once the file is read */
    GperfOptions options;
    GperfReading reading;
    GperfFile file; /* lies in what the job has of its keys, which stays */
} TableGperf;

#ifdef __cplusplus
}
#endif
#endif
