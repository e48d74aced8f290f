/* The text of a NUMA node selection: "all", "0", "0,2-3". Pure; any thread. */
#ifndef RUNTIME_NUMA_EXPRESSION_H
#define RUNTIME_NUMA_EXPRESSION_H

#include <stddef.h>
#include <stdint.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { NumaExpressionMaxNodes = 64 }; /* what Windows can number */

typedef enum NumaExpressionStatus {
    NumaExpressionOk,
    NumaExpressionSyntax,       /* not a number, a range or a comma where one must stand */
    NumaExpressionNoSuchNode,   /* a number that the machine does not have */
    NumaExpressionBackwardRange /* "3-2" */
} NumaExpressionStatus;

/*
 * NULL, "" and "all" (any case) mean every node; blanks around numbers are allowed and a node may
 * be named twice. In `exists` bit k is set when the machine has node k. On a success *selected gets
 * the chosen bits, never none. On a failure *errorAt (may be NULL) gets the index of the character
 * at fault, and nothing is stored in *selected.
 */
_Success_(return == NumaExpressionOk) NumaExpressionStatus
    NumaExpressionParse(_In_opt_z_ const wchar_t *text, uint64_t exists, _Out_ uint64_t *selected,
                        _Inout_opt_ size_t *errorAt);

#ifdef __cplusplus
}
#endif
#endif
