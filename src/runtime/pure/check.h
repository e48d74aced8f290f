/*
 * Checks of the runtime's own rules, in debug builds: a broken one ends the process where it was
 * broken. A test may put its own function in RuntimeTrap to see that a check holds; the code then
 * goes on.
 */
#ifndef RUNTIME_CHECK_H
#define RUNTIME_CHECK_H

#include "annotations.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef NDEBUG
extern void (*RuntimeTrap)(_In_z_ const char *rule);
#define RuntimeCheck(condition, rule) ((condition) ? (void)0 : RuntimeTrap(rule))
#else
#define RuntimeCheck(condition, rule) ((void)0)
#endif

#ifdef __cplusplus
}
#endif
#endif
