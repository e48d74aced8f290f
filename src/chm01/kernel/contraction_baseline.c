/* The contracted kernel, compiled for x86-64 with SSE2, which every machine has. */
#define CONTRACTION_TABLE contractionBaseline
#include "contraction_instances.h"
