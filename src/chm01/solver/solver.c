#include "solver.h"

#include <string.h>

#include "chm01/base/bit_extract.h"
#include "chm01/base/portable.h"
#include "chm01/hash/hash_quadx.h"
#include "plan.h"
#include "solver_state.h"

/*
 * A line of the seal takes about 6 ns, the first touch of memory included: a unit 50 microseconds.
 * An image that takes fewer lines than a slice is sealed where its search ends.
 */
enum { SealUnitLines = 8192, SealSliceUnits = 40, SealedHereLines = 2 * SealUnitLines };

/*
 * To reduce a key takes about 2 ns: a unit 20 microseconds. Fewer keys are reduced at once.
 */
enum { ReduceUnitKeys = 10000, ReduceSliceUnits = 100, ReducedHereKeys = 2 * ReduceUnitKeys };

static bool IsFlat(const Solver *solver)
{
    return solver->plan.layout == LayoutFlat;
}

static bool IsCompact(const Solver *solver)
{
    return solver->plan.layout == LayoutCompact;
}

/* The keys as the hash functions of a table of one graph see them. */
static const void *ExtractKeys(const SolvePlan *plan, uint32_t *out)
{
    const BitExtract extract = BitExtractOf(plan->extractMask);
    const uint64_t *const keys = plan->keys.keys;
    for (size_t i = 0; i < plan->keys.count; i++)
        out[i] = (uint32_t)BitExtractBits(&extract, keys[i]);
    return out;
}

/* (Re)starts the search that the plan is for, into a new image. */
static void StartSearch(Solver *solver, void *image)
{
    const SolvePlan *const plan = &solver->plan;
    const TableSpec spec = PlanSpec(plan);
    size_t bytes;
    uint64_t *reduced;
    void *const behind = PlanBehind(plan, solver, &reduced, &bytes);
    TableImageBegin(&spec, image, &solver->image);
    const bool buckets = LayoutHasBuckets(plan->layout);
    const void *const keys = plan->extractMask != 0 && !buckets ? ExtractKeys(plan, behind) : plan->keys.keys;
    if (IsFlat(solver))
        FlatStart(&solver->search.flat, plan, keys, solver->resizes, solver->image.slots, &solver->cancelled);
    else if (IsCompact(solver))
        CompactStart(&solver->search.compact, plan, keys, solver->resizes, solver->image.slots, &solver->cancelled);
    else
        PartitionStart(&solver->search.partition, plan, &solver->image, behind, &solver->cancelled);
}

/* Reduces few keys at once and begins the search; many are to be reduced in slices before. */
static void SolverStartReduced(Solver *solver)
{
    Work here = {ReducedHereKeys};
    solver->reduces = !ReduceOn(&solver->reduce, &here);
    solver->reduced = 0;
    if (!solver->reduces)
        StartSearch(solver, solver->image.memory);
}

Solver *SolverBegin(const SolvePlan *plan, void *memory, void *image)
{
    Solver *const solver = memory;
    size_t bytes;
    uint64_t *reduced;
    memset(solver, 0, sizeof *solver);
    solver->plan = *plan;
    (void)PlanBehind(plan, solver, &reduced, &bytes);
    if (plan->wide.count == 0) {
        StartSearch(solver, image);
        return solver;
    }
    solver->plan.keys.keys = reduced;
    solver->image.memory = image;
    ReduceBegin(&solver->reduce, &plan->wide, reduced, plan->options.rngSeed);
    SolverStartReduced(solver);
    return solver;
}

static void AddStatistics(Solver *solver, const SolveStatistics *s)
{
    (void)AtomicAdd(&solver->attempts, s->attempts);
    (void)AtomicAdd(&solver->setups, s->setups);
    (void)AtomicAdd(&solver->rejected, s->rejected);
    (void)AtomicAdd(&solver->outdone, s->outdone);
    if (solver->plan.options.clock == NULL)
        return;
    (void)AtomicAdd(&solver->setupNs, s->setupNs);
    (void)AtomicAdd(&solver->attemptNs, s->attemptNs);
    (void)AtomicAdd(&solver->assignNs, s->assignNs);
    (void)AtomicAdd(&solver->verifyNs, s->verifyNs);
    (void)AtomicAdd(&solver->scatterNs, s->scatterNs);
}

