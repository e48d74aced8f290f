#include "plan.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/packed.h"
#include "chm01/hash/family.h"
#include "chm01/hash/hash_fuse.h"
#include "chm01/hash/log2.h"
#include "chm01/table/table_layout.h"
#include "compact_shape.h"
#include "partition.h"
#include "solver_state.h"

#define AUTO_FLAT_KEYS 65536u /* LayoutAuto: up to N keys a flat table has 16-bit slots and stays in the cache */

#define AUTO_COMPACT_KEYS 300000u /* ... and up to N keys a compact one has one graph, for the fastest lookups */

#define KEEPS_ARENA_KEYS ((size_t)1 << 17) /* an attempt at that many takes about as long as a slice should */

/*
 * A graph of Quadx with 16-bit vertices may have any number of them, so that a key more than a
 * power of two does not double the table. A fifteenth part more than the keys: about 3 attempts
 * solve it. A power of two that is at most an eighth part more takes fewer, and is kept.
 */
enum { ScaledKeys = 65536, ScaledPart = 15, NearPart = 8 };

static void PlanSetEdges(SolvePlan *plan, uint32_t edges)
{
    plan->edges = edges;
    plan->edgeBits = Log2Ceiling(edges);
}

/* The vertices a side of a flat table: a power of two where another number saves little. */
static void PlanFlatEdges(SolvePlan *plan)
{
    const uint32_t keys = (uint32_t)plan->keys.count, bits = Log2Ceiling(keys);
    const uint32_t power = (uint32_t)1 << (bits > TABLE_MIN_EDGE_BITS ? bits : TABLE_MIN_EDGE_BITS);
    const uint32_t scaled = keys + keys / ScaledPart + 1, least = (uint32_t)1 << TABLE_MIN_EDGE_BITS;
    const bool saves =
        plan->options.hashFunction == HashQuadx && keys > least && keys < ScaledKeys && power > keys + keys / NearPart;
    PlanSetEdges(plan, saves && scaled > power / 2 ? scaled : power);
    plan->bucketCount = 1;
}

static void PlanCompactEdges(SolvePlan *plan, uint32_t resizes)
{
    const FuseShape shape = CompactShapeFor(plan->keys.count, resizes);
    plan->edges = shape.vertices;
    plan->edgeBits = shape.segmentBits;
    plan->bucketCount = 1;
}

bool PlanGrow(SolvePlan *plan, uint32_t resizes)
{
    const uint32_t twice = 2 * plan->edges, before = plan->edges;
    if (plan->layout == LayoutCompact) {
        PlanCompactEdges(plan, resizes);
        return plan->edges > before && plan->edges <= TABLE_MAX_VERTICES;
    }
    if (plan->edgeBits >= TABLE_MAX_EDGE_BITS)
        return false;
    PlanSetEdges(plan, twice < ScaledKeys ? twice : (uint32_t)1 << Log2Ceiling(twice));
    return true;
}

/*
 * The bits in which the keys differ, when they are few enough to be drawn together into 32; else 0.
 */
static uint64_t ExtractMask(const KeySet *keys)
{
    if (keys->keySizeInBytes != 8)
        return 0;
    const uint64_t *const k = keys->keys;
    uint64_t differing = 0;
    for (size_t i = 1; i < keys->count; i++)
        differing |= k[i] ^ k[0];
    if (TableMaskBits(differing) > 32)
        return 0;
    return differing >> 32 != 0 ? differing : UINT32_MAX; /* the low half as it is, where that tells them apart */
}

