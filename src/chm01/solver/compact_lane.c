#include "compact_lane.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/base/stopwatch.h"
#include "plan_given.h"

size_t CompactLaneLayout(const SolvePlan *plan, CompactLane *lane)
{
    const FuseShape shape = {plan->edges, plan->edgeBits};
    const uint32_t keyCount = (uint32_t)plan->keys.count;
    const FuseForm form = FuseFormFor(keyCount, shape);
    Carve carve = CarveBegin(lane);
    (void)CarveTake(&carve, sizeof(CompactLane));
    void *const kernel = CarveTake(&carve, FuseBytes(form, keyCount, shape));
    void *const marks = CarveTake(&carve, plan->options.measureCoverage ? (size_t)plan->edges + 64 : 0);
    if (lane == NULL)
        return carve.used;
    FuseBegin(&lane->fuse, form, keyCount, shape, kernel);
    lane->marks = plan->options.measureCoverage ? marks : NULL;
    return carve.used;
}

CompactLane *CompactLaneBegin(const Compact *compact, void *arena)
{
    CompactLane *const lane = arena;
    const SolvePlan *const plan = compact->plan;
    if (lane->identity == compact->identity)
        return lane;
    (void)CompactLaneLayout(plan, lane);
    lane->fuse.keys = compact->keys;
    lane->fuse.keySize = TableHashes64(plan->keys.keySizeInBytes, plan->extractMask) ? 8 : 4;
    PlanGiveFuse(plan, &lane->fuse, compact->slotSizeInBytes);
    lane->identity = compact->identity;
    lane->step = CompactBegins;
    return lane;
}

static void CompactLaneDescribe(Compact *compact, CompactLane *lane)
{
    memcpy(compact->seeds, lane->seeds, sizeof compact->seeds);
    if (lane->marks == NULL)
        return;
    const uint32_t packedBits = compact->plan->packedBits;
    memset(lane->marks, 0, (size_t)compact->plan->edges + 64);
    FuseMark(&lane->fuse, lane->marks);
    CoverageCount(lane->marks, compact->plan->edges, packedBits != 0 ? packedBits : 8 * compact->slotSizeInBytes,
                  &compact->coverage);
}

WorkAnswer CompactLaneStep(Compact *compact, CompactLane *lane, Work *work, SolveStatistics *statistics)
{
    const ChmClock clock = compact->plan->options.clock;
    const uint64_t start = StopwatchStart(clock);
    Fuse *const fuse = &lane->fuse;
    WorkAnswer answer = WorkYes;
    switch (lane->step) {
    case CompactHashes:
        answer = FuseHashKeys(fuse, lane->seeds[0], lane->seeds[1], work) ? WorkYes : WorkMore;
        statistics->setups += answer == WorkYes;
        statistics->setupNs += StopwatchLap(clock, start);
        break;
    case CompactPeels:
        answer = FusePeel(fuse, work);
        statistics->attemptNs += StopwatchLap(clock, start);
        break;
    case CompactAssigns:
        fuse->noise = PlanNoise(compact->plan, lane->seeds[0], lane->seeds[1], 0);
        answer = FuseAssign(fuse, compact->slots, work) ? WorkYes : WorkMore;
        statistics->assignNs += StopwatchLap(clock, start);
        break;
    default:
        answer = FuseVerify(fuse, compact->slots, work);
        statistics->verifyNs += StopwatchLap(clock, start);
        if (answer != WorkMore)
            CompactLaneDescribe(compact, lane);
        break;
    }
    return answer;
}
