/*
 * The CHM01 solver: from a key set to a verified table image. It makes no thread, takes no lock and
 * reads no clock. The caller runs it in slices, on as many threads as it likes, and gets the same
 * bytes for any number of threads and any slices.
 *
 *   SolverPlan        what the set and the options need: image bytes, arena bytes; refuses what
 *                     can't be solved.
 *   SolverBegin       a solver in memory of the caller's.
 *   SolverRun         any thread, several at once, each with an arena of its own: does up to
 *                     `units` units of work (whole attempts or buckets; parts of an attempt where
 *                     plan.keepsArena). SolverIdle: nothing (more) to do for this lane in the
 *                     present phase.
 *   SolverAdvance     one thread, while no SolverRun is under way. ChmContinue = run again with up
 *                     to SolverParallelism lanes; ChmOk = the image is sealed and verified;
 *                     anything else = failed, with the reason.
 *   SolverCancel      any thread, any time: running lanes stop at the next attempt, in a bucket
 *                     too; SolverAdvance then answers ChmCancelled.
 *
 * Attempt i uses seeds that depend on (rng seed, keys, i) alone, and the lowest attempt that solves
 * wins.
 */
#ifndef CHM01_SOLVER_H
#define CHM01_SOLVER_H

#include "annotations.h"
#include "chm01/base/status.h"
#include "chm01/base/stopwatch.h"
#include "chm01/keys/keys.h"
#include "chm01/table/coverage.h"
#include "chm01/table/table.h"
#include "solve_statistics.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SolveOptions {            /* all zero = the defaults */
    HashFunctionId hashFunction;         /* 0 = HashQuadx */
    HashFunctionId fallbackHashFunction; /* goes on where hashFunction can't solve the set, before a resize; 0 = none */
    TableLayout layout;
    uint64_t rngSeed;
    uint32_t maxTableResizes;
    bool omitKeys; /* leave the keys out of the image (no TableContains) */
    /*
     * != 0: a table of values (TableValue) instead of positions, each of 8, 16 or 32 bits: one a
     * key, in the keys' order, aligned, not owned. Of Quadx, without the keys.
     */
    uint32_t valueBits;
    const void *values;
    /*
     * Slots of as many bits as the greatest position or value needs, and a fingerprint. Of the
     * compact layouts, which LayoutAuto then takes for all sets that can have them, and of Quadx.
     */
    bool packed;
    bool positions; /* beside the values: a table of positions, of any kind, which ends with the values */
    /*
     * 8 or 16: the bits of a fingerprint beside the position or the value (TableFind). For Quadx
     * only, without the keys.
     */
    uint32_t fingerprintBits;
    /* 0 = the rule of surrender (14/p attempts, then a resize); of each bucket when partitioned */
    uint64_t maxAttempts;
    /*
     * != 0: exactly that many attempts (below 2^32) are made, and the lowest that solves wins; no
     * resize, no best graph. A lane that no longer holds the winner makes it once more.
     */
    uint64_t fixedAttempts;
    uint64_t seeds[TABLE_MAX_SEEDS]; /* seedCount != 0: one attempt with these */
    uint32_t seedCount;
    ChmClock clock;
    bool measureCoverage; /* fill SolveStatistics.coverage */
    /*
     * The best graph (flat only): of bestCoverageAttempts attempts (0 = 1,000; below 2^32) the one
     * that solves with the lowest or highest figure wins, and of equals the lowest. Figures are of
     * all keys, or of the keys at coverageSubset's positions.
     */
    bool findBestGraph, coverageHighest;
    CoverageKind coverageKind;
    uint64_t bestCoverageAttempts;
    const uint32_t *coverageSubset; /* coverageSubsetCount positions; NULL: all keys; not owned */
    uint32_t coverageSubsetCount;
    const TableModule *module; /* the program whose functions are the keys; NULL: none; not owned */
} SolveOptions;

