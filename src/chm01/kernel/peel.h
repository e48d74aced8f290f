/*
 * Peeling a graph: edges that have an end of degree 1 are dropped, again and again, and logged in
 * their order. All dropped means that the graph has no cycle, and the log read backwards gives each
 * edge with one end (the leaf) that nothing before has fixed. The loops are in peel_body.h, for two
 * widths of packed edges. One thread at a time.
 */
#ifndef CHM01_PEEL_H
#define CHM01_PEEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chm01/base/carve.h"
#include "chm01/base/work.h"

#define PEEL_PADDING 64u /* vertices and edges that a vector loop may touch beyond the last */

typedef struct Peel {
    void *edges;            /* packed (a | b << half the width), a != b: uint32_t when narrow, uint64_t when wide */
    void *sums;             /* a word as wide as a packed edge, a vertex */
    uint8_t *degrees;       /* a byte a vertex */
    uint32_t *log;          /* 2 x edge, + 1 when the edge's second end was the leaf */
    uint32_t *live, *spare; /* edges that are not dropped yet */
    uint32_t *queue;        /* room for 2 vertices an edge */
    uint32_t edgeCount;
    uint32_t vertexCount; /* a multiple of PEEL_PADDING; those beyond the graph's have no edge */
    uint32_t logCount;
    /* of a peeling under way: its place, live edges before this loop and after it, and its queue */
    WorkPlace place;
    uint32_t left, kept, tail, dropped;
    uint64_t degreeSum;
} Peel;

/*
 * Lays the arrays out for `keys` edges of packedBytes each and `vertices` vertices, with the
 * padding.
 */
static inline void PeelLayout(Peel *peel, Carve *carve, uint64_t keys, uint64_t vertices, size_t packedBytes)
{
    peel->edges = CarveTake(carve, keys * packedBytes);
    peel->degrees = (uint8_t *)CarveTake(carve, vertices);
    peel->log = (uint32_t *)CarveTake(carve, keys * sizeof *peel->log);
    peel->live = (uint32_t *)CarveTake(carve, keys * sizeof *peel->live);
    peel->spare = (uint32_t *)CarveTake(carve, keys * sizeof *peel->spare);
    peel->sums = CarveTake(carve, vertices * packedBytes);
    peel->queue = (uint32_t *)CarveTake(carve, 2 * keys * sizeof *peel->queue);
}

/* Before the peeling of other edges: forgets how far an earlier one came. */
static inline void PeelReset(Peel *peel)
{
    const WorkPlace begin = {0, 0};
    peel->place = begin;
    peel->logCount = peel->left = peel->kept = peel->tail = peel->dropped = 0;
    peel->degreeSum = 0;
}

#endif