static ChmStatus CheckCoverage(const SolveOptions *options, size_t keyCount, ChmError *error)
{
    if (options->findBestGraph &&
        (options->coverageKind < CoverageUsedCacheLines || options->coverageKind > CoverageMostSlotsInCacheLine))
        return ChmFail(error, ChmInvalidOption, "the best graph needs a kind of coverage to be the best in", 0, 0, 0);
    if (options->findBestGraph && options->bestCoverageAttempts > UINT32_MAX)
        return ChmFail(error, ChmInvalidOption, "the best graph takes fewer than 2^32 attempts",
                       options->bestCoverageAttempts, 0, 0);
    if (options->findBestGraph && options->fixedAttempts != 0)
        return ChmFail(error, ChmInvalidOption, "the best graph has a number of attempts of its own",
                       options->fixedAttempts, 0, 0);
    for (uint32_t i = 0; options->coverageSubset != NULL && i < options->coverageSubsetCount; i++)
        if (options->coverageSubset[i] >= keyCount)
            return ChmFail(error, ChmInvalidOption, "the coverage's subset holds a position beyond the keys",
                           options->coverageSubset[i], keyCount, 0);
    return ChmOk;
}

static bool WantsQuadx(TableLayout layout)
{
    return LayoutHasBuckets(layout) || LayoutIsCompact(layout);
}

static ChmStatus CheckFallback(const SolveOptions *options, ChmError *error)
{
    if (options->fallbackHashFunction == 0)
        return ChmOk;
    if (FamilyOf(options->fallbackHashFunction) == NULL)
        return ChmFail(error, ChmInvalidOption, "unknown fallback hash function", 0, 0, 0);
    if (WantsQuadx(options->layout) && options->fallbackHashFunction != HashQuadx)
        return ChmFail(error, ChmInvalidOption, "the fallback hash function has the flat layout alone", 0, 0, 0);
    if (options->seedCount != 0 || options->fixedAttempts != 0)
        return ChmFail(error, ChmInvalidOption,
                       "given seeds and a fixed number of attempts allow no fallback hash function", 0, 0, 0);
    return ChmOk;
}

static ChmStatus CheckValues(const SolveOptions *options, ChmError *error)
{
    if (options->valueBits == 0)
        return ChmOk;
    if (options->valueBits != 8 && options->valueBits != 16 && options->valueBits != 32)
        return ChmFail(error, ChmInvalidOption, "a value has 8, 16 or 32 bits", options->valueBits, 0, 0);
    if (options->values == NULL)
        return ChmFail(error, ChmInvalidOption, "a table of values needs a value for each key", 0, 0, 0);
    if (options->positions)
        return ChmOk;
    if (options->hashFunction != HashQuadx || options->fallbackHashFunction != 0)
        return ChmFail(error, ChmInvalidOption, "a table of values takes Quadx, without a fallback", 0, 0, 0);
    if (!options->omitKeys)
        return ChmFail(error, ChmInvalidOption, "a table of values gives no position, so it has no room for keys", 0, 0,
                       0);
    return ChmOk;
}

static ChmStatus CheckFingerprints(const SolveOptions *options, ChmError *error)
{
    const uint32_t bits = options->fingerprintBits;
    const char *reason = NULL;
    if (bits != 0 && bits != 8 && bits != 16)
        reason = "a fingerprint has 8 or 16 bits";
    else if (bits != 0 && (options->hashFunction != HashQuadx || options->fallbackHashFunction != 0))
        reason = "a table with fingerprints takes Quadx, without a fallback";
    else if (bits != 0 && !options->omitKeys)
        reason = "fingerprints take the place of keys, which are left out";
    return reason == NULL ? ChmOk : ChmFail(error, ChmInvalidOption, reason, bits, 0, 0);
}

static ChmStatus CheckPacked(const SolveOptions *options, ChmError *error)
{
    const char *reason = NULL;
    if (!options->packed)
        return ChmOk;
    if (options->layout != LayoutAuto && !LayoutIsCompact(options->layout))
        reason = "packed slots are of the compact layouts";
    else if (SolverWantsFlat(options) != NULL)
        reason = SolverWantsFlat(options);
    else if (options->fallbackHashFunction != 0)
        reason = "a table with packed slots takes Quadx, without a fallback";
    return reason == NULL ? ChmOk : ChmFail(error, ChmInvalidOption, reason, 0, 0, 0);
}