typedef struct SolvePlan {
    KeySet keys;          /* of 4 or 8 bytes: what is searched. Reduced from `wide`, they are still to come */
    KeySet wide;          /* the caller's, where these have 16 bytes; else empty */
    SolveOptions options; /* valueBits: of what the graph makes; 0 where that are positions */
    uint32_t payloadBits; /* of options.values beside positions; else 0 */
    uint32_t packedBits;  /* of a slot; 0: slots are not packed */
    char name[TABLE_MAX_NAME + 1];
    TableLayout layout; /* never Auto */
    uint64_t extractMask;
    uint32_t edges;    /* vertices a side, of the table or of a bucket */
    uint32_t edgeBits; /* log2 of them, rounded up */
    uint64_t bucketCount;
    uint64_t optionsDigest; /* for the table file to tell: see options_digest.h. 0 unless the caller sets it */
    size_t solverBytes;     /* of SolverBegin's memory, 64-byte aligned */
    size_t arenaBytes;      /* of each lane's arena, 64-byte aligned */
    /*
     * An attempt takes longer than a slice should: a lane stops amid it. After SolverMore the same
     * arena must come back, and nobody else may use it meanwhile. Where this is false any memory
     * of arenaBytes will do for each call.
     */
    bool keepsArena;
    size_t imageBytes; /* of the image, 64-byte aligned */
} SolvePlan;

typedef struct Solver Solver;
typedef enum SolverStep { SolverMore, SolverIdle } SolverStep;

/* The caller's keys. */
_Ret_notnull_ static inline const KeySet *SolvePlanKeys(_In_ const SolvePlan *plan)
{
    return plan->wide.count != 0 ? &plan->wide : &plan->keys;
}

_Success_(return == ChmOk) ChmStatus
    SolverMakePlan(_In_ const KeySet *keys, _In_z_ const char *nameUtf8, _In_ const SolveOptions *options,
                   _Out_ SolvePlan *out, _Inout_opt_ ChmError *error);

/*
 * Tells why only a search over whole tables can honour the options; NULL: a table in buckets can.
 * Inline: the programs check options and link no solver.
 */
_Ret_maybenull_z_ static inline const char *SolverWantsFlat(_In_ const SolveOptions *options)
{
    if (options->hashFunction != 0 && options->hashFunction != HashQuadx)
        return "this hash function has no partitioned layout";
    if (options->seedCount != 0)
        return "given seeds need the flat layout";
    if (options->fixedAttempts != 0)
        return "a fixed number of attempts needs the flat layout";
    if (options->findBestGraph)
        return "the best graph needs the flat layout";
    if (options->coverageSubset != NULL)
        return "the coverage of some keys needs the flat layout";
    return NULL;
}

/* Bytes of the largest image that the plan may come to, by resizes or the fallback. */
size_t SolverLargestImage(_In_ const SolvePlan *plan);

/*
 * A resize, or another hash function, needs another image and arena: SolverAdvance then answers
 * ChmContinue and SolverGrown is true; see there.
 */
_Ret_notnull_ Solver *SolverBegin(_In_ const SolvePlan *plan, _Out_writes_bytes_(plan->solverBytes) void *memory,
                                  _Inout_ void *image);

SolverStep SolverRun(_Inout_ Solver *solver, _Inout_ void *arena, uint32_t units);
ChmStatus SolverAdvance(_Inout_ Solver *solver, _Inout_opt_ ChmError *error);
void SolverCancel(_Inout_ Solver *solver);

/*
 * Units that take about 1 ms (at least 1), and how many lanes can be useful in the present phase.
 */
uint32_t SolverSliceUnits(_In_ const Solver *solver);
uint32_t SolverParallelism(_In_ const Solver *solver);

/*
 * How far the present search is, in thousandths: an estimate, since chance ends it. Each lane may
 * ask between its SolverRuns. A resize, the fallback or another round of a partition begins again.
 */
uint32_t SolverProgress(_In_ const Solver *solver);

/*
 * Returns true when the last SolverAdvance decided on a table resize or the fallback; *plan then
 * holds the new sizes. The caller gives a new image of plan->imageBytes by SolverSetImage before it
 * runs on. The caller checks arenas by plan->arenaBytes at each SolverRun anyway.
 */
bool SolverGrown(_Inout_ Solver *solver, _Inout_ SolvePlan *plan);
void SolverSetImage(_Inout_ Solver *solver, _Inout_ void *image);

/*
 * Bytes of the sealed image (<= plan.imageBytes) and what it took. Valid after SolverAdvance
 * answered ChmOk.
 */
size_t SolverImageBytes(_In_ const Solver *solver);
void SolverStatistics(_In_ const Solver *solver, _Out_ SolveStatistics *out);

#ifdef __cplusplus
}
#endif
#endif
