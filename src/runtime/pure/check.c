#include "check.h"

#ifndef NDEBUG
#include <stdio.h>
#include <stdlib.h>

static void TrapDefault(const char *rule)
{
    fprintf(stderr, "runtime: %s\n", rule);
    fflush(stderr);
    abort();
}

void (*RuntimeTrap)(const char *rule) = TrapDefault;
#else
typedef int CheckNothing; /* a translation unit may not be empty */
#endif