/* A slice of the seal, by one lane at a time. */
static SolverStep SolverRunSeal(Solver *solver, uint32_t units)
{
    Work lines = {(uint64_t)units * SealUnitLines};
    if (AtomicLoad(&solver->cancelled) != 0)
        return SolverIdle;
    if (!AtomicReplace(&solver->sealOwned, 0, 1))
        return SolverIdle;
    const SolverStep step = TableSealOn(&solver->sealing, &lines) ? SolverIdle : SolverMore;
    AtomicStore(&solver->sealOwned, 0);
    return step;
}

/* A slice of the reduction, by one lane at a time. */
static SolverStep SolverRunReduce(Solver *solver, uint32_t units)
{
    Work keys = {(uint64_t)units * ReduceUnitKeys};
    if (AtomicLoad(&solver->cancelled) != 0 || AtomicLoad(&solver->reduced) != 0 ||
        !AtomicReplace(&solver->reduceOwned, 0, 1))
        return SolverIdle;
    const bool over = AtomicLoad(&solver->reduced) != 0 || ReduceOn(&solver->reduce, &keys);
    AtomicStore(&solver->reduced, over);
    AtomicStore(&solver->reduceOwned, 0);
    return over ? SolverIdle : SolverMore;
}

SolverStep SolverRun(Solver *solver, void *arena, uint32_t units)
{
    if (solver->reduces)
        return SolverRunReduce(solver, units);
    if (solver->seals)
        return SolverRunSeal(solver, units);
    SolveStatistics statistics = {0};
    const SolverStep step = IsFlat(solver)      ? FlatRun(&solver->search.flat, arena, units, &statistics)
                            : IsCompact(solver) ? CompactRun(&solver->search.compact, arena, units, &statistics)
                                                : PartitionRun(&solver->search.partition, arena, units, &statistics);
    AddStatistics(solver, &statistics);
    return step;
}

/* Makes the table larger when the caller allows one more resize. */
static bool SolverGrow(Solver *solver)
{
    const SolveOptions *const options = &solver->plan.options;
    if (LayoutHasBuckets(solver->plan.layout) || solver->resizes >= options->maxTableResizes ||
        options->seedCount != 0 || options->fixedAttempts != 0)
        return false;
    SolvePlan larger = solver->plan;
    if (!PlanGrow(&larger, solver->resizes + 1))
        return false;
    if (PlanSizes(&larger, NULL) != ChmOk)
        return false;
    solver->plan = larger;
    solver->resizes++;
    return true;
}

/* The fallback's search knows nothing of the one before. */
static bool FallBack(Solver *solver)
{
    if (!PlanFallBack(&solver->plan))
        return false;
    memset(&solver->search, 0, sizeof solver->search);
    return true;
}

/* Seals a small image at once; a large one is to be sealed in slices. */
static void SolverSeal(Solver *solver)
{
    const SolvePlan *const plan = &solver->plan;
    const Flat *const flat = &solver->search.flat;
    const Partition *const partition = &solver->search.partition;
    TableDescription description = {SolvePlanKeys(plan),
                                    plan->name,
                                    plan->options.rngSeed,
                                    0,
                                    solver->resizes,
                                    NULL,
                                    0,
                                    plan->optionsDigest,
                                    NULL,
                                    plan->options.values,
                                    plan->options.module};
    if (plan->wide.count != 0)
        description.wideSeeds = solver->reduce.seeds;
    if (IsFlat(solver)) {
        description.attempts = FlatAttemptOf(flat->best) + 1;
        description.seeds = flat->seeds;
        description.seedCount = flat->family->seedCount;
    } else if (IsCompact(solver)) {
        description.attempts = solver->search.compact.attempt + 1;
        description.seeds = solver->search.compact.seeds;
        description.seedCount = QUADX_SEEDS;
    } else {
        description.attempts = partition->attempts;
        description.seeds = &partition->s0;
        description.seedCount = 1;
        solver->image.keysStand = partition->keys != NULL;
    }
    (void)TableSealBegin(&solver->sealing, &solver->image, &description);
    Work here = {SealedHereLines};
    solver->seals = !TableSealOn(&solver->sealing, &here);
    solver->imageBytes = solver->sealing.imageBytes;
}

/* After a phase of the seal. */
static ChmStatus AfterSeal(Solver *solver, ChmError *error)
{
    if (AtomicLoad(&solver->cancelled) != 0)
        return ChmFail(error, ChmCancelled, NULL, 0, 0, 0);
    solver->imageBytes = solver->sealing.imageBytes;
    solver->seals = solver->imageBytes == 0;
    return solver->seals ? ChmContinue : ChmOk;
}

