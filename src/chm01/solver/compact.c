#include "compact.h"

#include "chm01/base/portable.h"
#include "chm01/base/rng.h"
#include "compact_lane.h"
#include "flat_seats.h"
#include "plan.h"

/*
 * 19 of 20 attempts succeed. Some failures in a row have a reason: a key that occurs twice, or a
 * set that was made against the rng seed.
 */
enum { CompactPlainAttempts = 8, CompactSurrenderAttempts = 64 };

enum { FirstStream = 1, StreamsPerResize = 16 }; /* as flat searches */

/* A unit of a lane that keeps its arena: about 80 microseconds. */
enum { CompactUnitSteps = 8192 };

size_t CompactArenaBytes(const SolvePlan *plan)
{
    const size_t kernel = CompactLaneLayout(plan, NULL);
    const size_t look = sizeof(CompactLane) + sizeof(SetLook) + KeysDuplicateScratch(&plan->keys);
    return kernel > look ? kernel : look;
}

void CompactStart(Compact *compact, const SolvePlan *plan, const void *hashedKeys, uint32_t resizes, void *slots,
                  volatile uint64_t *cancelled)
{
    const uint64_t given = plan->options.maxAttempts;
    const TableSpec spec = PlanSpec(plan);
    compact->plan = plan;
    compact->keys = hashedKeys;
    compact->slots = slots;
    compact->slotSizeInBytes = TableSlotSize(&spec);
    compact->resizes = resizes;
    compact->identity = FlatIdentity();
    compact->phase = CompactSearch;
    compact->searchSeeds.rngSeed = plan->options.rngSeed;
    compact->attempt = 0;
    compact->progress = 0;
    compact->finalLimit = given != 0 ? given : CompactSurrenderAttempts;
    compact->limit =
        !compact->setSeen && compact->finalLimit > CompactPlainAttempts ? CompactPlainAttempts : compact->finalLimit;
    compact->built = FlatNotBuilt;
    compact->seat.holder = 0;
    compact->cancelled = cancelled;
}

static void CompactStartAttempt(const Compact *compact, CompactLane *lane, uint64_t attempt)
{
    const SearchSeeds *const seeds = &compact->searchSeeds;
    const uint64_t seed = attempt < CompactPlainAttempts ? seeds->rngSeed : seeds->setSeed;
    const uint64_t stream = FirstStream + (uint64_t)StreamsPerResize * compact->resizes;
    lane->seeds[0] = RngDraw(seed, stream, attempt) | 1;
    lane->seeds[1] = RngDraw(seed, stream + 1, attempt);
    FuseReset(&lane->fuse);
    lane->step = CompactHashes;
}

/* Notes how far the attempt is; it goes back where another attempt begins alone. */
static void CompactNoteProgress(Compact *compact, const CompactLane *lane)
{
    static const uint32_t begins[CompactSteps + 1] = {0, 0, 200, 700, 850, 1000};
    const uint64_t keys = compact->plan->keys.count, at = lane->fuse.place.at;
    const uint32_t begin = begins[lane->step], end = begins[lane->step + 1];
    const uint64_t now = begin + (at < keys ? at : keys) * (end - begin) / keys / 4; /* a step has up to four loops */
    if (now > AtomicLoad(&compact->progress))
        AtomicStore(&compact->progress, now);
}

/* Takes the attempt to its end; false: the work is used up. */
static bool CompactTry(Compact *compact, CompactLane *lane, Work *work, SolveStatistics *statistics)
{
    if (lane->step == CompactBegins) {
        CompactStartAttempt(compact, lane, AtomicLoad(&compact->attempt));
        statistics->attempts++;
    }
    while (lane->step != CompactSteps) {
        const WorkAnswer answer = CompactLaneStep(compact, lane, work, statistics);
        if (answer == WorkMore)
            return false;
        if (answer == WorkNo)
            break;
        lane->step = (CompactStep)(lane->step + 1);
    }
    if (lane->step == CompactPeels) {
        (void)AtomicAdd(&compact->attempt, 1);
        AtomicStore(&compact->progress, 0);
    } else {
        AtomicStore(&compact->built, lane->step == CompactSteps ? FlatSound : FlatUnsound);
    }
    lane->step = CompactBegins;
    return true;
}

static bool CompactIsOver(Compact *compact)
{
    return AtomicLoad(compact->cancelled) != 0 || AtomicLoad(&compact->built) != FlatNotBuilt ||
           AtomicLoad(&compact->attempt) >= compact->limit;
}

