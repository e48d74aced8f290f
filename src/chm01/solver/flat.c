#include "flat.h"

#include <string.h>

#include "chm01/base/portable.h"
#include "chm01/hash/theory.h"
#include "flat_lane.h"
#include "flat_seats.h"
#include "plan.h"

/*
 * 14 / p attempts fail once in a million; where no other hash function and no resize is left to
 * try, 16 times as many. Quadx makes that many with seeds that the keys themselves decide: a set
 * that was made against the rng seed is worth no larger table.
 */
enum { SurrenderAttempts = 14, LastSurrenderFactor = 16 };

enum { DefaultCoverageAttempts = 1000 };

/* A unit of a lane that keeps its arena: about 40 microseconds. */
enum { FlatUnitSteps = 8192 };

static uint64_t FlatAttemptLimit(const SolvePlan *plan, const Family *family, uint32_t resizes)
{
    const SolveOptions *const options = &plan->options;
    if (options->seedCount != 0)
        return 1;
    if (options->findBestGraph)
        return options->bestCoverageAttempts != 0 ? options->bestCoverageAttempts : DefaultCoverageAttempts;
    if (options->fixedAttempts != 0)
        return options->fixedAttempts;
    const double p = TheoryProbability(plan->keys.count, plan->edges, family->hash == NULL);
    const bool last = resizes >= options->maxTableResizes && options->fallbackHashFunction == 0;
    uint64_t surrender = (uint64_t)((double)SurrenderAttempts / p) * (last ? LastSurrenderFactor : 1);
    if (!last && family->hash == NULL)
        surrender += SearchPlainAttempts;
    if (options->maxAttempts == 0)
        return surrender;
    return last || options->maxAttempts < surrender ? options->maxAttempts : surrender;
}

uint64_t FlatIdentity(void)
{
    static volatile uint64_t searches;
    return (AtomicAdd(&searches, 1) + 1) * 0x9E3779B97F4A7C15u;
}

void FlatStart(Flat *flat, const SolvePlan *plan, const void *hashedKeys, uint32_t resizes, void *slots,
               volatile uint64_t *cancelled)
{
    const TableSpec spec = PlanSpec(plan);
    flat->plan = plan;
    flat->family = FamilyOf(plan->options.hashFunction);
    flat->keys = hashedKeys;
    flat->hashedKeySize = TableHashes64(plan->keys.keySizeInBytes, plan->extractMask) ? 8 : 4;
    flat->edges = plan->edges;
    flat->edgeBits = plan->edgeBits;
    flat->resizes = resizes;
    flat->form = ContractionFormFor(plan->keys.count, plan->edges);
    flat->ops = ContractionOpsFor(flat->form, flat->hashedKeySize);
    flat->mostLinks = TheoryMostLinks(plan->keys.count, plan->edges);
    flat->slotSizeInBytes = TableSlotSize(&spec);
    flat->slots = slots;
    flat->cancelled = cancelled;
    flat->searchSeeds.rngSeed = plan->options.rngSeed;
    flat->identity = FlatIdentity();
    flat->phase = FlatSearch;
    flat->allAttempts = plan->options.findBestGraph || plan->options.fixedAttempts != 0;
    flat->finalLimit = FlatAttemptLimit(plan, flat->family, resizes);
    if (flat->finalLimit > UINT32_MAX)
        flat->finalLimit = UINT32_MAX; /* a rank has 32 bits for the attempt */
    flat->limit = !flat->setSeen && flat->finalLimit > SearchPlainAttempts ? SearchPlainAttempts : flat->finalLimit;
    flat->nextBlock = 0;
    flat->best = FLAT_NONE;
    flat->betterCount = 0;
    flat->built = FlatNotBuilt;
    for (uint64_t i = 0; i < flat->seatsUsed; i++)
        flat->seats[i].lowest = flat->seats[i].holder = 0;
}

