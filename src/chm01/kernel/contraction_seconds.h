/*
 * Assigning the slots of second vertices. A template within contraction_slots.h, once for each
 * width of vertices: the including place defines WIDTH(name) and the function's name,
 * ASSIGN_SECONDS, which are undefined at the end.
 */

/*
 * The log backwards: each link's leaf gets the slot of its other end and the difference of the two
 * keys' indices; second vertices that begin a tree stay as they are.
 */
static bool ASSIGN_SECONDS(Contraction *contraction, void *slots, Work *work)
{
    SLOT *const restrict upper = slots;
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

#undef ASSIGN_SECONDS
#undef WIDTH
