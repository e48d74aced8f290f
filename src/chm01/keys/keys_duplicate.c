/*
 * Finds a key that occurs twice: a stable radix sort of the positions, a byte of the key at a time,
 * brings equal keys together in ascending order of position. O(n) whatever the keys are. Digits
 * that all keys share cost no pass.
 */
#include <string.h>

#include "keys.h"

enum { DigitValues = KeysDigitValues };

size_t KeysDuplicateScratch(const KeySet *set)
{
    return set->count * 2 * sizeof(uint32_t);
}

static uint32_t KeysDuplicateDigit(const KeySet *set, uint32_t position, uint32_t digit)
{
    return (uint32_t)(KeySetAt(set, position) >> (8 * digit)) & (DigitValues - 1);
}

/* The loops of a look. Counting and sorting come once a digit. */
enum { LookNumbers, LookCounts, LookSorts, LookCompares, LookIsOver };

void KeysLookBegin(KeysLook *look, const KeySet *set, void *scratch)
{
    memset(look, 0, sizeof *look);
    look->set = *set;
    look->second = UINT32_MAX;
    look->sorted = scratch;
    look->spare = look->sorted != NULL ? look->sorted + set->count : NULL;
}

/* The next digit's turn, or after the last one that of the comparison. */
static void LookAtDigit(KeysLook *look, uint32_t digit)
{
    look->digit = digit;
    look->place.loop = digit < look->set.keySizeInBytes ? LookCounts : LookCompares;
    memset(look->starts, 0, sizeof look->starts);
}

static void NumberPositions(KeysLook *look, Work *work)
{
    const size_t count = look->set.count, stop = WorkUntil(work, look->place.at, count);
    for (size_t i = look->place.at; i < stop; i++)
        look->sorted[i] = (uint32_t)i;
    if (WorkPassed(&look->place, stop, count))
        LookAtDigit(look, 0);
}

/* Turns counts into where the keys of each value begin; passes over a digit that all keys share. */
static void DigitIsCounted(KeysLook *look)
{
    uint32_t start = 0;
    if (look->starts[KeysDuplicateDigit(&look->set, 0, look->digit)] == look->set.count) {
        LookAtDigit(look, look->digit + 1);
        return;
    }
    for (uint32_t value = 0; value < DigitValues; value++) {
        const uint32_t size = look->starts[value];
        look->starts[value] = start;
        start += size;
    }
}

static void CountDigit(KeysLook *look, Work *work)
{
    const size_t count = look->set.count, stop = WorkUntil(work, look->place.at, count);
    for (size_t i = look->place.at; i < stop; i++)
        look->starts[KeysDuplicateDigit(&look->set, (uint32_t)i, look->digit)]++;
    if (WorkPassed(&look->place, stop, count))
        DigitIsCounted(look);
}

/* Sorts the positions into the spare room by one digit. */
static void SortByDigit(KeysLook *look, Work *work)
{
    const size_t count = look->set.count, stop = WorkUntil(work, look->place.at, count);
    uint32_t *const sorted = look->sorted, *const spare = look->spare;
    for (size_t i = look->place.at; i < stop; i++)
        spare[look->starts[KeysDuplicateDigit(&look->set, sorted[i], look->digit)]++] = sorted[i];
    if (!WorkPassed(&look->place, stop, count))
        return;
    look->sorted = spare;
    look->spare = sorted;
    LookAtDigit(look, look->digit + 1);
}

static void CompareNeighbours(KeysLook *look, Work *work)
{
    const size_t count = look->set.count, stop = WorkUntil(work, look->place.at, count);
    const uint32_t *const sorted = look->sorted;
    for (size_t i = look->place.at != 0 ? look->place.at : 1; i < stop; i++)
        if (sorted[i] < look->second && KeySetAt(&look->set, sorted[i]) == KeySetAt(&look->set, sorted[i - 1])) {
            look->first = sorted[i - 1];
            look->second = sorted[i];
        }
    (void)WorkPassed(&look->place, stop, count);
}

bool KeysLookOn(KeysLook *look, Work *work)
{
    if (look->set.count == 0)
        look->place.loop = LookIsOver;
    while (look->place.loop != LookIsOver && work->left != 0) {
        switch (look->place.loop) {
        case LookNumbers: NumberPositions(look, work); break;
        case LookCounts: CountDigit(look, work); break;
        case LookSorts: SortByDigit(look, work); break;
        default: CompareNeighbours(look, work); break;
        }
    }
    return look->place.loop == LookIsOver;
}

ChmStatus KeysLookAnswer(const KeysLook *look, ChmError *error)
{
    if (look->second == UINT32_MAX)
        return ChmOk;
    return ChmFail(error, ChmDuplicateKey, NULL, KeySetAt(&look->set, look->first), look->first, look->second);
}

ChmStatus KeysFindDuplicate(const KeySet *set, void *scratch, ChmError *error)
{
    KeysLook look;
    Work all = WorkAll();
    if (set->count > CHM_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, set->count, CHM_MAX_KEYS, 0);
    KeysLookBegin(&look, set, scratch);
    (void)KeysLookOn(&look, &all);
    return KeysLookAnswer(&look, error);
}
