/*
 * The contracted kernel for bipartite graphs. Keys that share their first vertex form chains, and a
 * chain of c keys says c - 1 times "the slots of these two keys' second vertices differ by the
 * difference of their indices". So n edges on 2E vertices become links between the second vertices
 * alone, about n/3 of them, which are hashed and peeled once an attempt. This is exact: the graph
 * of all keys has no cycle if and only if the links have none.
 *
 *   `setUp`     walks the keys under s1 and makes the links; their number is peel.edgeCount.
 *   `hash`      makes edges of the links under s2; no when two linked second vertices are the same,
 *               so that peeling is not worth it.
 *   `peel`      peels those edges; yes when there is no cycle.
 *   `vertices`  after hash: computes both vertices of some keys.
 *   `assign`    after peel: writes the 2E slots of the table.
 *   `verify`    computes every key's index from the slots and compares.
 *   `mark`      after hash: sets the byte of each vertex that a key has.
 *
 * The first four are compiled for each CpuLevel and width of keys. The others read keys through
 * `vertices` alone and are bound by loads and stores at random places, so there is one of each.
 *
 * All except `vertices` and `mark` take work and can stop amid it: WorkMore, or false where there
 * is no answer, says that the same call with more work goes on. ContractionReset comes before the
 * first call for an attempt.
 *
 * A Contraction is one thread's scratch over memory of the caller's.
 */
#ifndef CHM01_CONTRACTION_H
#define CHM01_CONTRACTION_H

#include "chm01/base/cpu.h"
#include "peel.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ContractionForm {
    /*
     * fewer than 65,536 keys, at most 65,536 vertices a side; 16-bit slots; a key's index is its
     * position. Slots of 8 bits are given
     */
    ContractionSmall,
    ContractionScaled, /* as Small, but any number of vertices a side */
    ContractionBucket, /* as Small, but 32-bit slots and given indices */
    ContractionFull,   /* exactly 65,536 keys and vertices a side; 16-bit slots */
    ContractionLarge,  /* more of either; 32-bit slots */
    ContractionForms
} ContractionForm;

enum { ContractionBlock = 64 }; /* keys whose vertices are computed at a time */

/* The second ones are counted from the upper half's start. */
typedef struct ContractionVertices {
    uint32_t firsts[ContractionBlock], seconds[ContractionBlock];
} ContractionVertices;

typedef struct Contraction {
    Peel peel;
    const struct ContractionOps *ops;
    const void *keys;        /* keyCount uint32_t or uint64_t; the caller sets these two before setUp */
    const uint32_t *indices; /* ContractionBucket: of each key */
    const void *given;       /* for ContractionGivenSlots: a number of the slots' width for each key */
    uint64_t noise;          /* not 0: what decides about the slots that no key touches, else they are 0 */
    uint32_t keyCount;
    uint32_t edges;    /* vertices a side: 2^edgeBits, or fewer when scaled */
    uint32_t edgeBits; /* bits of an index */
    uint64_t s1, s2;
    void *firsts;       /* the first vertex of each key */
    void *last;         /* of each first vertex, the last key so far + 1 */
    void *links;        /* packed pairs of key positions: (previous of the chain, this one) */
    void *foldA, *keyA; /* of each link's two keys: the folded product and the key itself */
    void *foldB, *keyB;
    /* of what is under way: its place, links made, the candidate for s1, bits that are wrong */
    WorkPlace place;
    uint32_t made, candidate, wrong;
} Contraction;

typedef struct ContractionOps {
    bool (*setUp)(Contraction *contraction, uint64_t s1, Work *work);
    WorkAnswer (*hash)(Contraction *contraction, uint64_t s2, Work *work);
    WorkAnswer (*peel)(Peel *peel, Work *work);
    /* Takes up to ContractionBlock keys, at positions[begin] and on; NULL: at `begin` and on. */
    void (*vertices)(const Contraction *contraction, const uint32_t *positions, uint32_t begin, uint32_t count,
                     ContractionVertices *vertices);
} ContractionOps;

/* The loops over slots of one width, which are to add up to the same numbers. */
typedef struct ContractionSlots {
    size_t slotBytes;
    bool (*assignSeconds)(Contraction *contraction, void *upper, Work *work);
    bool (*assignFirsts)(Contraction *contraction, void *slots, Work *work);
    WorkAnswer (*verify)(Contraction *contraction, const void *slots, Work *work);
} ContractionSlots;

/*
 * Returns the form of a whole table. Its slots are as wide as TableSlotSize says; those of 8 bits
 * are given.
 */
ContractionForm ContractionFormFor(uint64_t keyCount, uint32_t edges);

/*
 * Bytes for up to keyCount keys and `edges` vertices a side, and the layout over that memory
 * (64-byte aligned).
 */
size_t ContractionBytes(ContractionForm form, uint32_t keySizeInBytes, uint64_t keyCount, uint32_t edges);
void ContractionBegin(Contraction *contraction, ContractionForm form, uint32_t keySizeInBytes, uint64_t keyCount,
                      uint32_t edges, void *memory);

/* Forgets what was under way. */
static inline void ContractionReset(Contraction *contraction)
{
    const WorkPlace begin = {0, 0};
    contraction->place = begin;
    contraction->candidate = 0;
}

/* The loops for this processor. The hash functions see keys of keySizeInBytes 4 or 8. */
const ContractionOps *ContractionOpsFor(ContractionForm form, uint32_t keySizeInBytes);

/* The loops over a form's slots; or those that give each key what `given` holds for it. */
const ContractionSlots *ContractionSlotsFor(ContractionForm form);
const ContractionSlots *ContractionGivenSlotsFor(ContractionForm form, uint32_t slotSizeInBytes);

bool ContractionAssign(Contraction *contraction, const ContractionSlots *slots, void *table, Work *work);

/*
 * Marks the vertices of the keys at `positions` (NULL: of the first `count`), each half from its
 * start. A half that is NULL is left out.
 */
void ContractionMark(const Contraction *contraction, const uint32_t *positions, uint32_t count, uint8_t *firsts,
                     uint8_t *seconds);

/* The same loops compiled for each CpuLevel: [key of 8 bytes][form]. */
extern const ContractionOps contractionBaseline[2][ContractionForms];
extern const ContractionOps contractionAvx2[2][ContractionForms];
extern const ContractionOps contractionAvx512[2][ContractionForms];

#ifdef __cplusplus
}
#endif
#endif
