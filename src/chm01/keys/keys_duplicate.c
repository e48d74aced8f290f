/*
 * Finds a key that occurs twice: a stable radix sort of the positions, a byte of the key at a time,
 * brings equal keys together in ascending order of position. O(n) whatever the keys are. Digits
 * that all keys share cost no pass.
 */
#include <string.h>

#include "keys.h"

enum { DigitValues = 256 };

size_t KeysDuplicateScratch(const KeySet *set)
{
    return set->count * 2 * sizeof(uint32_t);
}

static uint32_t KeysDuplicateDigit(const KeySet *set, uint32_t position, uint32_t digit)
{
    return (uint32_t)(KeySetAt(set, position) >> (8 * digit)) & (DigitValues - 1);
}

/*
 * Sorts `from` into `to` by one digit; false (and nothing done) when all keys have the same digit.
 */
static bool SortByDigit(const KeySet *set, uint32_t digit, const uint32_t *from, uint32_t *to)
{
    uint32_t starts[DigitValues] = {0};
    const uint32_t count = (uint32_t)set->count;
    for (uint32_t i = 0; i < count; i++)
        starts[KeysDuplicateDigit(set, i, digit)]++;
    if (starts[KeysDuplicateDigit(set, 0, digit)] == count)
        return false;
    uint32_t start = 0;
    for (uint32_t value = 0; value < DigitValues; value++) {
        const uint32_t size = starts[value];
        starts[value] = start;
        start += size;
    }
    for (uint32_t i = 0; i < count; i++)
        to[starts[KeysDuplicateDigit(set, from[i], digit)]++] = from[i];
    return true;
}

ChmStatus KeysFindDuplicate(const KeySet *set, void *scratch, ChmError *error)
{
    if (set->count > CHM_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, set->count, CHM_MAX_KEYS, 0);
    const uint32_t count = (uint32_t)set->count;
    uint32_t *sorted = scratch, *spare = sorted + count;
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = i;
    for (uint32_t digit = 0; count != 0 && digit < set->keySizeInBytes; digit++)
        if (SortByDigit(set, digit, sorted, spare)) {
            uint32_t *const swap = sorted;
            sorted = spare;
            spare = swap;
        }

    uint32_t first = 0, second = UINT32_MAX;
    for (uint32_t i = 1; i < count; i++)
        if (sorted[i] < second && KeySetAt(set, sorted[i]) == KeySetAt(set, sorted[i - 1])) {
            first = sorted[i - 1];
            second = sorted[i];
        }
    if (second == UINT32_MAX)
        return ChmOk;
    return ChmFail(error, ChmDuplicateKey, NULL, KeySetAt(set, first), first, second);
}
