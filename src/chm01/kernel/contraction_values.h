/*
 * Assigning and verifying, for one width of values. A template within contraction_body.h: the
 * including place defines VALUES(name), VALUE, INDEX(position) and INDEX_MASK (what of a sum of two
 * values is the index), which are undefined at the end.
 */

/*
 * The log backwards: each link's leaf gets the value of its other end and the difference of the two
 * keys' indices; second vertices that begin a tree stay 0. Then each first vertex gets what is
 * missing to the index, from any key of its chain.
 */
static void VALUES(Assign)(const Contraction *contraction, void *values)
{
    const size_t edges = (size_t)1 << contraction->edgeBits;
    VALUE *const restrict lower = values, *const restrict upper = lower + edges;
    const WIDTH(Packed) *const restrict packed = contraction->peel.edges, *const restrict links = contraction->links;
    const uint32_t *const restrict log = contraction->peel.log;
    memset(values, 0, 2 * edges * sizeof(VALUE));
    for (uint32_t i = contraction->peel.logCount; i-- > 0;) {
        const uint32_t edge = log[i] >> 1, flip = 0 - (log[i] & 1); /* flip: all ones when the second end is the leaf */
        const uint32_t a = WIDTH(First)(packed[edge]), b = WIDTH(Second)(packed[edge]);
        const uint32_t difference = INDEX(WIDTH(First)(links[edge])) - INDEX(WIDTH(Second)(links[edge]));
        const uint32_t leaf = a ^ ((a ^ b) & flip), other = b ^ ((a ^ b) & flip);
        upper[leaf] = (VALUE)(upper[other] + ((difference ^ flip) - flip));
    }

    enum { Block = 256 };
    const KERNEL(Key) *const restrict keys = contraction->keys;
    const KERNEL(Vertex) *const restrict firsts = contraction->firsts;
    const KERNEL(Key) s1 = (KERNEL(Key))contraction->s1, s2 = (KERNEL(Key))contraction->s2;
    const uint32_t shift = KEY_BITS - contraction->edgeBits, count = contraction->keyCount;
    uint32_t seconds[Block];
    for (uint32_t begin = 0; begin < count; begin += Block) {
        const uint32_t size = count - begin < Block ? count - begin : Block;
        for (uint32_t i = 0; i < size; i++)
            seconds[i] = (uint32_t)(FOLD(keys[begin + i] * s1) * (keys[begin + i] ^ s2) >> shift);
        for (uint32_t i = 0; i < size; i++)
            lower[firsts[begin + i]] = (VALUE)(INDEX(begin + i) - upper[seconds[i]]);
    }
}

static bool VALUES(Verify)(const Contraction *contraction, const void *values)
{
    const VALUE *const restrict lower = values, *const restrict upper = lower + ((size_t)1 << contraction->edgeBits);
    const KERNEL(Key) *const restrict keys = contraction->keys;
    const KERNEL(Key) s1 = (KERNEL(Key))contraction->s1, s2 = (KERNEL(Key))contraction->s2;
    const uint32_t shift = KEY_BITS - contraction->edgeBits, count = contraction->keyCount, mask = INDEX_MASK;
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < count; i++) {
        const KERNEL(Key) product = keys[i] * s1;
        const uint32_t sum = (uint32_t)lower[product >> shift] + upper[FOLD(product) * (keys[i] ^ s2) >> shift];
        wrong |= (sum ^ INDEX(i)) & mask;
    }
    return wrong == 0;
}

#undef INDEX_MASK
#undef INDEX
#undef VALUE
#undef VALUES
