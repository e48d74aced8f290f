/* A table of a key set, by the solver's defaults, for benchmarks of what is done with tables. */
#ifndef BENCHMARKS_SOLVED_H
#define BENCHMARKS_SOLVED_H

#include <string>

#include "aligned_memory.h"
#include "chm01/keys/keys.h"
#include "chm01/table/table.h"

struct Solved {
    AlignedMemory image;
    TableView view;
};

// Ends the program with a message when there is no table.
Solved Solve(const KeySet &keys, const std::string &name);

#endif
