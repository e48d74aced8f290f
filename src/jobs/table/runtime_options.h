/* The options of a runtime as data, for whatever starts one. */
#ifndef JOBS_RUNTIME_OPTIONS_H
#define JOBS_RUNTIME_OPTIONS_H

#include "jobs/text/option.h"
#include "runtime/engine/runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Returns the option table; all zero is the default. The target must outlive the group. */
OptionGroup RuntimeOptionsGroup(_Inout_opt_ RuntimeOptions *options);

#ifdef __cplusplus
}
#endif
#endif
