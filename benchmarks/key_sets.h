/*
 * The key sets of the benchmarks: files, or sets made by a word, so that they run on a machine that
 * has no files.
 */
#ifndef BENCHMARKS_KEY_SETS_H
#define BENCHMARKS_KEY_SETS_H

#include <string>
#include <vector>

#include "chm01/keys/keys.h"
#include "words.h"

struct BenchKeys {
    std::string name;
    std::vector<uint64_t> words; // holds the packed keys, 8-byte aligned
    KeySet set;
};

// A path of packed keys (64-bit ones when it ends in -64.keys), or
//   rnd:N  step:N:S  rmul:N:T     32-bit: random; multiples of S; random multiples of 2^T
//   rnd64:N  ptr64:N  step64:N:S  64-bit: random; pointers as of a heap; multiples of S
// Ends the program with a message when there is no such set.
BenchKeys LoadBenchKeys(const std::string &word);

// Seconds of this thread's processor time, and of the wall.
double ThreadSeconds();
double WallSeconds();

#endif