static bool FlatBeaten(Flat *flat, uint64_t attempt)
{
    return !flat->allAttempts && attempt > AtomicLoad(&flat->best);
}

/*
 * Makes sure that an attempt stands in the seat; FLAT_NONE when none is left. While it takes one it
 * says "0", so that nobody overlooks it.
 */
static uint64_t NextAttempt(Flat *flat, FlatSeat *seat)
{
    uint64_t attempt = AtomicLoad(&seat->lowest);
    if (attempt != 0)
        return attempt - 1;
    AtomicStore(&seat->lowest, 1);
    attempt = AtomicAdd(&flat->nextBlock, 1) * ContractionBlockAttempts;
    const bool left = attempt < flat->limit && !FlatBeaten(flat, attempt);
    AtomicStore(&seat->lowest, left ? attempt + 1 : 0);
    return left ? attempt : FLAT_NONE;
}

/* Goes on with the table of the lane's attempt; false: the work is used up. */
static bool FlatBuild(Flat *flat, FlatLane *lane, Work *work, SolveStatistics *statistics)
{
    AtomicStore(&flat->built, FlatBuilding);
    const WorkAnswer sound = FlatLaneBuild(flat, lane, work, statistics);
    if (sound != WorkMore)
        AtomicStore(&flat->built, sound == WorkYes ? FlatSound : FlatUnsound);
    return sound != WorkMore;
}

static void FlatNoteBetter(Flat *flat, uint64_t rank)
{
    const uint64_t at = AtomicAdd(&flat->betterCount, 1);
    if (at < SolveBetterRoom)
        flat->better[at] = rank;
}

/*
 * The lane has solved this attempt. If nothing lower can win any more, it is to build the table out
 * of its own arena. Of the best graphs nobody knows the winner before the end.
 */
static bool FlatOffer(Flat *flat, uint64_t rank)
{
    if (!AtomicLower(&flat->best, rank))
        return false;
    if (!flat->plan->options.findBestGraph)
        return !FlatSeatsHaveBelow(flat, rank) && AtomicLoad(&flat->best) == rank;
    FlatNoteBetter(flat, rank);
    return false;
}

/* Takes the attempt to its end, and its table if it wins; false: the work is used up. */
static bool FlatTry(Flat *flat, FlatLane *lane, uint64_t attempt, Work *work, SolveStatistics *statistics)
{
    uint64_t rank;
    if (FlatLaneBuilds(lane, attempt))
        return FlatBuild(flat, lane, work, statistics);
    const WorkAnswer solved = FlatLaneAttempt(flat, lane, attempt, work, &rank, statistics);
    if (solved != WorkYes)
        return solved != WorkMore;
    return !FlatOffer(flat, rank) || FlatBuild(flat, lane, work, statistics);
}

/* Returns the work of that many units for a lane that keeps its arena; others do whole attempts. */
static Work FlatWork(const Flat *flat, uint32_t units)
{
    const Work parts = {(uint64_t)units * FlatUnitSteps};
    return flat->plan->keepsArena ? parts : WorkAll();
}

/* The lane takes attempts until the work is used up, or none is left. */
static SolverStep SearchSeat(Flat *flat, FlatSeat *seat, FlatLane *lane, uint32_t units, SolveStatistics *statistics)
{
    Work work = FlatWork(flat, units);
    while (AtomicLoad(flat->cancelled) == 0) {
        const uint64_t attempt = NextAttempt(flat, seat);
        if (attempt == FLAT_NONE)
            break;
        if (FlatBeaten(flat, attempt)) {
            AtomicStore(&seat->lowest, 0);
            break;
        }
        if (flat->plan->keepsArena ? work.left == 0 : units-- == 0)
            return SolverMore;
        if (!FlatTry(flat, lane, attempt, &work, statistics))
            return SolverMore;
        const uint64_t next = attempt + 1;
        AtomicStore(&seat->lowest, next % ContractionBlockAttempts == 0 || next >= flat->limit ? 0 : next + 1);
    }
    return SolverIdle;
}

