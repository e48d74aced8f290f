/*
 * The kernel for every width of keys and vertices. Included once by each contraction_<level>.c,
 * which defines CONTRACTION_TABLE.
 */
#include "contraction.h"

#if defined(__AVX512BW__)
#include <immintrin.h>
#endif
#include <string.h>

#include "chm01/base/portable.h"
#include "chm01/hash/hash_quadx.h"
#include "peel_sum.h"

#define WIDE 0
#define WIDTH(name) name##Narrow
#include "peel_body.h"
#define KEY_BITS 32
#define SCALED 0
#define KERNEL(name) name##Narrow32
#include "contraction_body.h"
#define KEY_BITS 64
#define SCALED 0
#define KERNEL(name) name##Narrow64
#include "contraction_body.h"
#define KEY_BITS 32
#define SCALED 1
#define KERNEL(name) name##NarrowScaled32
#include "contraction_body.h"
#define KEY_BITS 64
#define SCALED 1
#define KERNEL(name) name##NarrowScaled64
#include "contraction_body.h"
#undef WIDTH
#undef WIDE

#define WIDE 1
#define WIDTH(name) name##Wide
#include "peel_body.h"
#define KEY_BITS 32
#define SCALED 0
#define KERNEL(name) name##Wide32
#include "contraction_body.h"
#define KEY_BITS 64
#define SCALED 0
#define KERNEL(name) name##Wide64
#include "contraction_body.h"
#undef WIDTH
#undef WIDE

#define CONTRACTION_OPS(width, kind)                              \
    {                                                             \
        SetUp##kind, Hash##kind, PeelEdges##width, Vertices##kind \
    }

const ContractionOps CONTRACTION_TABLE[2][ContractionForms] = {
    {[ContractionSmall] = CONTRACTION_OPS(Narrow, Narrow32),
     [ContractionScaled] = CONTRACTION_OPS(Narrow, NarrowScaled32),
     [ContractionBucket] = CONTRACTION_OPS(Narrow, Narrow32),
     [ContractionFull] = CONTRACTION_OPS(Wide, Wide32),
     [ContractionLarge] = CONTRACTION_OPS(Wide, Wide32)},
    {[ContractionSmall] = CONTRACTION_OPS(Narrow, Narrow64),
     [ContractionScaled] = CONTRACTION_OPS(Narrow, NarrowScaled64),
     [ContractionBucket] = CONTRACTION_OPS(Narrow, Narrow64),
     [ContractionFull] = CONTRACTION_OPS(Wide, Wide64),
     [ContractionLarge] = CONTRACTION_OPS(Wide, Wide64)},
};
