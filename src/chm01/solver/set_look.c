#include "set_look.h"

enum { BlockSteps = 32 }; /* a block takes as long as that many keys of other loops */

static size_t SetLookBytes(const SetLook *look)
{
    return look->keys.set.count * look->keys.set.keySizeInBytes;
}

void SetLookBegin(SetLook *look, const KeySet *keys, void *scratch, uint64_t rngSeed)
{
    KeysLookBegin(&look->keys, keys, scratch);
    look->differ = scratch == NULL;
    look->block = 0;
    Blake2bBegin(&look->hash, SetLookBytes(look), rngSeed);
}

/* Hashes whole blocks; false: the work is used up. */
static bool SetLookHash(SetLook *look, Work *work)
{
    const size_t blocks = Blake2bBlocks(SetLookBytes(look));
    Work some = {work->left / BlockSteps};
    const uint64_t before = some.left;
    const size_t stop = WorkUntil(&some, look->block, blocks);
    Blake2bAdd(&look->hash, (const uint8_t *)look->keys.set.keys + look->block * Blake2bBlockBytes, stop - look->block);
    work->left = stop == blocks ? work->left - (before - some.left) * BlockSteps : 0;
    look->block = stop;
    return stop == blocks;
}

bool SetLookOn(SetLook *look, Work *work, uint64_t *seed, ChmError *duplicates)
{
    if ((!look->differ && !KeysLookOn(&look->keys, work)) || !SetLookHash(look, work))
        return false;
    const size_t bytes = SetLookBytes(look), before = look->block * Blake2bBlockBytes;
    *seed = Blake2bEnd(&look->hash, (const uint8_t *)look->keys.set.keys + before, bytes - before);
    if (!look->differ)
        (void)KeysLookAnswer(&look->keys, duplicates);
    return true;
}
