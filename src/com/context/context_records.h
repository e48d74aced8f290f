/*
 * From the arguments of TableCreateFromRecords to rows of a table's request: names and types of
 * columns, and each cell's text. Any thread.
 */
#ifndef COM_CONTEXT_RECORDS_H
#define COM_CONTEXT_RECORDS_H

#include "chm01/record/record_read.h"
#include "com/object/dictionary.h"
#include "com/object/text_array.h"
#include "jobs/table/table_job.h"
#include "jobs/text/utf8_text.h"

/* The memory that a request of given keys needs until its job has been started. */
typedef struct GivenKeys {
    KeyArray array;
    TextArray texts;
    TextKeys textKeys; /* `texts`, as a job takes them */
} GivenKeys;

/* Gives the keys of an argument to a request, which needs them until `given` is closed. */
HRESULT GivenKeysTake(const VARIANT *keys, TableRequest *request, GivenKeys *given, Failure *failure);
void GivenKeysClose(GivenKeys *given);
/* Fails where there is not a value, or a row of them, for each key. */
HRESULT GivenValuesCheck(size_t count, const TableRequest *request, Failure *failure);

/* The memory that a request of records needs until its job has been started. */
typedef struct ContextRecords {
    Utf8Text text;
    Dictionary dictionary; /* that came as the only argument */
    RecordShape shapes[RecordMaxColumns];
    GivenRecords given;
} ContextRecords;

/*
 * Gives the rows of the arguments to a request, whose options have been parsed. values: they may
 * be missing where the keys are a column among others, or a dictionary. `given` is to be closed
 * before `records` is freed.
 */
HRESULT ContextRecordsTake(const VARIANT *keys, const VARIANT *values, TableRequest *request, GivenKeys *given,
                           ContextRecords *records, Failure *failure);

/* An all-zero one is allowed. */
void ContextRecordsFree(ContextRecords *records);

#endif
