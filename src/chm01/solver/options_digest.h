/*
 * A number for all options that decide about a table besides its keys and its name. A table file
 * has it, so that a run that is resumed keeps the tables of equal options and no others. Pure; any
 * thread.
 */
#ifndef CHM01_OPTIONS_DIGEST_H
#define CHM01_OPTIONS_DIGEST_H

#include "solver.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Returns the number, which is never 0. For a table of values it covers the keyCount values.
 * Another solver that makes other tables of these options has another revision.
 */
uint64_t OptionsDigest(_In_ const SolveOptions *options, size_t keyCount);

#ifdef __cplusplus
}
#endif

#endif
