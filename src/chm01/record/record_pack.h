/*
 * Copies the chosen parts of records, which are read, into one piece of memory, in slices. These
 * parts are the cells of rows that are not dropped, the keys, and the values of a table that needs
 * no more. One owner.
 */
#ifndef CHM01_RECORD_PACK_H
#define CHM01_RECORD_PACK_H

#include "chm01/hash/hash64.h"
#include "record_read.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct RecordPacking {
    const RecordReading *reading;
    Records *out;
    RecordColumn *columns;
    RecordCell *cells;
    uint32_t *firsts; /* of all enums */
    uint8_t *pool;
    void *keys, *values; /* values NULL: none are copied */
    uint32_t valueBytes;
    uint32_t used;                    /* of the pool */
    size_t row, to;                   /* of the reading, and of the records */
    uint32_t column;                  /* of the row: the next one */
    size_t firstAt[RecordMaxColumns]; /* of each enum: those that are copied */
    Hash64Stream hash;
} RecordPacking;

/*
 * Returns the bits of the one column of values of records whose keys are numbers, if it is a bool
 * or an unsigned number of at most 32 bits; else 0.
 */
uint32_t RecordsValueBits(_In_ const Records *records);

/* Returns the bytes of the records' memory, and of their keys'. */
size_t RecordPackBound(_In_ const RecordReading *reading);
size_t RecordKeysBound(_In_ const RecordReading *reading);

/*
 * memory, keys and values: 8-byte aligned. Keys are numbers of Records.keyBytes, or each text's
 * start in the pool as uint32_t, and behind these each length as uint16_t; values are of
 * RecordsValueBits.
 */
void RecordPackBegin(_Out_ RecordPacking *packing, _In_ const RecordReading *reading, size_t dropped,
                     _Out_ void *memory, _Out_ void *keys, _Out_opt_ void *values);
/*
 * A step is a row, or 32 bytes of one; a slice may end within a row. True: the records are whole.
 */
bool RecordPackOn(_Inout_ RecordPacking *packing, _Inout_ Work *work);

#ifdef __cplusplus
}
#endif
#endif
