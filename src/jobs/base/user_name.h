/*
 * The name of a user by his SID. It may have to be asked of another machine: for a caller's own
 * thread or a notifier's, never for a worker.
 */
#ifndef JOBS_USER_NAME_H
#define JOBS_USER_NAME_H

#include <stddef.h>

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

/* DOMAIN\user on one line, or the SID where it has no name. TextFree; NULL: out of memory. */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *UserName(_In_z_ const wchar_t *sid);

#ifdef __cplusplus
}
#endif
#endif
