/*
 * Tables of up to 256 keys: a multiplier under which no two keys have one slot, found by trying.
 * The slots are about as few as 20,000 attempts can be expected to do with.
 */
#include <string.h>

#include "chm01/base/rng.h"
#include "text_build.h"

enum { TextDirectStream = 0x736C6F74, TextDirectTries = 1 << 16 };

/* Returns the negative logarithm of an attempt's chance, nearly: the first terms of its series. */
static double TextDirectOdds(double keys, double slots)
{
    return keys * keys / (2 * slots) + keys * keys * keys / (6 * slots * slots);
}

static uint32_t TextDirectBits(size_t memberCount)
{
    const double most = 10; /* e^10 attempts */
    uint32_t bits = TextDirectFewestBits;
    while (((size_t)1 << bits) < memberCount || TextDirectOdds((double)memberCount, (double)(1u << bits)) > most)
        bits++;
    return bits;
}

/* Does the multiplier give each member a slot of its own? */
static bool TextDirectFits(const TextBuild *build, uint64_t multiplier, uint32_t bits, uint32_t stamp)
{
    for (size_t i = 0; i < build->traits.memberCount; i++) {
        uint32_t *const slot = &build->stamps[build->reduced[i] * multiplier >> (64 - bits)];
        if (*slot == stamp)
            return false;
        *slot = stamp;
    }
    return true;
}

static void TextDirectFill(TextBuild *build, uint64_t multiplier, uint32_t bits)
{
    TextTable *const table = build->table;
    table->multiplier = multiplier;
    table->slotBits = bits;
    table->entryCount = table->keyCount;
    memset(build->parts.slots, 0, (size_t)1 << bits);
    for (size_t i = 0; i < build->traits.memberCount; i++)
        build->parts.slots[build->reduced[i] * multiplier >> (64 - bits)] = (uint8_t)build->members[i];
}

WorkAnswer TextDirectSolve(TextBuild *build, Work *work)
{
    enum { StepsATry = 8 };
    const uint32_t fewest = TextDirectBits(build->traits.memberCount);
    if (build->tries == 0)
        memset(build->stamps, 0, sizeof *build->stamps << TextDirectMostBits);
    for (;; build->tries++) {
        const uint32_t bits = fewest + build->tries / TextDirectTries;
        if (bits > TextDirectMostBits)
            return WorkNo;
        if (work->left == 0)
            return WorkMore;
        (void)WorkUntil(work, 0, StepsATry);
        const uint64_t multiplier = RngDraw(build->rngSeed, TextDirectStream, build->tries) | 1;
        if (TextDirectFits(build, multiplier, bits, build->tries + 1)) {
            TextDirectFill(build, multiplier, bits);
            return WorkYes;
        }
    }
}