static Work CompactWork(const Compact *compact, uint32_t units)
{
    const Work parts = {(uint64_t)units * CompactUnitSteps};
    return compact->plan->keepsArena ? parts : WorkAll();
}

static SolverStep CompactGoOn(Compact *compact, CompactLane *lane, uint32_t units, SolveStatistics *statistics)
{
    const bool inParts = compact->plan->keepsArena;
    Work work = CompactWork(compact, units);
    while (!CompactIsOver(compact)) {
        if (inParts ? work.left == 0 : units-- == 0)
            return SolverMore;
        if (!CompactTry(compact, lane, &work, statistics))
            return SolverMore;
    }
    return SolverIdle;
}

/* Looks at the set on; SolverMore: the work is used up. */
static SolverStep CompactLook(Compact *compact, CompactLane *lane, uint32_t units)
{
    SetLook *const look = CompactLaneLook(lane);
    SearchSeeds *const seeds = &compact->searchSeeds;
    Work work = CompactWork(compact, units);
    if (AtomicLoad(compact->cancelled) != 0 || AtomicLoad(&compact->looked) != 0)
        return SolverIdle;
    if (!compact->looks) {
        lane->identity = 0; /* its attempt is overwritten */
        SetLookBegin(look, &compact->plan->keys, look + 1, seeds->rngSeed);
        compact->looks = true;
    }
    if (!SetLookOn(look, &work, &seeds->setSeed, &compact->duplicates))
        return SolverMore;
    AtomicStore(&compact->looked, 1);
    return SolverIdle;
}

/* Goes on with attempts. *holds: the arena has a part of one. */
static SolverStep CompactSearchOn(Compact *compact, void *arena, uint32_t units, SolveStatistics *statistics,
                                  bool *holds)
{
    CompactLane *const lane = CompactLaneBegin(compact, arena);
    const SolverStep step = CompactGoOn(compact, lane, units, statistics);
    *holds = step == SolverMore && lane->step != CompactBegins;
    CompactNoteProgress(compact, lane);
    return step;
}

SolverStep CompactRun(Compact *compact, void *arena, uint32_t units, SolveStatistics *statistics)
{
    FlatSeat *const seat = &compact->seat;
    bool holds;
    SolverStep step;
    if (!FlatSeatTake(seat, arena))
        return SolverIdle;
    if (compact->phase == CompactLookAtSet) {
        step = CompactLook(compact, arena, units);
        holds = step == SolverMore;
    } else {
        step = CompactSearchOn(compact, arena, units, statistics, &holds);
    }
    FlatSeatRelease(seat, holds ? arena : NULL);
    return step;
}

static ChmStatus CompactAfterLook(Compact *compact, ChmError *error)
{
    const bool looked = compact->looked != 0, found = compact->duplicates.status != ChmOk;
    if (looked && found)
        return ChmFailAs(error, &compact->duplicates);
    compact->setSeen = looked;
    compact->phase = looked ? CompactSearch : CompactLookAtSet;
    compact->limit = looked ? compact->finalLimit : compact->limit;
    return ChmContinue;
}

ChmStatus CompactAdvance(Compact *compact, ChmError *error)
{
    const bool cancelled = AtomicLoad(compact->cancelled) != 0, sound = compact->built == FlatSound;
    if (sound && !cancelled)
        return ChmOk;
    if (cancelled)
        return ChmFail(error, ChmCancelled, NULL, 0, 0, 0);
    if (compact->built == FlatUnsound)
        return ChmFail(error, ChmInternal, "a table failed its verification", compact->attempt, 0, 0);
    if (compact->phase == CompactLookAtSet)
        return CompactAfterLook(compact, error);
    if (compact->attempt < compact->limit)
        return ChmContinue;
    if (compact->setSeen)
        return PlanExhausted(compact->plan, compact->attempt, compact->resizes, error);
    compact->phase = CompactLookAtSet;
    return ChmContinue;
}

uint32_t CompactProgress(const Compact *compact)
{
    return (uint32_t)AtomicLoad(&compact->progress);
}

uint32_t CompactSliceUnits(const Compact *compact)
{
    const uint64_t keys = compact->plan->keys.count, sliceNs = 1000000, stepNs = 10, keyNs = 20;
    const uint64_t units = sliceNs / (compact->plan->keepsArena ? CompactUnitSteps * stepNs : keys * keyNs + 100);
    return units != 0 ? (uint32_t)units : 1;
}
