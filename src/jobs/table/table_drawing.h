/* The data of a table from which a report draws. Any thread. */
#ifndef JOBS_TABLE_DRAWING_H
#define JOBS_TABLE_DRAWING_H

#include "jobs/text/utf8_text.h"
#include "table_result.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Puts a JSON object: `better`, the better and better graphs of a search for the best one, and,
 * where the keys are in the table, how they lie in its cache lines. Blocks, as it looks all keys
 * up.
 */
HRESULT TableResultDraw(_In_ const TableResult *result, _Inout_ Utf8Text *json, _Inout_opt_ Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