static ChmStatus CheckOptions(const SolveOptions *options, ChmError *error)
{
    const Family *const family = FamilyOf(options->hashFunction);
    if (family == NULL)
        return ChmFail(error, ChmInvalidOption, "unknown hash function", 0, 0, 0);
    if (options->layout != LayoutAuto && options->layout != LayoutFlat && !WantsQuadx(options->layout))
        return ChmFail(error, ChmInvalidOption, "unknown table layout", 0, 0, 0);
    if (WantsQuadx(options->layout) && SolverWantsFlat(options) != NULL)
        return ChmFail(error, ChmInvalidOption, SolverWantsFlat(options), 0, 0, 0);
    if (options->fixedAttempts > UINT32_MAX)
        return ChmFail(error, ChmInvalidOption, "fewer than 2^32 attempts can be fixed", options->fixedAttempts, 0, 0);
    if (options->seedCount != 0 && options->seedCount != family->seedCount)
        return ChmFail(error, ChmInvalidOption, "the hash function takes another number of seeds", options->seedCount,
                       family->seedCount, 0);
    ChmStatus status = CheckValues(options, error);
    if (status == ChmOk)
        status = CheckFingerprints(options, error);
    if (status == ChmOk)
        status = CheckPacked(options, error);
    return status == ChmOk ? CheckFallback(options, error) : status;
}

/* The graph of a table that gives both is one of positions; the values follow behind. */
static void PlanPayload(SolvePlan *plan)
{
    if (!plan->options.positions)
        return;
    plan->payloadBits = plan->options.valueBits;
    plan->options.valueBits = 0;
}

/* Checks, before any attempt, that a family of shared tables can take the keys. */
static ChmStatus CheckFamily(const SolvePlan *plan, const Family *family, ChmError *error)
{
    const KeySet *const keys = &plan->keys;
    if (family->hash != NULL && TableHashes64(keys->keySizeInBytes, plan->extractMask))
        return ChmFail(error, ChmInvalidOption,
                       "this hash function takes 32-bit keys, and these differ in more than 32 bits; use Quadx", 0, 0,
                       0);
    if (family->unsolvableZero == NULL)
        return ChmOk;
    const uint64_t seen = plan->extractMask != 0 ? plan->extractMask : UINT64_MAX;
    for (size_t i = 0; i < keys->count; i++)
        if ((KeySetAt(keys, i) & seen) == 0)
            return ChmFail(error, ChmUnsolvable, family->unsolvableZero, i, 0, 0);
    return ChmOk;
}

static void CopyName(char *out, const char *nameUtf8)
{
    size_t length = nameUtf8 != NULL ? strlen(nameUtf8) : 0;
    if (length > TABLE_MAX_NAME) {
        length = TABLE_MAX_NAME;
        while (length != 0 && ((uint8_t)nameUtf8[length] & 0xC0) == 0x80) /* never half a character */
            length--;
    }
    if (length != 0)
        memcpy(out, nameUtf8, length);
    out[length] = 0;
}

TableSpec PlanSpec(const SolvePlan *plan)
{
    const SolveOptions *const options = &plan->options;
    const TableSpec spec = {.layout = plan->layout,
                            .edges = plan->edges,
                            .edgeBits = plan->edgeBits,
                            .keySizeInBytes = SolvePlanKeys(plan)->keySizeInBytes,
                            .bucketCount = plan->bucketCount,
                            .extractMask = plan->extractMask,
                            .payloadBits = plan->payloadBits,
                            .keyCount = plan->keys.count,
                            .hashFunction = options->hashFunction,
                            .omitKeys = options->omitKeys,
                            .valueBits = options->valueBits,
                            .fingerprintBits = options->fingerprintBits,
                            .packedBits = plan->packedBits,
                            .hasModule = options->module != NULL};
    return spec;
}

