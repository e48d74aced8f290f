/* The blocks of a batch lookup, compiled for AVX-512. */
#define TABLE_BLOCKS tableBlocksAvx512
#include "table_blocks_body.h"
