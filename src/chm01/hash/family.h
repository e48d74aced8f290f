/*
 * The hash functions a table can be made with, one row each in family_list.h. A family of one
 * shared table comes with a function that hashes keys to edges; quadx is bipartite and has the
 * contracted kernel. docs/how-to/add-a-hash-function.md shows how to add one. Constant data: any
 * thread.
 */
#ifndef CHM01_FAMILY_H
#define CHM01_FAMILY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "family_list.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Writes keyCount packed edges between 2^vertexBits vertices: first | second << 32. */
typedef void (*FamilyHash)(_In_reads_(keyCount) const uint32_t *keys, size_t keyCount, _In_ const uint64_t *seeds,
                           uint32_t vertexBits, _Out_writes_(keyCount) uint64_t *edges);

/*
 * Shapes one random draw for each seed into seeds that the family accepts (odd, in range of a
 * shift, ...).
 */
typedef void (*FamilySeeds)(_Inout_ uint64_t *seeds, uint32_t vertexBits);

typedef struct Family {
    HashFunctionId id;
    const char *name; /* as users write it; ASCII */
    uint32_t seedCount;
    FamilyHash hash;   /* NULL: bipartite, by the contracted kernel */
    FamilySeeds shape; /* NULL with the contracted kernel, which draws its own */
    /*
     * C statements that make vertices a and b of a key; source.c lists the words. NULL with the
     * contracted kernel
     */
    const char *source;
    const char *unsolvableZero; /* why no seeds can solve a set that holds the key 0; NULL: they can */
} Family;

/* NULL: there is no such family. */
_Ret_maybenull_ const Family *FamilyOf(HashFunctionId id);

#define FAMILY_EXTERN(number, name) extern const Family family##name;
FAMILY_LIST(FAMILY_EXTERN)
#undef FAMILY_EXTERN

#ifdef __cplusplus
}
#endif
#endif