void *PlanBehind(const SolvePlan *plan, Solver *memory, uint64_t **reduced, size_t *bytes)
{
    const size_t extracted = plan->extractMask != 0 ? plan->keys.count * sizeof(uint32_t) : 0;
    Carve carve = CarveBegin(memory);
    (void)CarveTake(&carve, sizeof(Solver));
    *reduced = CarveTake(&carve, plan->wide.count * sizeof **reduced);
    void *const behind = CarveTake(&carve, LayoutHasBuckets(plan->layout) ? PartitionTableBytes(plan) : extracted);
    *bytes = carve.used;
    return behind;
}

ChmStatus PlanSizes(SolvePlan *plan, ChmError *error)
{
    const TableSpec spec = PlanSpec(plan);
    if (TableSlotSize(&spec) == 0)
        return ChmFail(
            error, ChmInvalidOption,
            spec.valueBits != 0
                ? "a fingerprint and a value of 32 bits have more than 32 bits together; use values of 8 or "
                  "16 bits, or --Reject=Keys"
                : "a fingerprint and a position among that many keys have more than 32 bits together (16 bits "
                  "go with 65,536 keys, 8 bits with 16,777,216); use --Reject=Keys, or a smaller one",
            plan->keys.count, spec.fingerprintBits, 0);
    plan->imageBytes = TableImageSize(&spec);
    if (plan->imageBytes == 0)
        return ChmFail(error, ChmTooManyKeys, NULL, plan->keys.count, CHM_MAX_KEYS, 0);
    const bool buckets = LayoutHasBuckets(plan->layout);
    if (buckets) {
        plan->imageBytes = PartitionImageBytes(plan, plan->imageBytes);
        plan->arenaBytes = PartitionArenaBytes(plan);
    } else {
        plan->arenaBytes = plan->layout == LayoutFlat ? FlatArenaBytes(plan) : CompactArenaBytes(plan);
    }
    plan->keepsArena = !buckets && plan->keys.count >= KEEPS_ARENA_KEYS;
    uint64_t *reduced;
    (void)PlanBehind(plan, NULL, &reduced, &plan->solverBytes);
    return ChmOk;
}

/* Returns the greatest number that a key is to have. */
static uint32_t PlanMost(const SolvePlan *plan)
{
    const void *const values = plan->options.values;
    uint32_t most = 0;
    for (size_t i = 0; i < plan->keys.count; i++) {
        const uint32_t value = plan->options.valueBits == 8    ? ((const uint8_t *)values)[i]
                               : plan->options.valueBits == 16 ? ((const uint16_t *)values)[i]
                                                               : ((const uint32_t *)values)[i];
        most = value > most ? value : most;
    }
    return most;
}

/* Packs the slots where that saves bits. */
static void PlanPack(SolvePlan *plan)
{
    plan->packedBits = 0;
    if (!plan->options.packed || !LayoutIsCompact(plan->layout))
        return;
    const TableSpec spec = PlanSpec(plan);
    const uint32_t most = plan->options.valueBits != 0 ? PlanMost(plan) : (uint32_t)plan->keys.count - 1;
    const uint32_t bits = PackedBitsFor(most) + plan->options.fingerprintBits;
    plan->packedBits = bits < 8 * TableSlotSize(&spec) ? bits : 0;
}

/* Compact sets of few keys have two slots a key after all, and so may have fewer bytes. */
static TableLayout PlanLayout(const SolveOptions *options, size_t keyCount)
{
    if (options->layout != LayoutAuto)
        return LayoutIsCompact(options->layout) && keyCount < CompactLeastKeys ? LayoutFlat : options->layout;
    const size_t flatKeys = options->packed ? CompactLeastKeys - 1 : AUTO_FLAT_KEYS;
    if (keyCount <= flatKeys || SolverWantsFlat(options) != NULL)
        return LayoutFlat;
    return keyCount <= AUTO_COMPACT_KEYS ? LayoutCompact : LayoutCompactPartitioned;
}

