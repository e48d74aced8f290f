/*
 * The kernel for every width of keys and vertices. Included once by each contraction_<level>.c,
 * which defines CONTRACTION_TABLE.
 */
#include "contraction.h"

#include <immintrin.h>
#include <string.h>

#include "chm01/base/portable.h"
#include "chm01/hash/hash_quadx.h"
#include "peel_sum.h"

#define WIDE 0
#define WIDTH(name) name##Narrow
#include "peel_body.h"
#define KEY_BITS 32
#define KERNEL(name) name##Narrow32
#include "contraction_body.h"
#define KEY_BITS 64
#define KERNEL(name) name##Narrow64
#include "contraction_body.h"
#undef WIDTH
#undef WIDE

#define WIDE 1
#define WIDTH(name) name##Wide
#include "peel_body.h"
#define KEY_BITS 32
#define KERNEL(name) name##Wide32
#include "contraction_body.h"
#define KEY_BITS 64
#define KERNEL(name) name##Wide64
#include "contraction_body.h"
#undef WIDTH
#undef WIDE

/* clang-format off */
#define CONTRACTION_OPS(width, key, values)                                                                    \
    {SetUp##width##key,          Hash##width##key,       PeelEdges##width,       Assign##values##width##key, \
     Verify##values##width##key, MarkFirsts##width##key, MarkSeconds##width##key,                              \
     {AssignGiven8##width##key, AssignGiven16##width##key, AssignGiven32##width##key},                         \
     {VerifyGiven8##width##key, VerifyGiven16##width##key, VerifyGiven32##width##key}}

const ContractionOps CONTRACTION_TABLE[2][ContractionForms] = {
    {CONTRACTION_OPS(Narrow, 32, 16), CONTRACTION_OPS(Narrow, 32, Bucket),
     CONTRACTION_OPS(Wide, 32, 16), CONTRACTION_OPS(Wide, 32, 32)},
    {CONTRACTION_OPS(Narrow, 64, 16), CONTRACTION_OPS(Narrow, 64, Bucket),
     CONTRACTION_OPS(Wide, 64, 16), CONTRACTION_OPS(Wide, 64, 32)},
};
/* clang-format on */
