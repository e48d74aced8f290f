/* The kernel of compact tables, compiled for AVX2. */
#define FUSE_TABLE fuseAvx2
#include "fuse_instances.h"
