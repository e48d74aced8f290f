/*
 * Finds equal texts in a column of records, in slices, at a cost that nobody can choose. It finds
 * keys that occur twice, whose rows may be dropped where they agree, and the different texts of an
 * enum. One owner.
 */
#ifndef CHM01_RECORD_LOOK_H
#define CHM01_RECORD_LOOK_H

#include "record_read.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { RecordEnumMost = 4096 }; /* different texts of an enum */

typedef struct RecordLook {
    RecordReading *reading; /* a row that is dropped has no line; an enum gets its texts */
    uint32_t column;        /* that is looked at, */
    bool isKeys;            /* the keys' first, */
    uint32_t next;          /* and those from here on behind it */
    bool drops;
    uint64_t secret;
    uint32_t *slots, *firsts; /* firsts: of the column, if it is an enum */
    size_t mask, row, firstCount, dropped;
    bool isClear; /* the slots */
    WorkPlace place;
} RecordLook;

/* Returns the bytes of memory for the look. */
size_t RecordLookBound(_In_ const RecordReading *reading);
/*
 * Begins a look at records that are read whole. secret: a random number; memory: 8-byte aligned,
 * lasts as long as the reading.
 */
void RecordLookBegin(_Out_ RecordLook *look, _Inout_ RecordReading *reading, bool drops, uint64_t secret,
                     _Out_ void *memory);
/* A step is a row, or 32 bytes of one. ChmDuplicateKey: see RecordError's lines and column. */
ChmStatus RecordLookOn(_Inout_ RecordLook *look, _Inout_ Work *work, _Inout_ RecordError *error);

#ifdef __cplusplus
}
#endif
#endif
