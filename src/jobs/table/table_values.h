/*
 * The values of a table of values: where the file of a keys file's values lies. It holds packed
 * little-endian integers of --ValueBits, one a key, in the order of the keys. Any thread.
 */
#ifndef JOBS_TABLE_VALUES_H
#define JOBS_TABLE_VALUES_H

#include <wchar.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Returns where the values lie unless --Values says so: the whole name of the keys file and
 * ".values". NULL: out of memory. TextFree.
 */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *TableValuesPath(_In_z_ const wchar_t *keysPath);

#ifdef __cplusplus
}
#endif
#endif
