/* The kernel of compact tables, compiled for AVX-512. */
#define FUSE_TABLE fuseAvx512
#include "fuse_instances.h"
