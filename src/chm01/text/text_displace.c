/*
 * Tables of more than 256 keys. The product's bits choose a slot and a group, and the keys of a
 * group share a displacement, which is exclusive or'ed to their slots and moves them to free ones.
 * Large groups are placed first, while there is room; keys that are alone in their group take what
 * is left. (Belazzougui, Botelho, Dietzfelbinger: Hash, displace, and compress, 2009.)
 */
#include <string.h>

#include "chm01/base/rng.h"
#include "text_build.h"

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

/* ---- the loops of a try, in their order: each returns true when it is over ---- */

static size_t TextGroupsOf(const TextBuild *build)
{
    return (size_t)1 << build->table->groupBits;
}

static bool TextClearStarts(TextBuild *build, Work *work)
{
    return WorkClear(work, &build->place, build->starts, (TextGroupsOf(build) + 2) * sizeof *build->starts);
}

/* Counts the members of each group, two places behind its own. */
static bool TextCountGroups(TextBuild *build, Work *work)
{
    const size_t end = build->traits.memberCount, stop = WorkUntil(work, build->place.at, end);
    for (size_t i = build->place.at; i < stop; i++)
        build->starts[TextGroupOf(build, i) + 2]++;
    return WorkPassed(&build->place, stop, end);
}

static bool TextSumGroups(TextBuild *build, Work *work)
{
    const size_t end = TextGroupsOf(build), stop = WorkUntil(work, build->place.at, end);
    if (build->place.at == 0)
        build->sum = 0;
    for (size_t i = build->place.at; i < stop; i++) {
        const uint32_t size = build->starts[i + 2];
        build->starts[i + 2] = build->sum;
        build->sum += size;
    }
    return WorkPassed(&build->place, stop, end);
}

/* Lists the members of each group; each start moves to its end. */
static bool TextFillGroups(TextBuild *build, Work *work)
{
    const size_t end = build->traits.memberCount, stop = WorkUntil(work, build->place.at, end);
    for (size_t i = build->place.at; i < stop; i++)
        build->grouped[build->starts[TextGroupOf(build, i) + 2]++] = (uint32_t)i;
    return WorkPassed(&build->place, stop, end);
}

/* Moves the ends: group g's members then are from starts[g] to before starts[g + 1]. */
static bool TextMoveStarts(TextBuild *build, Work *work)
{
    const size_t end = TextGroupsOf(build), stop = WorkUntil(work, build->place.at, end);
    for (size_t i = build->place.at; i < stop; i++)
        build->starts[i + 1] = build->starts[i + 2];
    build->starts[0] = 0;
    return WorkPassed(&build->place, stop, end);
}

static uint32_t TextGroupSize(const TextBuild *build, size_t group)
{
    return build->starts[group + 1] - build->starts[group];
}

/* Counts the groups of each size, the largest first, and those that have members. */
static bool TextCountSizes(TextBuild *build, Work *work)
{
    const size_t end = TextGroupsOf(build), stop = WorkUntil(work, build->place.at, end);
    if (build->place.at == 0) {
        memset(build->places, 0, sizeof build->places);
        build->groupCount = 0;
    }
    for (size_t group = build->place.at; group < stop; group++) {
        const uint32_t size = TextGroupSize(build, group);
        build->places[size > TextGroupMost ? 0 : TextGroupMost - size + 1]++;
        build->groupCount += size != 0;
    }
    return WorkPassed(&build->place, stop, end);
}

/*
 * Have as many groups members as of random numbers, or nearly? With r members a group they are
 * 1 - e^-r. The line below that from r = 1 to 2, or from 1/2 to 1 where there are as many groups as
 * slots, is taken seven eighths high.
 */
static bool TextGroupsAreEven(const TextBuild *build)
{
    const uint64_t groups = TextGroupsOf(build), members = build->traits.memberCount;
    const bool half = build->table->groupBits != build->table->slotBits;
    return build->places[0] == 0 &&
           64 * (uint64_t)build->groupCount >= (half ? 22 : 8) * groups + (half ? 13 : 26) * members;
}

/* Lists the groups, the largest first. */
static bool TextOrderGroups(TextBuild *build, Work *work)
{
    const size_t end = TextGroupsOf(build), stop = WorkUntil(work, build->place.at, end);
    for (uint32_t i = 1; build->place.at == 0 && i < TextGroupMost + 2; i++)
        build->places[i] += build->places[i - 1];
    for (size_t group = build->place.at; group < stop; group++)
        build->groups[build->places[TextGroupMost - TextGroupSize(build, group)]++] = (uint32_t)group;
    return WorkPassed(&build->place, stop, end);
}

static bool TextClearTaken(TextBuild *build, Work *work)
{
    return WorkClear(work, &build->place, build->taken, (size_t)1 << build->table->slotBits);
}

static bool TextClearDisplacements(TextBuild *build, Work *work)
{
    return WorkClear(work, &build->place, build->parts.displacements, TextGroupsOf(build) * sizeof(uint32_t));
}

static bool TextClearPositions(TextBuild *build, Work *work)
{
    enum { StepsASlot = 8 }; /* random numbers take three */
    build->nextFree = build->displacement = 0;
    build->steps = ((uint64_t)StepsASlot << build->table->slotBits) + (1 << 16);
    return WorkClear(work, &build->place, build->parts.positions, sizeof(uint32_t) << build->table->slotBits);
}

