/*
 * See ranges_joint.h. The starts of a module are followed by its end, all of them in the order of
 * the modules: an end that is the next module's first start comes before it, and the start wins.
 */
#include "ranges_joint.h"

enum { JointAtOnce = 256 /* of a batch */ };

/* Returns how many starts and ends there are. */
static size_t JointCount(const RangesModule *modules, size_t count)
{
    size_t all = count;
    for (size_t i = 0; i < count; i++)
        all += modules[i].starts.count;
    return all;
}

/* Returns the bytes of `count` numbers of 32 bits, up to a cache line's end. */
static size_t JointNumbers(size_t count)
{
    return (count * sizeof(uint32_t) + 63) / 64 * 64;
}

static KeySet JointStarts(const void *starts, size_t count)
{
    const KeySet set = {starts, count, sizeof(uint64_t)};
    return set;
}

/* Returns the bytes of `count` numbers of 64 bits, up to a cache line's end. */
static size_t JointAddresses(size_t count)
{
    return JointNumbers(2 * count);
}

size_t RangesJointBytes(const RangesModule *modules, size_t count)
{
    const size_t all = JointCount(modules, count);
    const KeySet starts = JointStarts(NULL, all);
    return JointAddresses(all) + JointNumbers(all) + JointNumbers(count + 1) + RangesSortedBytes(&starts);
}

static ChmStatus JointCheck(const RangesModule *modules, size_t count, ChmError *error)
{
    uint64_t end = 0;
    for (size_t i = 0; i < count; i++) {
        const RangesModule *module = &modules[i];
        if (module->base < end || module->base > UINT64_MAX - module->bytes)
            return ChmFail(error, ChmInvalidOption, "the module overlaps another, or the end of memory", i, 0, 0);
        for (size_t k = 0; k < module->starts.count; k++)
            if (KeySetAt(&module->starts, k) >= module->bytes)
                return ChmFail(error, ChmInvalidOption, "a function begins outside the module", i, k, 0);
        end = module->base + module->bytes;
    }
    if (JointCount(modules, count) >= RANGES_NONE)
        return ChmFail(error, ChmTooManyKeys, NULL, JointCount(modules, count), RANGES_NONE - 1, 0);
    return ChmOk;
}

static void JointFill(const RangesModule *modules, size_t count, uint64_t *starts, uint32_t *owners, uint32_t *firsts)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < count; i++) {
        const RangesModule *module = &modules[i];
        firsts[i] = at;
        for (size_t k = 0; k <= module->starts.count; k++, at++) {
            starts[at] = module->base + (k < module->starts.count ? KeySetAt(&module->starts, k) : module->bytes);
            owners[at] = i;
        }
    }
    firsts[count] = at;
}

ChmStatus RangesJointBuild(const RangesModule *modules, size_t count, void *memory, RangesJoint *out, ChmError *error)
{
    const ChmStatus status = JointCheck(modules, count, error);
    if (status != ChmOk)
        return status;
    const size_t all = JointCount(modules, count);
    uint32_t *const owners = (uint32_t *)(void *)((uint8_t *)memory + JointAddresses(all));
    uint32_t *const firsts = (uint32_t *)(void *)((uint8_t *)owners + JointNumbers(all));
    const KeySet starts = JointStarts(memory, all);
    JointFill(modules, count, memory, owners, firsts);
    RangesBuild(&starts, (uint8_t *)firsts + JointNumbers(count + 1), &out->ranges);
    out->modules = owners;
    out->firsts = firsts;
    out->moduleCount = (uint32_t)count;
    return ChmOk;
}

static RangesPlace JointPlace(const RangesJoint *joint, uint32_t at)
{
    RangesPlace place = {RANGES_NONE, RANGES_NONE};
    if (at == RANGES_NONE)
        return place;
    const uint32_t module = joint->modules[at];
    if (at + 1 == joint->firsts[module + 1])
        return place; /* behind the module's end */
    place.module = module;
    place.position = at - joint->firsts[module];
    return place;
}

RangesPlace RangesJointFind(const RangesJoint *joint, uint64_t address)
{
    return JointPlace(joint, RangesFind(&joint->ranges, address));
}

void RangesJointFindBatch(const RangesJoint *joint, const uint64_t *addresses, size_t count, RangesPlace *places)
{
    uint32_t found[JointAtOnce];
    for (size_t first = 0; first < count; first += JointAtOnce) {
        const size_t some = count - first < JointAtOnce ? count - first : JointAtOnce;
        RangesFindBatch(&joint->ranges, addresses + first, some, found);
        for (size_t i = 0; i < some; i++)
            places[first + i] = JointPlace(joint, found[i]);
    }
}
