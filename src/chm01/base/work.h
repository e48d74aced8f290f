/*
 * How much a slice of a long computation may still do, in steps: a key, a link, a vertex or a cache
 * line of memory each. A loop over many of them stops where the steps do, and a later slice goes on
 * there. Whoever does not want slices has WorkAll. A value, one thread's.
 */
#ifndef CHM01_WORK_H
#define CHM01_WORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct Work {
    uint64_t left;
} Work;

/* The answer of a piece of work; WorkMore: it is not finished yet. */
typedef enum WorkAnswer { WorkMore, WorkNo, WorkYes } WorkAnswer;

/* Where a computation of several loops stands; all zero: at its beginning. */
typedef struct WorkPlace {
    uint32_t loop;
    size_t at; /* in the loop */
} WorkPlace;

static inline Work WorkAll(void)
{
    const Work all = {UINT64_MAX};
    return all;
}

/* Returns where a loop from `at` to `end` must stop for now, and takes the steps up to there. */
static inline size_t WorkUntil(Work *work, size_t at, size_t end)
{
    const size_t steps = end - at < work->left ? end - at : (size_t)work->left;
    work->left -= steps;
    return at + steps;
}

/* Notes that the loop has come to `stop`. True: that is its end, and the next loop's turn. */
static inline bool WorkPassed(WorkPlace *place, size_t stop, size_t end)
{
    const bool over = stop == end;
    place->at = over ? 0 : stop;
    place->loop += over;
    return over;
}

/* A piece of a memory. */
typedef struct WorkPiece {
    size_t from, bytes;
} WorkPiece;

/*
 * As a loop over that many bytes of memory, a line a step: gives the piece that is to be worked on
 * now.
 */
static inline bool WorkLines(Work *work, WorkPlace *place, size_t bytes, WorkPiece *piece)
{
    enum { LineBytes = 64 };
    const size_t lines = (bytes + LineBytes - 1) / LineBytes, from = place->at, to = WorkUntil(work, from, lines);
    piece->from = from * LineBytes;
    piece->bytes = (to == lines ? bytes : to * LineBytes) - piece->from;
    return WorkPassed(place, to, lines);
}

/* As a loop: clears the memory. */
static inline bool WorkClear(Work *work, WorkPlace *place, void *memory, size_t bytes)
{
    WorkPiece piece;
    const bool over = WorkLines(work, place, bytes, &piece);
    memset((uint8_t *)memory + piece.from, 0, piece.bytes);
    return over;
}

#endif