typedef bool (*TextTryLoop)(TextBuild *build, Work *work);
static const TextTryLoop textTryLoops[] = {TextClearStarts,        TextCountGroups,   TextSumGroups,   TextFillGroups,
                                           TextMoveStarts,         TextCountSizes,    TextOrderGroups, TextClearTaken,
                                           TextClearDisplacements, TextClearPositions};
enum { TextTryLoops = sizeof textTryLoops / sizeof textTryLoops[0], TextSizesLoop = 5 };

/* ---- displacements ---- */

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

/* Takes a free slot for a member that is alone in its group. */
static uint32_t TextTakeFree(TextBuild *build, uint32_t slot)
{
    while (build->taken[build->nextFree] != 0)
        build->nextFree++;
    return slot ^ build->nextFree;
}

/*
 * Finds a displacement for these slots, from the build's on. WorkNo: there is none, or the steps
 * are used up.
 */
static WorkAnswer TextDisplacementOf(TextBuild *build, const uint32_t *slots, uint32_t size, Work *work)
{
    const uint32_t slotCount = (uint32_t)1 << build->table->slotBits;
    for (; build->displacement < slotCount && build->steps != 0; build->displacement++, build->steps--) {
        if (work->left == 0)
            return WorkMore;
        work->left--;
        if (TextSlotsFree(build, slots, size, build->displacement))
            return WorkYes;
    }
    build->uneven = true;
    return WorkNo;
}

static void TextPlaceMembers(TextBuild *build, uint32_t group, const uint32_t *slots, uint32_t size)
{
    const uint32_t from = build->starts[group], displacement = build->displacement;
    build->parts.displacements[group] = displacement;
    for (uint32_t i = 0; i < size; i++) {
        build->taken[slots[i] ^ displacement] = 1;
        build->parts.positions[slots[i] ^ displacement] = build->members[build->grouped[from + i]];
    }
    build->displacement = 0;
}

static WorkAnswer TextPlaceGroup(TextBuild *build, uint32_t group, Work *work)
{
    const uint32_t from = build->starts[group], size = TextGroupSize(build, group);
    uint32_t slots[TextGroupMost];
    for (uint32_t i = 0; i < size; i++)
        slots[i] = TextSlotOf(build, build->grouped[from + i]);
    if (!TextSlotsDiffer(slots, size))
        return WorkNo;
    WorkAnswer answer = WorkYes;
    if (size == 1)
        build->displacement = TextTakeFree(build, slots[0]);
    else
        answer = TextDisplacementOf(build, slots, size, work);
    if (answer == WorkYes)
        TextPlaceMembers(build, group, slots, size);
    return answer;
}

static WorkAnswer TextPlaceGroups(TextBuild *build, Work *work)
{
    for (; build->place.at != build->groupCount; build->place.at++) {
        if (work->left == 0)
            return WorkMore;
        const WorkAnswer answer = TextPlaceGroup(build, build->groups[build->place.at], work);
        if (answer != WorkYes)
            return answer;
        /* afterwards, so that a slice of one step comes to a displacement */
        (void)WorkUntil(work, 0, 1 + TextGroupSize(build, build->groups[build->place.at]));
    }
    return WorkYes;
}

/* Goes on with the table's multiplier. */
static WorkAnswer TextTryOn(TextBuild *build, Work *work)
{
    while (build->place.loop < TextTryLoops) {
        if (work->left == 0)
            return WorkMore;
        const bool counted = build->place.loop == TextSizesLoop;
        if (textTryLoops[build->place.loop](build, work) && counted && !TextGroupsAreEven(build)) {
            build->uneven = true;
            return WorkNo;
        }
    }
    return TextPlaceGroups(build, work);
}

static void TextTryBegin(TextBuild *build)
{
    TextTable *const table = build->table;
    if (build->place.loop == 0)
        build->uneven = false;
    table->slotBits = TextDisplacedBits(build->traits.memberCount);
    table->entryCount = (size_t)1 << table->slotBits;
    table->groupBits = table->slotBits - (build->tries < TextDisplacedTries);
    const uint32_t below = 64 - table->slotBits - table->groupBits; /* bits that choose neither */
    table->groupShift = below < TextGroupShift ? below : TextGroupShift;
    table->multiplier = RngDraw(build->rngSeed, TextDisplacedStream, build->tries) | 1;
}

/*
 * Returns the try that follows one that failed. Numbers that fill groups unevenly by one multiplier
 * do so by most. A reduction that looks at parts of the keys then has one try more, with as many
 * groups as slots, so that the next reduction has its turn soon.
 */
static uint32_t TextNextTry(const TextBuild *build)
{
    if (!build->uneven || (build->table->reduction.sources & TextFromAll) != 0)
        return build->tries + 1;
    return build->tries < TextDisplacedTries ? TextDisplacedTries : 2 * TextDisplacedTries;
}

WorkAnswer TextDisplacedSolve(TextBuild *build, Work *work)
{
    const WorkPlace begin = {0, 0};
    for (; build->tries < 2 * TextDisplacedTries; build->tries = TextNextTry(build), build->place = begin) {
        TextTryBegin(build);
        const WorkAnswer answer = TextTryOn(build, work);
        if (answer != WorkNo)
            return answer;
    }
    return WorkNo;
}
