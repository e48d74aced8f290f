/*
 * Assigning and verifying, for one width of slots. A template within contraction_body.h: the
 * including place defines SLOTS(name), SLOT, INDEX(position) and INDEX_MASK (what of a sum of two
 * slots is the index), which are undefined at the end.
 */

/*
 * The log backwards: each link's leaf gets the slot of its other end and the difference of the two
 * keys' indices; second vertices that begin a tree stay as they are.
 */
static bool SLOTS(AssignSeconds)(Contraction *contraction, SLOT *restrict upper, Work *work)
{
    const WIDTH(Packed) *const restrict packed = contraction->peel.edges, *const restrict links = contraction->links;
    const uint32_t *const restrict log = contraction->peel.log;
    const uint32_t count = contraction->peel.logCount, begin = (uint32_t)contraction->place.at;
    const uint32_t stop = (uint32_t)WorkUntil(work, begin, count);
    for (uint32_t i = count - begin; i-- > count - stop;) {
        const uint32_t edge = log[i] >> 1, flip = 0 - (log[i] & 1); /* flip: all ones when the second end is the leaf */
        const uint32_t a = WIDTH(First)(packed[edge]), b = WIDTH(Second)(packed[edge]);
        const uint32_t difference = INDEX(WIDTH(First)(links[edge])) - INDEX(WIDTH(Second)(links[edge]));
        const uint32_t leaf = a ^ ((a ^ b) & flip), other = b ^ ((a ^ b) & flip);
        upper[leaf] = (SLOT)(upper[other] + ((difference ^ flip) - flip));
    }
    return WorkPassed(&contraction->place, stop, count);
}

/* Each first vertex gets what is missing to the index, from any key of its chain. */
static bool SLOTS(AssignFirsts)(Contraction *contraction, SLOT *restrict lower, const SLOT *restrict upper, Work *work)
{
    enum { Block = 256 };
    const KERNEL(Key) *const restrict keys = contraction->keys;
    const KERNEL(Vertex) *const restrict firsts = contraction->firsts;
    const KERNEL(Key) s1 = (KERNEL(Key))contraction->s1, s2 = (KERNEL(Key))contraction->s2;
    const uint32_t scale = SCALE, count = contraction->keyCount;
    const uint32_t stop = (uint32_t)WorkUntil(work, contraction->place.at, count);
    uint32_t seconds[Block];
    for (uint32_t begin = (uint32_t)contraction->place.at; begin < stop; begin += Block) {
        const uint32_t size = stop - begin < Block ? stop - begin : Block;
        for (uint32_t i = 0; i < size; i++)
            seconds[i] = (uint32_t)VERTEX(FOLD(keys[begin + i] * s1) * (keys[begin + i] ^ s2));
        for (uint32_t i = 0; i < size; i++)
            lower[firsts[begin + i]] = (SLOT)(INDEX(begin + i) - upper[seconds[i]]);
    }
    return WorkPassed(&contraction->place, stop, count);
}

static bool SLOTS(Assign)(Contraction *contraction, void *slots, Work *work)
{
    const size_t edges = contraction->edges;
    SLOT *const lower = slots, *const upper = lower + edges;
    WorkPlace *const place = &contraction->place;
    if (place->loop == 0 && !NoiseFill(work, place, slots, 2 * edges * sizeof(SLOT), contraction->noise))
        return false;
    if (place->loop == 1 && !SLOTS(AssignSeconds)(contraction, upper, work))
        return false;
    if (!SLOTS(AssignFirsts)(contraction, lower, upper, work))
        return false;
    place->loop = 0;
    contraction->wrong = 0;
    return true;
}

/* Hashes a batch of keys by a vector loop, then loads. */
static WorkAnswer SLOTS(Verify)(Contraction *contraction, const void *slots, Work *work)
{
    enum { Block = 64 };
    const SLOT *const restrict lower = slots, *const restrict upper = lower + contraction->edges;
    const KERNEL(Key) *const restrict keys = contraction->keys;
    const KERNEL(Key) s1 = (KERNEL(Key))contraction->s1, s2 = (KERNEL(Key))contraction->s2;
    const uint32_t scale = SCALE, count = contraction->keyCount, mask = INDEX_MASK;
    const uint32_t stop = (uint32_t)WorkUntil(work, contraction->place.at, count);
    uint32_t firsts[Block], seconds[Block], wrong = 0;
    for (uint32_t begin = (uint32_t)contraction->place.at; begin < stop; begin += Block) {
        const uint32_t size = stop - begin < Block ? stop - begin : Block;
        for (uint32_t i = 0; i < size; i++) {
            const KERNEL(Key) product = keys[begin + i] * s1;
            firsts[i] = (uint32_t)VERTEX(product);
            seconds[i] = (uint32_t)VERTEX(FOLD(product) * (keys[begin + i] ^ s2));
        }
        for (uint32_t i = 0; i < size; i++) {
            CHM_SCALAR();
            wrong |= ((uint32_t)lower[firsts[i]] + upper[seconds[i]] - INDEX(begin + i)) & mask;
        }
    }
    contraction->wrong |= wrong;
    if (!WorkPassed(&contraction->place, stop, count))
        return WorkMore;
    contraction->place.loop = 0;
    return contraction->wrong == 0 ? WorkYes : WorkNo;
}

#undef INDEX_MASK
#undef INDEX
#undef SLOT
#undef SLOTS
