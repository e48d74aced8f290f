/*
 * The direct kernel, for families of one shared table: every key is an edge between two of all 2E
 * vertices, hashed and peeled once an attempt. A Direct is one thread's scratch over memory of the
 * caller's.
 */
#ifndef CHM01_DIRECT_H
#define CHM01_DIRECT_H

#include "chm01/hash/family.h"
#include "peel.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct Direct {
    Peel peel;
    const Family *family;
    const uint32_t *keys; /* keyCount; the caller sets family and keys */
    uint32_t keyCount, edgeBits;
    uint64_t seeds[TABLE_MAX_SEEDS];
    WorkPlace place; /* of what is under way */
    uint32_t wrong;  /* bits that are, so far */
} Direct;

size_t DirectBytes(uint64_t keyCount, uint32_t edgeBits);
void DirectBegin(Direct *direct, uint64_t keyCount, uint32_t edgeBits, void *memory);

/* Forgets what was under way: before the first of the calls below for an attempt. */
static inline void DirectReset(Direct *direct)
{
    const WorkPlace begin = {0, 0};
    direct->place = begin;
}

/*
 * All that take work can stop amid it: WorkMore, or false where there is no answer, says that the
 * same call with more work goes on. DirectHash: no when a key has the same vertex twice under these
 * family->seedCount seeds: then peeling is not worth it.
 */
WorkAnswer DirectHash(Direct *direct, const uint64_t *seeds, Work *work);
WorkAnswer DirectPeel(Direct *direct, Work *work); /* yes: no cycle */
/*
 * After a DirectHash that succeeded: sets the byte of both vertices of the keys at `positions`
 * (NULL: of the first `count`).
 */
void DirectMark(const Direct *direct, const uint32_t *positions, uint32_t count, uint8_t *marks);
bool DirectAssign(Direct *direct, uint32_t slotSizeInBytes, void *slots, Work *work);
WorkAnswer DirectVerify(Direct *direct, uint32_t slotSizeInBytes, const void *slots, Work *work);

#ifdef __cplusplus
}
#endif
#endif
