/* The contracted kernel, compiled for AVX-512. */
#define CONTRACTION_TABLE contractionAvx512
#include "contraction_instances.h"
