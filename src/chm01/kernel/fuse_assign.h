/*
 * Assigning, for one width of slots. A template within fuse_body.h: the including place defines
 * SLOTS(name) and SLOT, which are undefined at the end. The log goes backwards: an edge's leaf,
 * whose slot holds 0 or noise until then, gets what the other two lack.
 */
static void SLOTS(FuseAssign)(Fuse *fuse, void *memory, size_t from, size_t to)
{
    SLOT *const restrict slots = memory;
    const uint64_t *const restrict edges = fuse->edges;
    const FuseShape shape = fuse->shape;
    uint32_t numbers[FuseBatch];
    for (size_t at = from; at < to; at += FuseBatch) {
        const size_t count = FuseBatchFrom(at, to);
        const uint64_t *const restrict last = fuse->log + (fuse->keyCount - 1 - at);
        for (size_t i = 0; i < count; i++)
            numbers[i] = (uint32_t)(*(last - i) >> 32);
        FuseNumbers(fuse, count, numbers);
        for (size_t i = 0; i < count; i++) {
            const uint64_t logged = *(last - i);
            const FuseVertices ends = WIDTH(FuseEnds)(edges[logged >> 32], shape);
            const uint32_t sum = (uint32_t)slots[ends.first] + slots[ends.second] + slots[ends.third];
            SLOT *const leaf = &slots[(uint32_t)logged];
            *leaf = (SLOT)(numbers[i] - (sum - *leaf));
        }
    }
}

#undef SLOT
#undef SLOTS
