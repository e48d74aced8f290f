#include "solver.h"

#include <string.h>

#include "chm01/base/bit_extract.h"
#include "chm01/base/portable.h"
#include "plan.h"
#include "solver_state.h"

static bool IsFlat(const Solver *solver)
{
    return solver->plan.layout == LayoutFlat;
}

/* The keys as the hash functions of a flat table see them. */
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
    void *const behind = PlanBehind(plan, solver, &bytes);
    TableImageBegin(&spec, image, &solver->image);
    if (IsFlat(solver))
        FlatStart(&solver->search.flat, plan, plan->extractMask != 0 ? ExtractKeys(plan, behind) : plan->keys.keys,
                  solver->resizes, solver->image.values, &solver->cancelled);
    else
        PartitionStart(&solver->search.partition, plan, &solver->image, behind, &solver->cancelled);
}

Solver *SolverBegin(const SolvePlan *plan, void *memory, void *image)
{
    Solver *const solver = memory;
    memset(solver, 0, sizeof *solver);
    solver->plan = *plan;
    StartSearch(solver, image);
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

SolverStep SolverRun(Solver *solver, void *arena, uint32_t units)
{
    SolveStatistics statistics = {0};
    const SolverStep step = IsFlat(solver) ? FlatRun(&solver->search.flat, arena, units, &statistics)
                                           : PartitionRun(&solver->search.partition, arena, units, &statistics);
    AddStatistics(solver, &statistics);
    return step;
}

/* Doubles the table when the caller allows one more resize. */
static bool SolverGrow(Solver *solver)
{
    const SolveOptions *const options = &solver->plan.options;
    if (!IsFlat(solver) || solver->resizes >= options->maxTableResizes || options->seedCount != 0 ||
        options->fixedAttempts != 0)
        return false;
    SolvePlan larger = solver->plan;
    larger.edgeBits++;
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

static void SolverSeal(Solver *solver)
{
    const SolvePlan *const plan = &solver->plan;
    const Flat *const flat = &solver->search.flat;
    const Partition *const partition = &solver->search.partition;
    TableDescription description = {&plan->keys, plan->name, plan->options.rngSeed, 0, solver->resizes,
                                    NULL,        0,          plan->optionsDigest};
    description.attempts = IsFlat(solver) ? FlatAttemptOf(flat->best) + 1 : partition->attempts;
    description.seeds = IsFlat(solver) ? flat->seeds : &partition->s0;
    description.seedCount = IsFlat(solver) ? flat->family->seedCount : 1;
    solver->image.keysStand = !IsFlat(solver) && partition->keys != NULL;
    solver->imageBytes = TableSeal(&solver->image, &description);
}

ChmStatus SolverAdvance(Solver *solver, ChmError *error)
{
    if (solver->grown)
        return ChmContinue; /* until SolverSetImage */
    if (solver->imageBytes != 0)
        return ChmOk;
    const ChmStatus status =
        IsFlat(solver) ? FlatAdvance(&solver->search.flat, error) : PartitionAdvance(&solver->search.partition, error);
    if (status == ChmOk)
        SolverSeal(solver);
    solver->grown = status == ChmAttemptsExhausted && (FallBack(solver) || SolverGrow(solver));
    return solver->grown ? ChmContinue : status;
}

void SolverCancel(Solver *solver)
{
    AtomicStore(&solver->cancelled, 1);
}

uint32_t SolverSliceUnits(const Solver *solver)
{
    return IsFlat(solver) ? FlatSliceUnits(&solver->search.flat) : PartitionSliceUnits(&solver->search.partition);
}

uint32_t SolverProgress(const Solver *solver)
{
    if (solver->imageBytes != 0)
        return 1000;
    return IsFlat(solver) ? FlatProgress(&solver->search.flat, solver->attempts)
                          : PartitionProgress(&solver->search.partition);
}

uint32_t SolverParallelism(const Solver *solver)
{
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
        .coverage = IsFlat(solver) ? solver->search.flat.coverage : solver->search.partition.coverage,
    };
    *out = statistics;
}
