/*
 * The kernel for every width of keys and vertices. Included once by each contract_<level>.c, which
 * defines CONTRACT_TABLE.
 */
#include "contract.h"

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
#include "contract_body.h"
#define KEY_BITS 64
#define KERNEL(name) name##Narrow64
#include "contract_body.h"
#undef WIDTH
#undef WIDE

#define WIDE 1
#define WIDTH(name) name##Wide
#include "peel_body.h"
#define KEY_BITS 32
#define KERNEL(name) name##Wide32
#include "contract_body.h"
#define KEY_BITS 64
#define KERNEL(name) name##Wide64
#include "contract_body.h"
#undef WIDTH
#undef WIDE

/* clang-format off */
#define CONTRACT_OPS(width, key, values)                                                                    \
    {SetUp##width##key,          Hash##width##key,       PeelEdges##width,       Assign##values##width##key, \
     Verify##values##width##key, MarkFirsts##width##key, MarkSeconds##width##key}

const ContractOps CONTRACT_TABLE[2][ContractForms] = {
    {CONTRACT_OPS(Narrow, 32, 16), CONTRACT_OPS(Narrow, 32, Bucket),
     CONTRACT_OPS(Wide, 32, 16), CONTRACT_OPS(Wide, 32, 32)},
    {CONTRACT_OPS(Narrow, 64, 16), CONTRACT_OPS(Narrow, 64, Bucket),
     CONTRACT_OPS(Wide, 64, 16), CONTRACT_OPS(Wide, 64, 32)},
};
/* clang-format on */