/* The plan for its options' hash function: layout, shape and sizes. */
static ChmStatus PlanFamily(SolvePlan *plan, ChmError *error)
{
    plan->layout = PlanLayout(&plan->options, plan->keys.count);
    const ChmStatus status = CheckFamily(plan, FamilyOf(plan->options.hashFunction), error);
    if (status != ChmOk)
        return status;
    switch (plan->layout) {
    case LayoutCompact: PlanCompactEdges(plan, 0); break;
    case LayoutFlat: PlanFlatEdges(plan); break;
    default: PartitionShape(plan); break;
    }
    PlanPack(plan);
    return PlanSizes(plan, error);
}

bool PlanFallBack(SolvePlan *plan)
{
    SolvePlan other = *plan;
    other.options.hashFunction = plan->options.fallbackHashFunction;
    other.options.fallbackHashFunction = 0;
    if (other.options.hashFunction == 0 || PlanFamily(&other, NULL) != ChmOk)
        return false;
    if (other.solverBytes < plan->solverBytes)
        other.solverBytes = plan->solverBytes;
    *plan = other;
    return true;
}

size_t SolverLargestImage(const SolvePlan *plan)
{
    SolvePlan each = *plan;
    size_t largest = 0;
    do {
        SolvePlan grown = each;
        for (uint32_t i = 1; !LayoutHasBuckets(each.layout) && i <= each.options.maxTableResizes; i++) {
            SolvePlan larger = grown;
            if (!PlanGrow(&larger, i))
                break;
            grown = larger;
        }
        const TableSpec spec = PlanSpec(&grown);
        const size_t bytes = TableImageSize(&spec);
        largest = bytes > largest ? bytes : largest;
    } while (PlanFallBack(&each));
    return largest;
}

/*
 * The solver's memory stays when it falls back, so it has room for either; a fallback that can't
 * serve is none.
 */
static void PrepareFallBack(SolvePlan *plan)
{
    SolvePlan other = *plan;
    if (PlanFallBack(&other))
        plan->solverBytes = other.solverBytes;
    else
        plan->options.fallbackHashFunction = 0;
}

/* Keys of 16 bytes are reduced to 8 when the solver has begun. */
static void PlanTakeKeys(SolvePlan *plan, const KeySet *keys)
{
    plan->keys = *keys;
    if (!KeySetIsWide(keys))
        return;
    plan->wide = *keys;
    plan->keys.keys = NULL;
    plan->keys.keySizeInBytes = sizeof(uint64_t);
}

ChmStatus SolverMakePlan(const KeySet *keys, const char *nameUtf8, const SolveOptions *options, SolvePlan *out,
                         ChmError *error)
{
    memset(out, 0, sizeof *out);
    PlanTakeKeys(out, keys);
    out->options = *options;
    CopyName(out->name, nameUtf8);
    if (keys->count == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    if (keys->count > CHM_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, keys->count, CHM_MAX_KEYS, 0);
    if (keys->keySizeInBytes != 4 && keys->keySizeInBytes != 8 && !KeySetIsWide(keys))
        return ChmFail(error, ChmInvalidOption, "keys have 4, 8 or 16 bytes", keys->keySizeInBytes, 0, 0);
    if (out->options.hashFunction == 0)
        out->options.hashFunction = HashQuadx;
    if (out->options.fallbackHashFunction == out->options.hashFunction)
        out->options.fallbackHashFunction = 0;

    ChmStatus status = CheckOptions(&out->options, error);
    if (status == ChmOk)
        status = CheckCoverage(options, keys->count, error);
    if (status != ChmOk)
        return status;
    PlanPayload(out);
    out->extractMask = ExtractMask(keys); /* 0 of keys that are reduced: these differ in all bits */
    status = PlanFamily(out, error);
    if (status == ChmOk)
        PrepareFallBack(out);
    else if (PlanFallBack(out))
        status = ChmOk;
    return status;
}
