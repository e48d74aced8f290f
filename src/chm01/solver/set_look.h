/*
 * The look at a set that many attempts have not solved, in slices: does a key occur twice, and what
 * is the seed that the next attempts draw from (set_seed.h)? One thread at a time.
 */
#ifndef CHM01_SET_LOOK_H
#define CHM01_SET_LOOK_H

#include "chm01/hash/blake2b.h"
#include "chm01/keys/keys.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SetLook {
    KeysLook keys;
    bool differ; /* the keys are known to */
    Blake2bStream hash;
    size_t block; /* of the keys' bytes, the next one to be hashed */
} SetLook;

/* scratch: as KeysLookBegin takes it, or NULL: the keys are known to differ. */
void SetLookBegin(SetLook *look, const KeySet *keys, void *scratch, uint64_t rngSeed);
/* True: it is over. *seed is the set's, and *duplicates says whether a key occurs twice. */
bool SetLookOn(SetLook *look, Work *work, uint64_t *seed, ChmError *duplicates);

#ifdef __cplusplus
}
#endif
#endif
