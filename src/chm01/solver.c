#include "solver.h"

#include <string.h>

#include "bit_extract.h"
#include "carve.h"
#include "plan.h"
#include "portable.h"
#include "solver_state.h"

static bool ExtractsAhead(const SolvePlan *plan)
{
    return plan->extractMask != 0;
}

static uint32_t *Layout(const SolvePlan *plan, Solver *memory, size_t *bytes)
{
    Carve carve = CarveBegin(memory);
    (void)CarveTake(&carve, sizeof(Solver));
    uint32_t *const extracted = CarveTake(&carve, ExtractsAhead(plan) ? plan->keys.count * sizeof(uint32_t) : 0);
    *bytes = carve.used;
    return extracted;
}

size_t SolverStateBytes(const SolvePlan *plan)
{
    size_t bytes;
    (void)Layout(plan, NULL, &bytes);
    return bytes;
}

static void Extract(const SolvePlan *plan, uint32_t *out)
{
    const BitExtract extract = BitExtractOf(plan->extractMask);
    const uint64_t *const keys = plan->keys.keys;
    for (size_t i = 0; i < plan->keys.count; i++)
        out[i] = (uint32_t)BitExtractBits(&extract, keys[i]);
}

/* The keys as the hash functions of a flat table see them. */
static const void *HashedKeys(Solver *solver)
{
    size_t bytes;
    return ExtractsAhead(&solver->plan) ? Layout(&solver->plan, solver, &bytes) : solver->plan.keys.keys;
}

static void Start(Solver *solver, void *image)
{
    const TableSpec spec = PlanSpec(&solver->plan);
    TableImageBegin(&spec, image, &solver->image);
    FlatStart(&solver->flat, &solver->plan, HashedKeys(solver), solver->resizes, solver->image.values);
}

Solver *SolverBegin(const SolvePlan *plan, void *memory, void *image)
{
    Solver *const solver = memory;
    memset(solver, 0, sizeof *solver);
    solver->plan = *plan;
    if (ExtractsAhead(plan)) {
        size_t bytes;
        Extract(plan, Layout(plan, solver, &bytes));
    }
    Start(solver, image);
    return solver;
}

static void AddStatistics(Solver *solver, const SolveStatistics *s)
{
    (void)AtomicAdd(&solver->attempts, s->attempts);
    (void)AtomicAdd(&solver->setups, s->setups);
    (void)AtomicAdd(&solver->rejected, s->rejected);
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
    SolveStatistics statistics = { 0 };
    const SolverStep step = FlatRun(&solver->flat, arena, units, &statistics);
    AddStatistics(solver, &statistics);
    return step;
}

/* Doubles the table when the caller allows one more resize. */
static bool Grow(Solver *solver)
{
    const SolveOptions *const options = &solver->plan.options;
    if (solver->resizes >= options->maxTableResizes || options->seedCount != 0 || options->fixedAttempts != 0)
        return false;
    SolvePlan larger = solver->plan;
    larger.edgeBits++;
    if (PlanSizes(&larger, NULL) != ChmOk)
        return false;
    solver->plan = larger;
    solver->resizes++;
    solver->grown = true;
    return true;
}

static void Seal(Solver *solver)
{
    const SolvePlan *const plan = &solver->plan;
    const TableFacts facts = { &plan->keys, plan->name, plan->options.rngSeed, solver->flat.best + 1, solver->resizes,
                               solver->flat.seeds, solver->flat.family->seedCount };
    solver->imageBytes = TableSeal(&solver->image, &facts);
}

ChmStatus SolverAdvance(Solver *solver, ChmError *error)
{
    if (solver->grown)
        return ChmContinue;     /* until SolverSetImage */
    const ChmStatus status = FlatAdvance(&solver->flat, error);
    if (status == ChmOk && solver->imageBytes == 0)
        Seal(solver);
    return status == ChmAttemptsExhausted && Grow(solver) ? ChmContinue : status;
}

void SolverCancel(Solver *solver)
{
    AtomicStore(&solver->flat.cancelled, 1);
}

uint32_t SolverSliceUnits(const Solver *solver)
{
    return FlatSliceUnits(&solver->flat);
}

uint32_t SolverParallelism(const Solver *solver)
{
    return FlatParallelism(&solver->flat);
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
    Start(solver, image);
}

size_t SolverImageBytes(const Solver *solver)
{
    return solver->imageBytes;
}

void SolverStatistics(const Solver *solver, SolveStatistics *out)
{
    const SolveStatistics statistics = { solver->attempts, solver->setups, solver->rejected, solver->resizes, solver->setupNs,
                                         solver->attemptNs, solver->assignNs, solver->verifyNs, solver->scatterNs };
    *out = statistics;
}
