/*
 * How far work is and what it gave, as the programs tell people: counts with their nouns, sizes,
 * rates and times. No character depends on a locale. Pure; any thread.
 */
#ifndef JOBS_PROGRESS_TEXT_H
#define JOBS_PROGRESS_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "1 table", "2 tables" */
void ProgressAddCount(_Inout_ TextLine *line, uint64_t count, _In_z_ const wchar_t *noun);

/* "1 byte", "999 bytes", "1.5 kB", "340 MB" */
void ProgressAddBytes(_Inout_ TextLine *line, uint64_t bytes);

/* "0.4 tables/s", "12.0 tables/s", "1.2 M keys/s"; no time counts as one ms */
void ProgressAddRate(_Inout_ TextLine *line, uint64_t count, uint64_t milliseconds, _In_z_ const wchar_t *nouns);

/* "0.3 ms", "310 ms", "3.1 s", "23 s", "4 min 12 s", "2 h 5 min" */
void ProgressAddTime(_Inout_ TextLine *line, uint64_t microseconds);

typedef struct ProgressFigures {
    uint64_t completed, failed, total; /* keys files; those that failed are completed, too */
    uint64_t keys, bytes;              /* of the tables, and written; 0 where that is not known */
    uint64_t milliseconds;             /* since the begin */
    double fraction;                   /* of the work, from 0 to 1 */
} ProgressFigures;

/*
 * Writes how far a job is, in one line of at most `columns` characters. Of one table, nobody knows
 * how many attempts are to come: the line tells how long it has taken. Of many, the line tells how
 * fast they come and how long the rest will take. What has no room is left out, the bar first.
 */
void ProgressWrite(_Inout_ TextLine *line, _In_ const ProgressFigures *figures, size_t columns);

#ifdef __cplusplus
}
#endif
#endif
