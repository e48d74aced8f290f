/* Memory for tables and for what solves them: 64-byte aligned and zeroed. Any thread. */
#ifndef NATIVE_BLOCK_H
#define NATIVE_BLOCK_H

#include <stddef.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

_Must_inspect_result_ _Ret_maybenull_ void *NativeBlock(size_t bytes); /* NULL: out of memory */
void NativeBlockFree(_In_opt_ void *block);                            /* NULL is allowed */

#ifdef __cplusplus
}
#endif
#endif
