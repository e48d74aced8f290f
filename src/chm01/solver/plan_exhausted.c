/* The failure of a set that no attempt solved: it names what would help, by the options' names. */
#include "plan.h"

static const char *PlanFlatHelp(const SolveOptions *options)
{
    if (options->findBestGraph)
        return "raise BestCoverageAttempts, or give another RngSeed";
    if (options->fixedAttempts != 0)
        return "raise FixedAttempts, or give another RngSeed";
    if (options->seedCount != 0)
        return "these seeds do not fit these keys; give other Seeds, or none";
    if (options->maxAttempts != 0)
        return "raise MaxAttempts or MaxTableResizes, or give another RngSeed";
    if (options->hashFunction != HashQuadx)
        return "use Quadx, raise MaxTableResizes, or give another RngSeed";
    return "raise MaxTableResizes, or give another RngSeed";
}

ChmStatus PlanExhausted(const SolvePlan *plan, uint64_t attempts, uint32_t resizes, ChmError *error)
{
    const char *help = PlanFlatHelp(&plan->options);
    if (LayoutHasBuckets(plan->layout)) /* they don't grow */
        help = plan->options.maxAttempts != 0 ? "raise MaxAttempts, or give another RngSeed"
                                              : "use the flat layout, or give another RngSeed";
    return ChmFail(error, ChmAttemptsExhausted, help, attempts, resizes, 0);
}
