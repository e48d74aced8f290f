/* See keys_subset.h. A filter lets the one pass over the set skip nearly all other keys. */
#include "keys_subset.h"

enum { FilterBits = 12, KeysAStep = 4 };

static uint32_t FilterOf(uint64_t key)
{
    return (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> (64 - FilterBits));
}

static WideKey KeyWidened(const KeySet *set, size_t at)
{
    const bool isWide = KeySetIsWide(set);
    const WideKey widened = {isWide ? 0 : KeySetAt(set, at), 0};
    return isWide ? KeySetWideAt(set, at) : widened;
}

void KeysSubsetBegin(KeysSubset *subset, const KeySet *set, const uint64_t *wanted, uint32_t count, uint32_t *positions)
{
    *subset = (KeysSubset){set, wanted, count, positions, 0};
    for (uint32_t i = 0; i < count; i++)
        positions[i] = UINT32_MAX;
}

static void SubsetFound(KeysSubset *subset, uint64_t key)
{
    for (uint32_t i = 0; i < subset->count; i++)
        if (subset->wanted[i] == key && subset->positions[i] == UINT32_MAX)
            subset->positions[i] = (uint32_t)subset->at;
}

bool KeysSubsetOn(KeysSubset *subset, Work *work)
{
    uint8_t filter[1 << FilterBits] = {0};
    const size_t count = subset->set->count, left = count - subset->at;
    const size_t stop = left / KeysAStep < work->left ? count : subset->at + (size_t)work->left * KeysAStep;
    work->left -= (stop - subset->at + KeysAStep - 1) / KeysAStep;
    for (uint32_t i = 0; i < subset->count; i++)
        filter[FilterOf(subset->wanted[i])] = 1;
    for (; subset->at != stop; subset->at++) {
        const WideKey key = KeyWidened(subset->set, subset->at);
        if (key.high == 0 && filter[FilterOf(key.low)])
            SubsetFound(subset, key.low);
    }
    return stop == count;
}

void KeysSubsetFind(const KeySet *set, const uint64_t *wanted, uint32_t count, uint32_t *positions)
{
    KeysSubset subset;
    Work work = WorkAll();
    KeysSubsetBegin(&subset, set, wanted, count, positions);
    (void)KeysSubsetOn(&subset, &work);
}
