/*
 * Assigning, for one width of values. A template within fuse_body.h: the including place defines
 * VALUES(name) and VALUE, which are undefined at the end. The log goes backwards: an edge's leaf,
 * whose value is 0 until then, gets what the other two lack.
 */
static void VALUES(FuseAssign)(Fuse *fuse, void *memory, size_t from, size_t to)
{
    VALUE *const restrict values = memory;
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
            const uint32_t sum = (uint32_t)values[ends.first] + values[ends.second] + values[ends.third];
            values[(uint32_t)logged] = (VALUE)(numbers[i] - sum);
        }
    }
}

#undef VALUE
#undef VALUES
