/*
 * Tables of more than 256 keys: the product's bits choose a slot and a group, and the keys of a
 * group share a displacement, which is exclusive or'ed to their slots and moves them to free ones.
 * Large groups are placed first, while there is room; keys that are alone in their group take what
 * is left. (Belazzougui, Botelho, Dietzfelbinger: Hash, displace, and compress, 2009.)
 */
#include <string.h>

#include "chm01/base/rng.h"
#include "text_build.h"
#include "text_distinct.h"

enum { TextDisplacedStream = 0x64697370, TextDisplacedTries = 20, TextGroupShift = 20 };

uint32_t TextDisplacedBits(size_t memberCount)
{
    uint32_t bits = TextDirectFewestBits;
    while (((size_t)1 << bits) < memberCount)
        bits++;
    return bits;
}

static uint32_t TextSlotOf(const TextBuild *build, uint32_t member)
{
    return (uint32_t)(build->reduced[member] * build->table->multiplier >> (64 - build->table->slotBits));
}

static uint32_t TextGroupOf(const TextBuild *build, size_t member)
{
    const TextTable *const table = build->table;
    const uint64_t product = build->reduced[member] * table->multiplier;
    return (uint32_t)(product >> table->groupShift) & (((uint32_t)1 << table->groupBits) - 1);
}

/* Lists the members of each group: group g's are from starts[g] to before starts[g + 1]. */
static void TextGroupMembers(TextBuild *build)
{
    const size_t groups = (size_t)1 << build->table->groupBits;
    uint32_t *const starts = build->starts;
    memset(starts, 0, (groups + 2) * sizeof *starts);
    for (size_t i = 0; i < build->traits.memberCount; i++)
        starts[TextGroupOf(build, i) + 2]++;
    TextSumUp(starts + 2, groups);
    for (size_t i = 0; i < build->traits.memberCount; i++)
        build->grouped[starts[TextGroupOf(build, i) + 2]++] = (uint32_t)i; /* each start moves to its end */
    memmove(starts + 1, starts + 2, groups * sizeof *starts);
    starts[0] = 0;
}

/*
 * Lists the groups, the largest first, and counts those that have members. False: one is too large.
 */
static bool TextOrderGroups(TextBuild *build, uint32_t *count)
{
    uint32_t places[TextGroupMost + 2] = {0};
    const uint32_t groups = (uint32_t)1 << build->table->groupBits;
    *count = 0;
    for (uint32_t group = 0; group < groups; group++) {
        const uint32_t size = build->starts[group + 1] - build->starts[group];
        if (size > TextGroupMost)
            return false;
        places[TextGroupMost - size + 1]++;
        *count += size != 0;
    }
    for (uint32_t i = 1; i < TextGroupMost + 2; i++)
        places[i] += places[i - 1];
    for (uint32_t group = 0; group < groups; group++)
        build->groups[places[TextGroupMost - (build->starts[group + 1] - build->starts[group])]++] = group;
    return true;
}

static bool TextSlotsDiffer(const uint32_t *slots, uint32_t size)
{
    for (uint32_t i = 1; i < size; i++)
        for (uint32_t j = 0; j < i; j++)
            if (slots[i] == slots[j])
                return false;
    return true;
}

static bool TextSlotsFree(const TextBuild *build, const uint32_t *slots, uint32_t size, uint32_t displacement)
{
    for (uint32_t i = 0; i < size; i++)
        if (build->taken[slots[i] ^ displacement] != 0)
            return false;
    return true;
}

/* Finds a displacement for these slots; false: there is none, or the steps are used up. */
static bool TextDisplacementOf(TextBuild *build, const uint32_t *slots, uint32_t size, uint32_t *displacement)
{
    const uint32_t slotCount = (uint32_t)1 << build->table->slotBits;
    if (size == 1) {
        while (build->taken[build->nextFree] != 0)
            build->nextFree++;
        *displacement = slots[0] ^ build->nextFree;
        return true;
    }
    for (uint32_t d = 0; d < slotCount && build->steps != 0; d++, build->steps--)
        if (TextSlotsFree(build, slots, size, d)) {
            *displacement = d;
            return true;
        }
    return false;
}

static bool TextPlaceGroup(TextBuild *build, uint32_t group)
{
    const uint32_t from = build->starts[group], size = build->starts[group + 1] - from;
    uint32_t slots[TextGroupMost], displacement;
    for (uint32_t i = 0; i < size; i++)
        slots[i] = TextSlotOf(build, build->grouped[from + i]);
    if (!TextSlotsDiffer(slots, size) || !TextDisplacementOf(build, slots, size, &displacement))
        return false;
    build->parts.displacements[group] = displacement;
    for (uint32_t i = 0; i < size; i++) {
        build->taken[slots[i] ^ displacement] = 1;
        build->parts.positions[slots[i] ^ displacement] = build->members[build->grouped[from + i]];
    }
    return true;
}

/* Tries the table's multiplier. */
static bool TextPlaceAll(TextBuild *build)
{
    const size_t slots = (size_t)1 << build->table->slotBits;
    uint32_t count;
    TextGroupMembers(build);
    if (!TextOrderGroups(build, &count))
        return false;
    memset(build->taken, 0, slots);
    memset(build->parts.displacements, 0, sizeof(uint32_t) << build->table->groupBits);
    memset(build->parts.positions, 0, slots * sizeof(uint32_t));
    build->nextFree = 0;
    build->steps = 32 * (uint64_t)slots + (1 << 16);
    for (uint32_t i = 0; i < count; i++)
        if (!TextPlaceGroup(build, build->groups[i]))
            return false;
    return true;
}

bool TextDisplacedSolve(TextBuild *build)
{
    TextTable *const table = build->table;
    table->slotBits = TextDisplacedBits(build->traits.memberCount);
    table->entryCount = (size_t)1 << table->slotBits;
    for (uint32_t attempt = 0; attempt < 2 * TextDisplacedTries; attempt++) {
        table->groupBits = table->slotBits - (attempt < TextDisplacedTries);
        const uint32_t below = 64 - table->slotBits - table->groupBits; /* bits that choose neither */
        table->groupShift = below < TextGroupShift ? below : TextGroupShift;
        table->multiplier = RngDraw(build->rngSeed, TextDisplacedStream, attempt) | 1;
        if (TextPlaceAll(build))
            return true;
    }
    return false;
}
