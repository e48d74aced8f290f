/* Which reductions there are, in the order of what they cost. See text_reduction.h. */
#include "text_reduction.h"

#include "chm01/base/rng.h"

enum { TextStream = 0x74657874 }; /* of random draws: "text" */

typedef struct TextCandidate {
    uint8_t sources, fewestWords, tries;
} TextCandidate;

static const TextCandidate textCandidates[] = {{0, 1, 1},
                                               {TextFromLength, 1, 1},
                                               {TextFromSecond, 2, 4},
                                               {TextFromSecond | TextFromLength, 2, 4},
                                               {TextFromLast, 4, 4},
                                               {TextFromLast | TextFromLength, 4, 4},
                                               {TextFromSecond | TextFromLast | TextFromLength, 4, 4}};
static const uint32_t triesOfAll = 8, triesInSecret = 8;

uint64_t TextReduceAll(const TextReduction *reduction, const uint8_t *key, size_t length)
{
    const bool ignoreCase = reduction->ignoreCase;
    uint64_t hash = reduction->seed ^ (uint64_t)length * reduction->lengthFactor, word = 0;
    if (length < 8)
        word = TextFewBytes(key, length);
    for (size_t at = 0; length >= 8; at += 8) {
        const bool last = at + 8 >= length;
        word = TextWord(last ? key + length - 8 : key + at);
        if (last)
            break;
        hash = MultiplyFold(hash ^ (ignoreCase ? TextFoldWord(word) : word), reduction->lengthFactor);
    }
    return MultiplyFold(hash ^ (ignoreCase ? TextFoldWord(word) : word), reduction->lengthFactor);
}

static void TextTraitsAdd(TextTraits *traits, size_t length)
{
    traits->memberCount += length != 0;
    traits->longest = length > traits->longest ? length : traits->longest;
    traits->above16 += length > 16;
    for (uint32_t i = 0; i < 3; i++)
        traits->longBytes[i] += length > (size_t)8 << i ? length : 0;
}

bool TextTraitsOn(const TextKeys *keys, TextTraits *traits, WorkPlace *place, Work *work)
{
    WorkPiece piece;
    const size_t bytes = sizeof *keys->lengths;
    const bool over = WorkLines(work, place, keys->count * bytes, &piece);
    for (size_t i = piece.from / bytes; i < (piece.from + piece.bytes) / bytes; i++)
        TextTraitsAdd(traits, keys->lengths[i]);
    traits->keyCount = keys->count;
    return over;
}

TextTraits TextTraitsOf(const TextKeys *keys)
{
    TextTraits traits = {0};
    WorkPlace place = {0, 0};
    Work work = WorkAll();
    (void)TextTraitsOn(keys, &traits, &place, &work);
    return traits;
}

uint32_t TextWordsFor(const TextTraits *traits)
{
    enum { FewPart = 50 }; /* one of 50 keys may need a second look, at the strings themselves */
    if (traits->longest <= 8)
        return 1;
    return traits->above16 * FewPart <= traits->memberCount ? 2 : 4;
}

/* Does the last byte of that many words lie behind all keys? */
static bool TextHasRoom(const TextTraits *traits, uint32_t words)
{
    return words <= 2 && traits->longest < 8 * (size_t)words;
}

static uint32_t TextTries(const TextTraits *traits, uint32_t words, uint32_t fewest, const TextCandidate *candidate)
{
    const bool lengthTwice = (candidate->sources & TextFromLength) != 0 && TextHasRoom(traits, words);
    return candidate->fewestWords > words || candidate->fewestWords < fewest || lengthTwice ? 0 : candidate->tries;
}

/*
 * Finds the attempt-th candidate that looks at windows: *words and its sources. The sources are
 * TextFromAll when there are no more, and *attempt is what is left then.
 */
static uint32_t TextCandidateAt(const TextTraits *traits, uint32_t *attempt, uint32_t *words)
{
    const uint32_t first = TextWordsFor(traits);
    const uint32_t passes = first == 2 && traits->longest > 16 ? 2 : 1;
    for (uint32_t pass = 0; pass < passes; pass++)
        for (size_t i = 0; i < sizeof textCandidates / sizeof textCandidates[0]; i++) {
            *words = pass == 0 ? first : 4;
            const uint32_t tries = TextTries(traits, *words, pass == 0 ? 0 : 4, &textCandidates[i]);
            if (*attempt < tries)
                return textCandidates[i].sources;
            *attempt -= tries;
        }
    *words = first;
    return TextFromAll;
}

uint32_t TextReductionOrdinary(const TextTraits *traits)
{
    uint32_t left = UINT32_MAX, words;
    (void)TextCandidateAt(traits, &left, &words);
    return UINT32_MAX - left + triesOfAll;
}

bool TextReductionOf(const TextTraits *traits, bool ignoreCase, uint64_t rngSeed, uint64_t setSeed, uint32_t attempt,
                     TextReduction *out)
{
    uint32_t left = attempt, words;
    const uint32_t sources = TextCandidateAt(traits, &left, &words);
    if (sources == TextFromAll && left >= triesOfAll + triesInSecret)
        return false;
    const uint64_t seed = sources == TextFromAll && left >= triesOfAll ? setSeed : rngSeed;
    const uint64_t draw = RngDraw(seed, TextStream, 3 * (uint64_t)attempt);
    out->words = words;
    out->sources = sources;
    out->rotateSecond = 1 + (uint32_t)(draw & 0xFFFF) % 63;
    out->rotateLast = 1 + (uint32_t)(draw >> 16 & 0xFFFF) % 63;
    out->lengthInWords = TextHasRoom(traits, words);
    out->ignoreCase = ignoreCase;
    out->byPairs = TextCanGoByPairs(out);
    out->lengthFactor = RngDraw(seed, TextStream, 3 * (uint64_t)attempt + 1) | 1;
    out->seed = RngDraw(seed, TextStream, 3 * (uint64_t)attempt + 2);
    return true;
}
