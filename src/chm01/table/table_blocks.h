/*
 * The first half of a batch lookup: the vertices of a block of keys, by a loop that compilers turn
 * into vectors, compiled for each instruction set. The loads of slots stay out of it. Private to
 * table*.c.
 */
#ifndef CHM01_TABLE_BLOCKS_H
#define CHM01_TABLE_BLOCKS_H

#include "table_lookups.h"

enum { TableBlockKeys = 64 };

/* Where the two or three slots of each key are: below TABLE_MAX_SLOTS. */
typedef struct TableBlock {
    uint32_t first[TableBlockKeys], second[TableBlockKeys];
    uint32_t third[TableBlockKeys]; /* of compact tables */
} TableBlock;

/* Fills a block from TableBlockKeys keys of the table's size. */
typedef void (*TableBlockFill)(const TableView *table, const void *keys, TableBlock *block);

extern const TableBlockFill tableBlocksBaseline[TableKinds];
extern const TableBlockFill tableBlocksAvx2[TableKinds];
extern const TableBlockFill tableBlocksAvx512[TableKinds];

#endif
