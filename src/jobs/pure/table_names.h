/* Names of a table's files and of its folder, known before any is made. Pure; any thread. */
#ifndef JOBS_TABLE_NAMES_H
#define JOBS_TABLE_NAMES_H

#include "annotations.h"
#include "chm01/emit/source.h"
#include "failure.h"
#include "jobs/text/path_name.h"
#include "table_options.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TABLE_FILE_NAME_CHARS = 256 }; /* as many as a file system takes, also of a name that is given */

/*
 * Makes what names of a table's files begin with: its identifier with the prefix, as it is safe in
 * a path. stem: PATH_NAME_CHARS.
 */
void TableStem(_In_z_ const wchar_t *name, _In_ const SourceNames *names, _Out_writes_z_(PATH_NAME_CHARS) char *stem);

/* Makes the name of the file of an output. */
void TableOutputName(_In_z_ const char *stem, SourceStyle style, size_t form,
                     _Out_writes_z_(TABLE_FILE_NAME_CHARS) wchar_t *name);

/*
 * Refuses a .java file that has another name than its public class, as javac does. names: as those
 * of the table.
 */
HRESULT TableCheckOutputFile(_In_ const TableOptions *options, _In_z_ const wchar_t *name,
                             _In_ const SourceNames *names, _Inout_opt_ Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
