/* The blocks of a batch lookup, compiled for AVX2. */
#define TABLE_BLOCKS tableBlocksAvx2
#include "table_blocks_body.h"
