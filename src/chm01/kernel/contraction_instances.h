/*
 * The kernel for every width of keys and vertices. Included once by each contraction_<level>.c,
 * which defines CONTRACTION_TABLE and, one of them, CONTRACTION_GIVEN.
 */
#include "contraction.h"

#include <immintrin.h>
#include <string.h>

#include "chm01/base/portable.h"
#include "chm01/hash/hash_quadx.h"
#include "noise.h"
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

/* clang-format off */
#define CONTRACTION_OPS(width, kind, key, slots)                                                        \
    {SetUp##kind##key,                                                                                  \
     Hash##kind##key,                                                                                   \
     PeelEdges##width,                                                                                  \
     Assign##slots##kind##key,                                                                          \
     Verify##slots##kind##key,                                                                          \
     MarkFirsts##kind##key,                                                                             \
     MarkSeconds##kind##key}

const ContractionOps CONTRACTION_TABLE[2][ContractionForms] = {
    {CONTRACTION_OPS(Narrow, Narrow, 32, 16), CONTRACTION_OPS(Narrow, NarrowScaled, 32, 16),
     CONTRACTION_OPS(Narrow, Narrow, 32, Bucket),
     CONTRACTION_OPS(Wide, Wide, 32, 16), CONTRACTION_OPS(Wide, Wide, 32, 32)},
    {CONTRACTION_OPS(Narrow, Narrow, 64, 16), CONTRACTION_OPS(Narrow, NarrowScaled, 64, 16),
     CONTRACTION_OPS(Narrow, Narrow, 64, Bucket),
     CONTRACTION_OPS(Wide, Wide, 64, 16), CONTRACTION_OPS(Wide, Wide, 64, 32)},
};

#ifdef CONTRACTION_GIVEN
#define CONTRACTION_GIVEN_OPS(kind, key)                                                                \
    {{AssignGiven8##kind##key, AssignGiven16##kind##key, AssignGiven32##kind##key},                     \
     {VerifyGiven8##kind##key, VerifyGiven16##kind##key, VerifyGiven32##kind##key}}

const ContractionGivenOps CONTRACTION_GIVEN[2][ContractionForms] = {
    {CONTRACTION_GIVEN_OPS(Narrow, 32), CONTRACTION_GIVEN_OPS(NarrowScaled, 32), CONTRACTION_GIVEN_OPS(Narrow, 32),
     CONTRACTION_GIVEN_OPS(Wide, 32), CONTRACTION_GIVEN_OPS(Wide, 32)},
    {CONTRACTION_GIVEN_OPS(Narrow, 64), CONTRACTION_GIVEN_OPS(NarrowScaled, 64), CONTRACTION_GIVEN_OPS(Narrow, 64),
     CONTRACTION_GIVEN_OPS(Wide, 64), CONTRACTION_GIVEN_OPS(Wide, 64)},
};
#endif
/* clang-format on */
