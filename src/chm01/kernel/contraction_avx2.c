/* The contracted kernel, compiled for AVX2. */
#define CONTRACTION_TABLE contractionAvx2
#include "contraction_instances.h"
