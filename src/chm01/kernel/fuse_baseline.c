/* The kernel of compact tables, compiled for x86-64 with SSE2, which every machine has. */
#define FUSE_TABLE fuseBaseline
#include "fuse_instances.h"