static SolverStep FlatRunSearch(Flat *flat, void *arena, uint32_t units, SolveStatistics *statistics)
{
    FlatSeat *const seat = FlatSeatsAcquire(flat, arena);
    if (seat == NULL)
        return SolverIdle;
    FlatLane *const lane = FlatLaneBegin(flat, arena);
    const SolverStep step = SearchSeat(flat, seat, lane, units, statistics);
    const bool holds = step == SolverMore && flat->plan->keepsArena && lane->step != FlatLaneBegins;
    FlatSeatRelease(seat, holds ? arena : NULL);
    return step;
}

/* A set that some attempt has solved has no duplicates. False: the work is used up. */
static bool LookAtSet(Flat *flat, FlatLane *lane, Work *work)
{
    SetLook *const look = FlatLaneLook(lane);
    if (!flat->looks) {
        lane->identity = 0; /* its set-up is overwritten */
        SetLookBegin(look, &flat->plan->keys, flat->best == FLAT_NONE ? look + 1 : NULL, flat->searchSeeds.rngSeed);
        flat->looks = true;
    }
    if (!SetLookOn(look, work, &flat->searchSeeds.setSeed, &flat->duplicates))
        return false;
    AtomicStore(&flat->looked, 1);
    return true;
}

/* Makes the winner again, and its table; false: the work is used up. */
static bool FlatMakeAgain(Flat *flat, FlatLane *lane, Work *work, SolveStatistics *statistics)
{
    const uint64_t attempt = FlatAttemptOf(flat->best);
    uint64_t rank = FLAT_NONE;
    if (FlatLaneBuilds(lane, attempt))
        return FlatBuild(flat, lane, work, statistics);
    const WorkAnswer solved = FlatLaneAttempt(flat, lane, attempt, work, &rank, statistics);
    if (solved == WorkMore)
        return false;
    if (solved == WorkYes && rank == flat->best)
        return FlatBuild(flat, lane, work, statistics);
    AtomicStore(&flat->built, FlatUnsound);
    return true;
}

/* The phases for one lane alone. */
static SolverStep FlatAlone(Flat *flat, void *arena, uint32_t units, SolveStatistics *statistics)
{
    FlatSeat *const seat = &flat->seats[0];
    Work work = FlatWork(flat, units);
    bool over = true;
    if (AtomicLoad(flat->cancelled) != 0 || !FlatSeatTake(seat, arena))
        return SolverIdle;
    const uint64_t built = AtomicLoad(&flat->built);
    if (flat->phase == FlatRepeat && (built == FlatNotBuilt || built == FlatBuilding)) {
        over = FlatMakeAgain(flat, FlatLaneBegin(flat, arena), &work, statistics);
    } else if (flat->phase == FlatLookAtSet && AtomicLoad(&flat->looked) == 0) {
        over = LookAtSet(flat, arena, &work);
    }
    FlatSeatRelease(seat, over ? NULL : arena);
    return over ? SolverIdle : SolverMore;
}

SolverStep FlatRun(Flat *flat, void *arena, uint32_t units, SolveStatistics *statistics)
{
    return flat->phase == FlatSearch ? FlatRunSearch(flat, arena, units, statistics)
                                     : FlatAlone(flat, arena, units, statistics);
}

static ChmStatus SearchOn(Flat *flat)
{
    flat->phase = FlatSearch;
    flat->nextBlock = flat->limit / ContractionBlockAttempts;
    flat->limit = flat->finalLimit;
    return ChmContinue;
}