/* After a phase of the reduction. */
static ChmStatus AfterReduce(Solver *solver, ChmError *error)
{
    if (AtomicLoad(&solver->cancelled) != 0)
        return ChmFail(error, ChmCancelled, NULL, 0, 0, 0);
    solver->reduces = solver->reduced == 0;
    if (!solver->reduces)
        StartSearch(solver, solver->image.memory);
    return ChmContinue;
}

/* After a search that met two equal keys, which may be equal since they were reduced. */
static ChmStatus AfterDuplicate(Solver *solver, const ChmError *duplicate, ChmError *error)
{
    const ChmStatus status = ReduceAgain(&solver->reduce, duplicate, error);
    if (status != ChmContinue)
        return status;
    memset(&solver->search, 0, sizeof solver->search);
    SolverStartReduced(solver);
    return ChmContinue;
}

static ChmStatus AdvanceSearch(Solver *solver, ChmError *error)
{
    return IsFlat(solver)      ? FlatAdvance(&solver->search.flat, error)
           : IsCompact(solver) ? CompactAdvance(&solver->search.compact, error)
                               : PartitionAdvance(&solver->search.partition, error);
}

ChmStatus SolverAdvance(Solver *solver, ChmError *error)
{
    if (solver->grown)
        return ChmContinue; /* until SolverSetImage */
    if (solver->imageBytes != 0)
        return ChmOk;
    if (solver->seals)
        return AfterSeal(solver, error);
    if (solver->reduces)
        return AfterReduce(solver, error);
    ChmError found = {0};
    const ChmStatus status = AdvanceSearch(solver, &found);
    if (status == ChmDuplicateKey && solver->plan.wide.count != 0)
        return AfterDuplicate(solver, &found, error);
    if (status == ChmOk) {
        SolverSeal(solver);
        return solver->seals ? ChmContinue : ChmOk;
    }
    solver->grown = status == ChmAttemptsExhausted && (FallBack(solver) || SolverGrow(solver));
    if (solver->grown || status == ChmContinue)
        return ChmContinue;
    return ChmFailAs(error, &found);
}

void SolverCancel(Solver *solver)
{
    AtomicStore(&solver->cancelled, 1);
}

uint32_t SolverSliceUnits(const Solver *solver)
{
    if (solver->seals)
        return SealSliceUnits;
    if (solver->reduces)
        return ReduceSliceUnits;
    return IsFlat(solver)      ? FlatSliceUnits(&solver->search.flat)
           : IsCompact(solver) ? CompactSliceUnits(&solver->search.compact)
                               : PartitionSliceUnits(&solver->search.partition);
}

uint32_t SolverProgress(const Solver *solver)
{
    if (solver->imageBytes != 0 || solver->seals)
        return 1000;
    if (solver->reduces)
        return 0;
    return IsFlat(solver)      ? FlatProgress(&solver->search.flat, AtomicLoad(&solver->attempts))
           : IsCompact(solver) ? CompactProgress(&solver->search.compact)
                               : PartitionProgress(&solver->search.partition);
}

uint32_t SolverParallelism(const Solver *solver)
{
    if (solver->seals || solver->reduces || IsCompact(solver))
        return 1;
    return IsFlat(solver) ? FlatParallelism(&solver->search.flat) : PartitionParallelism(&solver->search.partition);
}

bool SolverGrown(Solver *solver, SolvePlan *plan)
{
    if (solver->grown)
        *plan = solver->plan;
    return solver->grown;
}

void SolverSetImage(Solver *solver, void *image)
{
    solver->grown = false;
    StartSearch(solver, image);
}

size_t SolverImageBytes(const Solver *solver)
{
    return solver->imageBytes;
}

void SolverStatistics(const Solver *solver, SolveStatistics *out)
{
    const SolveStatistics statistics = {
        .attempts = solver->attempts,
        .setups = solver->setups,
        .rejected = solver->rejected,
        .outdone = solver->outdone,
        .resizes = solver->resizes,
        .setupNs = solver->setupNs,
        .attemptNs = solver->attemptNs,
        .assignNs = solver->assignNs,
        .verifyNs = solver->verifyNs,
        .scatterNs = solver->scatterNs,
        .coverage = IsFlat(solver)      ? solver->search.flat.coverage
                    : IsCompact(solver) ? solver->search.compact.coverage
                                        : solver->search.partition.coverage,
    };
    *out = statistics;
    if (IsFlat(solver))
        FlatBetter(&solver->search.flat, out);
}
