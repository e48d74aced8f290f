/*
 * The part of a table's options that is about a file for gperf. Its keywords are text keys, and
 * instead of a header and a table file the C source is written that gperf would write. Pure; any
 * thread.
 */
#ifndef JOBS_GPERF_COMMAND_H
#define JOBS_GPERF_COMMAND_H

#include "annotations.h"
#include "chm01/gperf/gperf.h"
#include "failure.h"
#include "table_options.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reads gperf's options of a line; it writes to the line, and the line keeps the names. The options
 * of the table count too. `names` are those of the table's source code, of which a file for gperf
 * can have only the licence.
 */
HRESULT GperfCommandRead(_Inout_opt_ Failure *failure, _Inout_z_ char *line, _In_ const TableOptions *options,
                         _In_ const SourceNames *names, _Out_ GperfOptions *out);

/*
 * Returns the name of the file that is written (TextFree), as the options say or as the table;
 * NULL: out of memory.
 */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *GperfOutputName(_In_ const GperfFile *file,
                                                                 _In_z_ const wchar_t *tableName);

#ifdef __cplusplus
}
#endif
#endif
