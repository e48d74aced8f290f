/*
 * The loops of contraction.h. A template: the including file defines KEY_BITS (32 or 64), SCALED
 * (vertices are any number, not a power of two) and KERNEL(name). These macros are undefined at the
 * end. The including file has included peel_body.h for the width of vertices.
 */
#if KEY_BITS == 32
typedef uint32_t KERNEL(Key);
#define FOLD QuadxFold32
#else
typedef uint64_t KERNEL(Key);
#define FOLD QuadxFold64
#endif
/* A vertex of a hash: by its high bits, whose number or shift SCALE gives. */
#if !SCALED
#define SCALE (KEY_BITS - contraction->edgeBits)
#define VERTEX(hash) ((hash) >> scale)
#elif KEY_BITS == 32
#define SCALE contraction->edges
#define VERTEX(hash) QuadxScale32(hash, scale)
#else
#define SCALE contraction->edges
#define VERTEX(hash) QuadxScale64(hash, scale)
#endif
#if WIDE
typedef uint32_t KERNEL(Vertex);
#else
typedef uint16_t KERNEL(Vertex);
#endif

#if !WIDE && defined(__AVX512BW__)
/*
 * Exchanges first, compresses then: 16 keys a step instead of a store for each. Returns the number
 * of links.
 */
static uint32_t KERNEL(MakeLinks)(Contraction *contraction)
{
    const uint16_t *const restrict firsts = contraction->firsts;
    uint16_t *const restrict last = contraction->last;
    uint16_t *const restrict previous = (uint16_t *)contraction->peel.queue; /* free until the next attempt */
    uint32_t *const restrict links = contraction->links;
    const uint32_t count = contraction->keyCount;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t vertex = firsts[i];
        previous[i] = last[vertex];
        last[vertex] = (uint16_t)(i + 1);
    }
    memset(previous + count, 0, 16 * sizeof *previous);
    const __m512i one = _mm512_set1_epi32(1), step = _mm512_set1_epi32(16 << 16);
    __m512i position = _mm512_slli_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), 16);
    uint32_t made = 0;
    for (uint32_t i = 0; i < count; i += 16) {
        const __m512i before = _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)(previous + i)));
        const __mmask16 chained = _mm512_test_epi32_mask(before, before);
        const __m512i link = _mm512_or_si512(_mm512_sub_epi32(before, one), position);
        _mm512_storeu_si512(links + made, _mm512_maskz_compress_epi32(chained, link));
        made += (uint32_t)_mm_popcnt_u32(chained);
        position = _mm512_add_epi32(position, step);
    }
    return made;
}

static bool KERNEL(Link)(Contraction *contraction, Work *work)
{
    (void)WorkUntil(work, 0, contraction->keyCount); /* few enough to be linked at once, whatever is left */
    contraction->made = KERNEL(MakeLinks)(contraction);
    return WorkPassed(&contraction->place, 0, 0);
}
#else
static bool KERNEL(Link)(Contraction *contraction, Work *work)
{
    const KERNEL(Vertex) *const restrict firsts = contraction->firsts;
    KERNEL(Vertex) *const restrict last = contraction->last;
    WIDTH(Packed) *const restrict links = contraction->links;
    const uint32_t count = contraction->keyCount, stop = (uint32_t)WorkUntil(work, contraction->place.at, count);
    uint32_t made = contraction->made;
    for (uint32_t i = (uint32_t)contraction->place.at; i < stop; i++) {
        const uint32_t vertex = firsts[i], before = last[vertex];
        last[vertex] = (KERNEL(Vertex))(i + 1);
        /* overwritten by the next one when there was no key before */
        links[made] = WIDTH(Pack)((KERNEL(Vertex))(before - 1), i);
        made += before != 0;
    }
    contraction->made = made;
    return WorkPassed(&contraction->place, stop, count);
}
#endif

static bool KERNEL(HashFirsts)(Contraction *contraction, Work *work)
{
    const KERNEL(Key) *const restrict keys = contraction->keys;
    const KERNEL(Key) s1 = (KERNEL(Key))contraction->s1;
    const uint32_t scale = SCALE, count = contraction->keyCount;
    const uint32_t stop = (uint32_t)WorkUntil(work, contraction->place.at, count);
    KERNEL(Vertex) *const restrict firsts = contraction->firsts;
    for (uint32_t i = (uint32_t)contraction->place.at; i < stop; i++)
        firsts[i] = (KERNEL(Vertex))VERTEX(keys[i] * s1);
    return WorkPassed(&contraction->place, stop, count);
}

