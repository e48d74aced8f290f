/* The blocks of a batch lookup, compiled for x86-64. */
#define TABLE_BLOCKS tableBlocksBaseline
#include "table_blocks_body.h"
