/*
 * How a text key becomes 64 bits: which bytes are looked at is chosen for each set, so that no two
 * of its keys become one number. Pure values: any thread.
 */
#ifndef CHM01_TEXT_REDUCTION_H
#define CHM01_TEXT_REDUCTION_H

#include "chm01/base/multiply_fold.h"
#include "text_keys.h"
#include "text_window.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The parts that are added to the first 8 bytes of a key; TextFromAll: a hash of all bytes takes
 * their place.
 */
typedef enum TextSource {
    TextFromSecond = 1, /* bytes 8 to 15 */
    TextFromLast = 2,   /* the last 8 bytes, where a key has 16 */
    TextFromLength = 4,
    TextFromAll = 8
} TextSource;

typedef struct TextReduction {
    uint32_t words;        /* of a key that a lookup loads and compares: 1, 2 or 4 */
    uint32_t sources;      /* of TextSource */
    uint32_t rotateSecond; /* left, before it is added */
    uint32_t rotateLast;
    bool lengthInWords; /* the last byte of the words is the length: no key is so long that it has that byte */
    bool ignoreCase;
    bool byPairs;          /* lookups may go by vectors of 16 bytes: see text_pairs.h */
    uint64_t lengthFactor; /* odd: lengths and bytes must not cancel, as "ac" and "acb" would by a plain exclusive or */
    uint64_t seed;         /* of TextFromAll */
} TextReduction;

/*
 * Loads the words of a key of at least a byte. Keys that are too long for lengthInWords get a
 * length that no key has.
 */
static inline void TextWindowLoad(const TextReduction *reduction, const uint8_t *key, size_t length, TextWindow *window)
{
    TextHead(key, length, window->words);
    if (length >= TextHeadBytes) {
        window->words[2] = TextWord(key + length - 16);
        window->words[3] = TextWord(key + length - 8);
    } else {
        window->words[2] = window->words[0];
        window->words[3] = window->words[1];
    }
    const size_t most = 8 * (size_t)reduction->words;
    if (reduction->lengthInWords)
        window->words[reduction->words - 1] |= (uint64_t)(length < most ? length : most) << 56;
}

static inline bool TextCanGoByPairs(const TextReduction *reduction)
{
    return reduction->words > 1 && !reduction->ignoreCase && reduction->sources != TextFromAll;
}

static inline uint64_t TextRotate(uint64_t word, uint32_t bits) /* 1 to 63 */
{
    return word << bits | word >> (64 - bits);
}

/* Returns a hash of all bytes of a key. */
uint64_t TextReduceAll(const TextReduction *reduction, const uint8_t *key, size_t length);

/*
 * Returns the number of a key. Where case is ignored, a letter and its capital count alike, and so
 * do some other bytes that differ in that bit alone: a set that has both gets a hash of all bytes.
 */
static inline uint64_t TextReduce(const TextReduction *reduction, const TextWindow *window, const uint8_t *key,
                                  size_t length)
{
    const uint32_t sources = reduction->sources;
    if ((sources & TextFromAll) != 0)
        return TextReduceAll(reduction, key, length);
    const uint64_t caseBits = reduction->ignoreCase ? TEXT_CASE_BITS : 0;
    uint64_t reduced = window->words[0] | caseBits;
    if ((sources & TextFromSecond) != 0)
        reduced += TextRotate(window->words[1] | caseBits, reduction->rotateSecond);
    if ((sources & TextFromLast) != 0)
        reduced += TextRotate(window->words[3] | caseBits, reduction->rotateLast);
    if ((sources & TextFromLength) != 0)
        reduced += (uint64_t)length * reduction->lengthFactor;
    return reduced;
}

/* The facts of keys that decide which reductions there are, and how much memory they take. */
typedef struct TextTraits {
    size_t keyCount;
    size_t longest;      /* in bytes */
    size_t memberCount;  /* keys that have bytes */
    size_t above16;      /* keys of more bytes than that */
    size_t longBytes[3]; /* of keys that are longer than 1, 2 and 4 words */
} TextTraits;

TextTraits TextTraitsOf(_In_ const TextKeys *keys);

/* The same in slices: goes on with traits that are all zero at first. True: they are whole. */
bool TextTraitsOn(_In_ const TextKeys *keys, _Inout_ TextTraits *traits, _Inout_ WorkPlace *place, _Inout_ Work *work);

/* Returns how many words a lookup of such keys should load at least. */
uint32_t TextWordsFor(const TextTraits *traits);

/*
 * Makes the attempt-th reduction that such keys can have, the cheapest first; false: there are no
 * more. setSeed: a number that nobody can foresee, on which the last ones depend.
 */
bool TextReductionOf(const TextTraits *traits, bool ignoreCase, uint64_t rngSeed, uint64_t setSeed, uint32_t attempt,
                     TextReduction *out);

/* Returns how many attempts do not depend on setSeed. */
uint32_t TextReductionOrdinary(const TextTraits *traits);

#ifdef __cplusplus
}
#endif
#endif
