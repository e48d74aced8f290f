/*
 * Which module, and which of its functions? One index over the starts of many modules, as they lie
 * in a process: a search finds the greatest start that is not above an address, in whatever module.
 * An address outside all modules, or before a module's first start, is in no function. An index is
 * read-only and serves any number of threads; it lives as long as its memory.
 */
#ifndef CHM01_RANGES_JOINT_H
#define CHM01_RANGES_JOINT_H

#include "chm01/base/status.h"
#include "ranges.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A module where it is loaded. Its starts are relative to its base (RVAs), in any order. */
typedef struct RangesModule {
    KeySet starts; /* of 4 or 8 bytes */
    uint64_t base, bytes;
} RangesModule;

/* The place of an address: a module's number and a start's position; both RANGES_NONE: none. */
typedef struct RangesPlace {
    uint32_t module, position;
} RangesPlace;

typedef struct RangesJoint {
    Ranges ranges;           /* of all starts, and of each module's end, which is in no function */
    const uint32_t *modules; /* of each of these its module */
    const uint32_t *firsts;  /* of each module its first among these; moduleCount + 1 of them */
    uint32_t moduleCount;
} RangesJoint;

/* Returns the memory of an index. */
size_t RangesJointBytes(_In_reads_(count) const RangesModule *modules, size_t count);

/*
 * Makes the index; neither modules nor starts are used afterwards. ChmInvalidOption, with the
 * number of the module, where modules don't ascend without overlapping, or a start is outside its
 * module. ChmTooManyKeys: they are more than 2^32 - 2. memory: 64-byte
 * aligned.
 */
_Success_(return == ChmOk) ChmStatus
    RangesJointBuild(_In_reads_(count) const RangesModule *modules, size_t count,
                     _Out_writes_bytes_(_Inexpressible_("RangesJointBytes")) void *memory, _Out_ RangesJoint *out,
                     _Inout_opt_ ChmError *error);

RangesPlace RangesJointFind(_In_ const RangesJoint *joint, uint64_t address);

/* places[i] = RangesJointFind(addresses[i]). */
void RangesJointFindBatch(_In_ const RangesJoint *joint, _In_reads_(count) const uint64_t *addresses, size_t count,
                          _Out_writes_(count) RangesPlace *places);

#ifdef __cplusplus
}
#endif
#endif
