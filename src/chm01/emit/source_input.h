/* A table of numbers or of text keys, which is written as source code, and how. Any thread. */
#ifndef CHM01_SOURCE_INPUT_H
#define CHM01_SOURCE_INPUT_H

#include "chm01/text/text_table.h"
#include "source.h"

typedef struct SourceInput {
    const TableView *table; /* NULL: of text keys */
    const TextTable *texts; /* NULL: of numbers */
    const char *name;       /* UTF-8 */
    const SourceOptions *options;
} SourceInput;

#endif
