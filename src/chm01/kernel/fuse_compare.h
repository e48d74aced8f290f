/*
 * Verifying, for one width of slots. A template within fuse_instances.h: the including place
 * defines SLOTS(name) and SLOT, which are undefined at the end.
 */
static void SLOTS(FuseCompare)(Fuse *fuse, const void *memory, size_t from, size_t to)
{
    const SLOT *const restrict slots = memory;
    FuseBatchVertices vertices;
    uint32_t numbers[FuseBatch], wrong = 0;
    for (size_t at = from; at < to; at += FuseBatch) {
        const size_t count = FuseBatchFrom(at, to);
        FuseVerticesBatch(fuse, at, count, &vertices);
        for (size_t i = 0; i < count; i++)
            numbers[i] = (uint32_t)(at + i);
        FuseNumbers(fuse, count, numbers);
        for (size_t i = 0; i < count; i++) {
            CHM_SCALAR();
            const uint32_t two = (uint32_t)slots[vertices.firsts[i]] + slots[vertices.seconds[i]];
            wrong |= two + slots[vertices.thirds[i]] - numbers[i];
        }
    }
    fuse->wrong |= wrong;
}

#undef SLOT
#undef SLOTS
