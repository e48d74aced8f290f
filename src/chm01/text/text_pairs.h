/*
 * Lookups by vectors of 16 bytes: what they load of a key, and how they compare it with an entry.
 * No branch depends on what is in the memory of the table, except the last one of a long key; so
 * the processor goes on to the next lookups while it waits for that memory. For tables that tell
 * case apart and look at more than 8 bytes of a key but not at all of them. Private to text*.c.
 * Any thread.
 */
#ifndef CHM01_TEXT_PAIRS_H
#define CHM01_TEXT_PAIRS_H

#include "chm01/base/vector.h"
#include "text_entry.h"

typedef struct TextPairs {
    Vector first; /* 16 bytes, with zeros behind the key, or with its length in the last of them */
    Vector last;  /* with four words: the last 16; of a shorter key its first again */
} TextPairs;

/*
 * Is such a key looked up by pairs? Others are those that no key of the table can be equal to, and
 * those whose first 16 bytes can't be loaded whole.
 */
static inline bool TextHasPairs(const TextTable *table, const uint8_t *key, size_t length)
{
#ifndef TEXT_IN_BOUNDS
    if (((uintptr_t)key & (TextPageBytes - 1)) > TextPageBytes - TextHeadBytes)
        return false;
#else
    (void)key;
#endif
    return table->reduction.byPairs && length - 1 < table->longest;
}

/* Answers as TextTableFind does, of any table and key. */
uint32_t TextFindByWords(const TextTable *table, const uint8_t *key, size_t length);

static inline Vector TextPairHead(const uint8_t *key, size_t length)
{
#ifndef TEXT_IN_BOUNDS
    static const uint8_t ends[2 * TextHeadBytes] = {255, 255, 255, 255, 255, 255, 255, 255,
                                                    255, 255, 255, 255, 255, 255, 255, 255};
    const size_t bytes = length < TextHeadBytes ? length : TextHeadBytes;
    return VectorAnd(VectorAt(key), VectorAt(ends + TextHeadBytes - bytes));
#else
    uint64_t words[2];
    TextHeadInBounds(key, length, words);
    return VectorAt(words);
#endif
}

/* Loads a key that TextHasPairs is true of. words: those of the reduction. */
static inline TextPairs TextPairsOf(const TextReduction *reduction, uint32_t words, const uint8_t *key, size_t length)
{
    TextPairs pairs;
    pairs.first = pairs.last = TextPairHead(key, length);
    if (words == 4 && length > TextHeadBytes)
        pairs.last = VectorAt(key + length - TextHeadBytes);
    if (words == 2 && reduction->lengthInWords)
        pairs.first = VectorOr(pairs.first, VectorLastByte((uint8_t)length));
    return pairs;
}

/* Returns the number of the key, as TextReduce makes it. */
static inline uint64_t TextReducePairs(const TextReduction *reduction, const TextPairs *pairs, size_t length)
{
    const uint32_t sources = reduction->sources;
    uint64_t reduced = VectorLow(pairs->first);
    if ((sources & TextFromSecond) != 0)
        reduced += TextRotate(VectorHigh(pairs->first), reduction->rotateSecond);
    if ((sources & TextFromLast) != 0)
        reduced += TextRotate(VectorHigh(pairs->last), reduction->rotateLast);
    if ((sources & TextFromLength) != 0)
        reduced += (uint64_t)length * reduction->lengthFactor;
    return reduced;
}

/* Is a key longer than that many words? Then it is compared with a string, not with an entry. */
static inline bool TextIsLong(uint32_t words, size_t length)
{
    return length > 8 * (size_t)words;
}

/* Returns the same number of a long key, in which all its words lie. */
static inline uint64_t TextReduceLong(const TextReduction *reduction, const uint8_t *key, size_t length)
{
    const uint32_t sources = reduction->sources;
    uint64_t reduced = TextWord(key);
    if ((sources & TextFromSecond) != 0)
        reduced += TextRotate(TextWord(key + 8), reduction->rotateSecond);
    if ((sources & TextFromLast) != 0)
        reduced += TextRotate(TextWord(key + length - 8), reduction->rotateLast);
    if ((sources & TextFromLength) != 0)
        reduced += (uint64_t)length * reduction->lengthFactor;
    return reduced;
}

/* Returns the number of any key of at least a byte and at most the table's longest. */
static inline uint64_t TextNumberOf(const TextTable *table, const uint8_t *key, size_t length)
{
    TextWindow window;
    if (TextHasPairs(table, key, length)) {
        if (TextIsLong(table->reduction.words, length))
            return TextReduceLong(&table->reduction, key, length);
        const TextPairs pairs = TextPairsOf(&table->reduction, table->reduction.words, key, length);
        return TextReducePairs(&table->reduction, &pairs, length);
    }
    TextWindowLoad(&table->reduction, key, length, &window);
    return TextReduce(&table->reduction, &window, key, length);
}

static inline Vector TextPairDifference(const uint8_t *a, const uint8_t *b)
{
    return VectorXor(VectorAt(a), VectorAt(b));
}

/*
 * Returns 0 if two strings of one length, of more than 16 bytes, are equal, otherwise 1. Blocks
 * overlap, so that up to 64 bytes are compared without a branch.
 */
static inline uint32_t TextLongDiffers(const uint8_t *a, const uint8_t *b, size_t length)
{
    const size_t last = length - TextHeadBytes, second = last < 16 ? last : 16, third = last < 32 ? last : 32;
    Vector difference =
        VectorOr(VectorOr(TextPairDifference(a, b), TextPairDifference(a + last, b + last)),
                 VectorOr(TextPairDifference(a + second, b + second), TextPairDifference(a + third, b + third)));
    for (size_t at = 48; at < last; at += TextHeadBytes)
        difference = VectorOr(difference, TextPairDifference(a + at, b + at));
    return VectorAny(difference);
}

/* Returns 0 if a long key is that of the entry, otherwise 1. */
static inline uint32_t TextStringDiffers(const TextTable *table, size_t entry, const uint8_t *key, size_t length)
{
    return table->lengths[entry] != length || TextLongDiffers(table->pool + table->offsets[entry], key, length) != 0;
}

/* Returns 0 if a key that is not long is that of the entry, otherwise 1. */
static inline uint32_t TextEntryDiffers(const TextTable *table, uint32_t words, size_t entry, const TextPairs *pairs,
                                        size_t length)
{
    const uint64_t *const stored = table->entries + entry * words;
    Vector difference = VectorXor(pairs->first, VectorAt(stored));
    if (words == 4)
        difference = VectorOr(difference, VectorXor(pairs->last, VectorAt(stored + 2)));
    const uint32_t bytes = VectorAny(difference);
    return words == 2 && table->reduction.lengthInWords ? bytes : bytes | (table->lengths[entry] != length);
}

#endif
