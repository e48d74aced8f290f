/*
 * See tables_side.h. The baseline has its headers in one folder, and neither values nor
 * fingerprints nor compact layouts. Builds in between have some of these: a file tells which.
 */
#include "tables_side.h"

#include <stdbool.h>

#if defined(__has_include)
#if __has_include("chm01/emit/source.h")
#define HAS_FOLDERS 1
#endif
#if __has_include("chm01/kernel/fuse.h")
#define HAS_COMPACT 1
#endif
#if __has_include("chm01/base/packed.h")
#define HAS_PACKED 1
#endif
#if __has_include("chm01/kernel/noise.h")
#define HAS_FINGERPRINTS 1
#endif
#endif
#ifdef HAS_FOLDERS
#include "chm01/emit/source.h"
#include "chm01/solver/solver.h"
#include "chm01/table/table.h"
#else
#include "chm01/solver.h"
#include "chm01/source.h"
#include "chm01/table.h"
#define SolverMakePlan SolverPlan
#endif

struct TablesSide {
    SolvePlan plan;
    void *memory, *arena, *image;
    size_t imageBytes;
    TableView view;
};

/* Returns false when the build has no such table. */
static bool OptionsOf(const TablesRequest *request, SolveOptions *options)
{
    const SolveOptions none = {0};
    *options = none;
    options->omitKeys = !request->withKeys;
#ifdef HAS_FOLDERS
    options->valueBits = request->valueBits;
    options->values = request->values;
#else
    if (request->valueBits != 0)
        return false;
#endif
#ifdef HAS_COMPACT
    options->layout = request->oneCompactGraph ? LayoutCompact : LayoutAuto;
#else
    if (request->oneCompactGraph)
        return false;
#endif
#ifdef HAS_PACKED
    options->packed = request->packed != 0;
#else
    if (request->packed)
        return false;
#endif
#ifdef HAS_FINGERPRINTS
    options->fingerprintBits = request->fingerprintBits;
    return true;
#else
    return request->fingerprintBits == 0;
#endif
}

static TablesSide *Plan(const TablesRequest *request, const TablesMemory *memory)
{
    const KeySet keys = {request->keys, request->keyCount, sizeof *request->keys};
    TablesSide *const side = memory->scratch(sizeof *side);
    SolveOptions options;
    if (!OptionsOf(request, &options) || SolverMakePlan(&keys, "Bench", &options, &side->plan, NULL) != ChmOk)
        return NULL;
    side->memory = memory->scratch(side->plan.solverBytes);
    side->arena = memory->scratch(side->plan.arenaBytes);
    side->image = memory->image(side->plan.imageBytes);
    return side;
}

static size_t Solve(TablesSide *side)
{
    Solver *const solver = SolverBegin(&side->plan, side->memory, side->image);
    ChmStatus status;
    do {
        while (SolverRun(solver, side->arena, UINT32_MAX) == SolverMore)
            ;
        status = SolverAdvance(solver, NULL);
    } while (status == ChmContinue);
    side->imageBytes = status == ChmOk ? SolverImageBytes(solver) : 0;
    if (side->imageBytes != 0 && TableOpen(side->image, side->imageBytes, &side->view, NULL) != ChmOk)
        side->imageBytes = 0;
    return side->imageBytes;
}

static const void *Image(const TablesSide *side)
{
    return side->image;
}

static size_t Source(const TablesSide *side, char *out)
{
    const SourceOptions options = {.contains = side->view.keys != NULL, .imageOnly = true};
    return out == NULL ? SourceBound(&side->view, &options) : SourceWrite(&side->view, &options, out);
}

static void Batch(const TablesSide *side, const uint32_t *keys, size_t keyCount, uint32_t *answers)
{
    TableIndexBatch(&side->view, keys, keyCount, answers);
}

const TablesCalls *TablesSideCalls(void)
{
    static const TablesCalls calls = {Plan, Solve, Image, Source, Batch};
    return &calls;
}
