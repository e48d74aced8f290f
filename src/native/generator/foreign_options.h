/* Options of the product's other programs, which the generator knows to refuse. Any thread. */
#ifndef NATIVE_FOREIGN_OPTIONS_H
#define NATIVE_FOREIGN_OPTIONS_H

#include "annotations.h"
#include "jobs/pure/failure.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Is it an option that another program has and this one has not? */
bool ForeignOptionIs(_In_z_ const wchar_t *name);

/* Refuses the first of the words that is such an option, and says what it is for. */
HRESULT ForeignOptionsRefuse(int count, _In_reads_(count) const wchar_t *const *words, _Inout_ Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