/* Gathers what an attempt needs to know of each link's keys. */
static bool KERNEL(Gather)(Contraction *contraction, Work *work)
{
    const KERNEL(Key) *const restrict keys = contraction->keys;
    const KERNEL(Key) s1 = (KERNEL(Key))contraction->s1;
    const WIDTH(Packed) *const restrict links = contraction->links;
    KERNEL(Key) *const restrict foldA = contraction->foldA, *const restrict keyA = contraction->keyA;
    KERNEL(Key) *const restrict foldB = contraction->foldB, *const restrict keyB = contraction->keyB;
    const uint32_t made = contraction->made, stop = (uint32_t)WorkUntil(work, contraction->place.at, made);
    for (uint32_t i = (uint32_t)contraction->place.at; i < stop; i++) {
        const KERNEL(Key) a = keys[WIDTH(First)(links[i])], b = keys[WIDTH(Second)(links[i])];
        keyA[i] = a;
        keyB[i] = b;
        foldA[i] = FOLD(a * s1);
        foldB[i] = FOLD(b * s1);
    }
    return WorkPassed(&contraction->place, stop, made);
}

static bool KERNEL(SetUp)(Contraction *contraction, uint64_t seed, Work *work)
{
    WorkPlace *const place = &contraction->place;
    contraction->s1 = seed;
    if (place->loop == 0 && !KERNEL(HashFirsts)(contraction, work))
        return false;
    if (place->loop == 1 &&
        !WorkClear(work, place, contraction->last, sizeof(KERNEL(Vertex)) * (size_t)contraction->edges))
        return false;
    if (place->loop == 2 && place->at == 0)
        contraction->made = 0;
    if (place->loop == 2 && !KERNEL(Link)(contraction, work))
        return false;
    if (!KERNEL(Gather)(contraction, work))
        return false;
    place->loop = 0;
    contraction->peel.edgeCount = contraction->made;
    return true;
}

/* Stops at the first block of links that holds a loop. */
static WorkAnswer KERNEL(Hash)(Contraction *contraction, uint64_t seed, Work *work)
{
    enum { Block = 128 };
    const KERNEL(Key) *const restrict foldA = contraction->foldA, *const restrict keyA = contraction->keyA;
    const KERNEL(Key) *const restrict foldB = contraction->foldB, *const restrict keyB = contraction->keyB;
    WIDTH(Packed) *const restrict edges = contraction->peel.edges;
    const KERNEL(Key) s2 = (KERNEL(Key))seed;
    const uint32_t scale = SCALE, count = contraction->peel.edgeCount;
    const uint32_t stop = (uint32_t)WorkUntil(work, contraction->place.at, count);
    contraction->s2 = seed;
    PeelReset(&contraction->peel);
    for (uint32_t begin = (uint32_t)contraction->place.at; begin < stop; begin += Block) {
        const uint32_t end = stop - begin < Block ? stop : begin + Block;
        uint32_t loops = 0;
        for (uint32_t i = begin; i < end; i++) {
            const uint32_t a = (uint32_t)VERTEX(foldA[i] * (keyA[i] ^ s2)),
                           b = (uint32_t)VERTEX(foldB[i] * (keyB[i] ^ s2));
            loops |= a == b;
            edges[i] = WIDTH(Pack)(a, b);
        }
        if (loops != 0) {
            ContractionReset(contraction);
            return WorkNo;
        }
    }
    if (!WorkPassed(&contraction->place, stop, count))
        return WorkMore;
    contraction->place.loop = 0;
    return WorkYes;
}

/* The one loop over whole keys that computes both their vertices. */
static void KERNEL(Vertices)(const Contraction *contraction, const uint32_t *positions, uint32_t begin, uint32_t count,
                             ContractionVertices *restrict vertices)
{
    const KERNEL(Key) s1 = (KERNEL(Key))contraction->s1, s2 = (KERNEL(Key))contraction->s2;
    const uint32_t scale = SCALE;
    const KERNEL(Key) *keys = contraction->keys;
    KERNEL(Key) chosen[ContractionBlock];
    if (positions == NULL) {
        keys += begin;
    } else {
        for (uint32_t i = 0; i < count; i++) {
            CHM_SCALAR();
            chosen[i] = keys[positions[begin + i]];
        }
        keys = chosen;
    }
    for (uint32_t i = 0; i < count; i++) {
        const KERNEL(Key) product = keys[i] * s1;
        vertices->firsts[i] = (uint32_t)VERTEX(product);
        vertices->seconds[i] = (uint32_t)VERTEX(FOLD(product) * (keys[i] ^ s2));
    }
}

#undef VERTEX
#undef SCALE
#undef FOLD
#undef KERNEL
#undef SCALED
#undef KEY_BITS
