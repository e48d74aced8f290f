/*
 * A build of chm01, as ./bench tables compares two of them: this one, and the baseline's. The
 * source compiles beside either build's headers, so what both must have is all that it knows;
 * what only later builds have is asked for by a feature. One thread.
 */
#ifndef BENCHMARKS_TABLES_SIDE_H
#define BENCHMARKS_TABLES_SIDE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct TablesRequest {
    const uint32_t *keys;
    size_t keyCount;
    int withKeys;             /* the table includes its keys */
    int oneCompactGraph;      /* the layout Compact instead of what Auto takes */
    int packed;               /* slots are packed */
    uint32_t valueBits;       /* 0: a table of positions */
    uint32_t fingerprintBits; /* 0: none */
    const void *values;       /* one a key, of valueBits */
} TablesRequest;

typedef struct TablesSide TablesSide;

/* Where the memory of a side comes from: what is needed to solve, and the image. */
typedef struct TablesMemory {
    void *(*scratch)(size_t bytes);
    void *(*image)(size_t bytes);
} TablesMemory;

/* The request to build a table. The memory of a side is the caller's. */
typedef struct TablesCalls {
    /* NULL: the build has no such table. */
    TablesSide *(*plan)(const TablesRequest *request, const TablesMemory *memory);
    /* Solves once, from the start. Returns the image's bytes, or 0. */
    size_t (*solve)(TablesSide *side);
    const void *(*image)(const TablesSide *side);
    /* Writes the header of a table named Bench and returns its length. out: NULL only counts. */
    size_t (*source)(const TablesSide *side, char *out);
    void (*batch)(const TablesSide *side, const uint32_t *keys, size_t keyCount, uint32_t *answers);
} TablesCalls;

/* The one name that a library of a build exports. */
const TablesCalls *TablesSideCalls(void);

#ifdef __cplusplus
}
#endif
#endif
