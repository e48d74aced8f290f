/*
 * The part of a table's options that is about records, which are rows of CSV, TSV or JSON Lines,
 * and the failures of rows that are wrong. Pure; any thread.
 */
#ifndef JOBS_RECORDS_FILE_H
#define JOBS_RECORDS_FILE_H

#include "annotations.h"
#include "chm01/record/record_look.h"
#include "failure.h"
#include "table_options.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Do the options, or its name, tell that a keys file holds records? */
bool RecordsAreMeant(_In_ const TableOptions *options, _In_z_ const wchar_t *keysPath);

/* Refuses what goes with records alone, or not with them. */
HRESULT RecordsCheckOptions(_Inout_opt_ Failure *failure, _In_ const TableOptions *options, bool areMeant);

/* Fills the choice, except for the names of columns; *isNamed: by the file's extension. */
void RecordsChoose(_In_ const TableOptions *options, _In_z_ const wchar_t *keysPath, _Out_ RecordChoice *choice,
                   _Out_ bool *isNamed);

/* Tells what is wrong, and in which line, column and text. */
HRESULT RecordsFailed(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject, bool ignoreCase,
                      _In_ const RecordError *error);

/* Refuses too many records, and keys for which an option has no meaning. */
HRESULT RecordsRefuse(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject, _In_ const TableOptions *options,
                      _In_ const Records *records);

/*
 * Returns the bits of values, where a table of values serves as well as an array of records;
 * otherwise 0.
 */
uint32_t RecordsTableBits(_In_ const TableOptions *options, _In_ const Records *records);

/* Notes those bits, if they aren't 0, in the options. */
void RecordsTakeBits(_Inout_ TableOptions *options, uint32_t bits);

/* Are there records for a header, beside what the table holds itself? */
bool RecordsHaveArray(_In_ const TableOptions *options, _In_ const Records *records);

/* Looks whether a header can have the records, of which `rows` are kept. */
HRESULT RecordsCheckArray(_Inout_opt_ Failure *failure, _In_z_ const wchar_t *subject, _In_ const TableOptions *options,
                          _In_ const Records *records, size_t rows);

#ifdef __cplusplus
}
#endif
#endif