/* All attempts up to the limit are over: is that the end, or a step to the next phase? */
static ChmStatus AfterSearch(Flat *flat, ChmError *error)
{
    if (flat->best != FLAT_NONE) {
        if (flat->allAttempts && flat->limit != flat->finalLimit) {
            flat->phase = FlatLookAtSet;
            return ChmContinue;
        }
        if (flat->built == FlatSound)
            return ChmOk;
        flat->phase = FlatRepeat;
        return ChmContinue;
    }
    if (!flat->setSeen) {
        flat->phase = FlatLookAtSet;
        return ChmContinue;
    }
    return PlanExhausted(flat->plan, flat->limit, flat->resizes, error);
}

static ChmStatus AfterLook(Flat *flat, ChmError *error)
{
    if (flat->looked == 0)
        return ChmContinue;
    if (flat->duplicates.status != ChmOk)
        return ChmFailAs(error, &flat->duplicates);
    flat->setSeen = true;
    return flat->limit == flat->finalLimit ? AfterSearch(flat, error) : SearchOn(flat);
}

ChmStatus FlatAdvance(Flat *flat, ChmError *error)
{
    if (AtomicLoad(flat->cancelled) != 0)
        return ChmFail(error, ChmCancelled, NULL, 0, 0, 0);
    if (flat->built == FlatUnsound)
        return ChmFail(error, ChmInternal, "a table failed its verification", FlatAttemptOf(flat->best), 0, 0);
    if (flat->phase == FlatLookAtSet)
        return AfterLook(flat, error);
    if (flat->phase == FlatRepeat)
        return flat->built == FlatSound ? ChmOk : ChmContinue;
    if (flat->built == FlatBuilding)
        return ChmContinue; /* by an arena that comes back */
    const bool decided =
        !flat->allAttempts && flat->best != FLAT_NONE && !FlatSeatsHaveBelow(flat, FlatAttemptOf(flat->best));
    const bool allMade =
        flat->nextBlock * ContractionBlockAttempts >= flat->limit && !FlatSeatsHaveBelow(flat, flat->limit);
    return decided || allMade ? AfterSearch(flat, error) : ChmContinue;
}

void FlatBetter(const Flat *flat, SolveStatistics *out)
{
    out->betterCount = flat->betterCount;
    for (uint64_t i = 0; i < flat->betterCount && i < SolveBetterRoom; i++) {
        const uint32_t score = (uint32_t)(flat->better[i] >> 32);
        out->better[i].attempt = (uint32_t)FlatAttemptOf(flat->better[i]) + 1;
        out->better[i].figure = CoverageOfScore(score, flat->plan->options.coverageHighest);
    }
}

uint32_t FlatParallelism(const Flat *flat)
{
    if (flat->phase != FlatSearch)
        return 1;
    const uint64_t blocks = (flat->limit + ContractionBlockAttempts - 1) / ContractionBlockAttempts;
    return blocks < FlatMaxLanes ? (uint32_t)blocks : FlatMaxLanes;
}

/*
 * A search for the best graph, or of a fixed number of attempts, makes all of them. Any other ends
 * by chance: x expected ends in, it is said to be x / (1 + x) over, which never goes back.
 */
uint32_t FlatProgress(const Flat *flat, uint64_t attempts)
{
    if (flat->allAttempts)
        return attempts < flat->finalLimit ? (uint32_t)(attempts * 1000 / flat->finalLimit) : 1000;
    const double p = TheoryProbability(flat->plan->keys.count, flat->edges, flat->family->hash == NULL);
    const double ends = (double)attempts * p;
    return (uint32_t)(1000 * ends / (1 + ends));
}

uint32_t FlatSliceUnits(const Flat *flat)
{
    const uint64_t keys = flat->plan->keys.count, sliceNs = 1000000, stepNs = 5;
    const uint64_t keyNs = flat->family->hash != NULL ? 6 : 2; /* of one attempt, a key */
    const uint64_t units = sliceNs / (flat->plan->keepsArena ? FlatUnitSteps * stepNs : keys * keyNs + 100);
    return units != 0 ? (uint32_t)units : 1;
}
