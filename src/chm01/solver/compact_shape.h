/* The shape of compact graphs by the number of keys. Pure values: any thread. */
#ifndef CHM01_COMPACT_SHAPE_H
#define CHM01_COMPACT_SHAPE_H

#include "chm01/hash/hash_fuse.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Sets with fewer keys are better off with two slots a key. */
enum { CompactLeastKeys = 300 };

/* Vertices enough that at least 19 attempts of 20 succeed; more by a quarter after each resize. */
FuseShape CompactShapeFor(uint64_t keyCount, uint32_t resizes);

#ifdef __cplusplus
}
#endif

#endif
