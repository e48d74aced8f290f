// See solved.h.
#include "solved.h"

#include <cstdio>
#include <cstdlib>

#include "chm01/solver/solver.h"
#include "chm01/table/table_image.h"

Solved Solve(const KeySet &keys, const std::string &name)
{
    SolveOptions options = {};
    SolvePlan plan;
    ChmError error;
    ChmStatus status = SolverMakePlan(&keys, name.c_str(), &options, &plan, &error);
    Solved solved;
    if (status == ChmOk) {
        const AlignedMemory memory = AllocateAligned(plan.solverBytes), arena = AllocateAligned(plan.arenaBytes);
        solved.image = AllocateAligned(plan.imageBytes);
        Solver *solver = SolverBegin(&plan, memory.get(), solved.image.get());
        do {
            while (SolverRun(solver, arena.get(), UINT32_MAX) == SolverMore)
                ;
            status = SolverAdvance(solver, &error);
        } while (status == ChmContinue);
        if (status == ChmOk)
            status = TableOpen(solved.image.get(), SolverImageBytes(solver), &solved.view, &error);
    }
    if (status != ChmOk) {
        std::fprintf(stderr, "%s: no table: status %d\n", name.c_str(), status);
        std::exit(1);
    }
    return solved;
}
