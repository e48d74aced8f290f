/* How a plan decides: shared by SolverPlan and a table resize. Private to solver*.c. */
#ifndef CHM01_PLAN_H
#define CHM01_PLAN_H

#include "chm01/table/table_image.h"
#include "solver.h"

/*
 * Fills the sizes of a plan whose other fields are set. ChmInvalidOption or ChmTooManyKeys when
 * there is no such image.
 */
ChmStatus PlanSizes(SolvePlan *plan, ChmError *error);

/*
 * Turns the plan into one with the fallback, which then has none. False, and the plan is as before:
 * there is no fallback that can serve.
 */
bool PlanFallBack(SolvePlan *plan);

/* Returns the failure of a set that the attempts have not solved, with what would help. */
ChmStatus PlanExhausted(const SolvePlan *plan, uint64_t attempts, uint32_t resizes, ChmError *error);

TableSpec PlanSpec(const SolvePlan *plan);

/*
 * Gives the plan of one graph the vertices of the next resize, which has this number from 1 on:
 * flat twice as many. Its sizes are still to be filled. False: there is no larger one.
 */
bool PlanGrow(SolvePlan *plan, uint32_t resizes);

#endif
