/*
 * Finds some keys among those of a set, in slices. One owner.
 */
#ifndef CHM01_KEYS_SUBSET_H
#define CHM01_KEYS_SUBSET_H

#include "annotations.h"
#include "keys.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct KeysSubset {
    const KeySet *set;
    const uint64_t *wanted;
    uint32_t count;
    uint32_t *positions; /* of each wanted key, UINT32_MAX: it is none of the set's, so far */
    size_t at;
} KeysSubset;

/* The set, `wanted` and `positions`, count of them each, must last as long as the look. */
void KeysSubsetBegin(_Out_ KeysSubset *subset, _In_ const KeySet *set, _In_reads_(count) const uint64_t *wanted,
                     uint32_t count, _Out_writes_(count) uint32_t *positions);
/* A step is 4 keys of the set. True: the look is over. */
bool KeysSubsetOn(_Inout_ KeysSubset *subset, _Inout_ Work *work);

/* Looks at all of the set at once. */
void KeysSubsetFind(_In_ const KeySet *set, _In_reads_(count) const uint64_t *wanted, uint32_t count,
                    _Out_writes_(count) uint32_t *positions);

#ifdef __cplusplus
}
#endif
#endif
