/* Makes a table: chooses a reduction under which all keys differ, solves, fills in, verifies. */
#include "text_build.h"

#include "chm01/base/carve.h"
#include "chm01/hash/blake2b.h"
#include "chm01/hash/hash64.h"
#include "text_distinct.h"
#include "text_entry.h"
#include "text_fold.h"

enum { TextSampleMost = 2048 }; /* keys whose numbers are compared first */

/* Returns an upper bound of the pool's bytes. */
static size_t TextPoolBound(const TextKeys *keys, uint32_t words)
{
    size_t bytes = 0;
    for (size_t i = 0; i < keys->count; i++)
        bytes += keys->lengths[i] > 8 * words ? keys->lengths[i] : 0;
    return bytes;
}

/* Takes the arrays, which the table sees as those that nobody writes. */
static void TextCarveParts(TextBuild *build, Carve *carve)
{
    const TextKeys *const keys = build->keys;
    const TextTraits *const traits = &build->traits;
    TextTable *const table = build->table;
    TextParts *const parts = &build->parts;
    const uint32_t words = TextWordsFor(traits), most = traits->longest > 16 ? 4 : words;
    const bool direct = keys->count <= TextDirectMost, longer = traits->longest > 8 * words;
    const size_t slots = (size_t)1 << (direct ? TextDirectMostBits : TextDisplacedBits(traits->memberCount));
    const size_t entries = direct ? keys->count : slots;
    table->entries = parts->entries = CarveTake(carve, (entries * most * sizeof *parts->entries) << build->ignoreCase);
    table->lengths = parts->lengths = CarveTake(carve, entries * sizeof *parts->lengths);
    void *const offsets = CarveTake(carve, longer ? entries * sizeof *parts->offsets : 0);
    table->offsets = parts->offsets = longer ? offsets : NULL;
    table->pool = parts->pool = CarveTake(carve, TextPoolBound(keys, words));
    void *const first = CarveTake(carve, direct ? slots : slots * sizeof(uint32_t));
    void *const second = CarveTake(carve, direct ? 0 : slots * sizeof(uint32_t));
    table->slots = parts->slots = direct ? first : NULL;
    table->displacements = parts->displacements = direct ? NULL : first;
    table->positions = parts->positions = direct ? NULL : second;
}

static size_t TextCarveBuild(TextBuild *build, void *memory)
{
    const size_t members = build->keys->count;
    const bool direct = members <= TextDirectMost;
    const size_t slots = direct ? 0 : (size_t)1 << TextDisplacedBits(build->traits.memberCount);
    Carve carve = CarveBegin(memory);
    TextCarveParts(build, &carve);
    build->table->tableBytes = carve.used;
    build->members = CarveTake(&carve, members * sizeof *build->members);
    build->reduced = CarveTake(&carve, members * sizeof *build->reduced);
    build->sorted = CarveTake(&carve, members * sizeof *build->sorted);
    build->spare = CarveTake(&carve, members * sizeof *build->spare);
    build->stamps = CarveTake(&carve, direct ? sizeof *build->stamps << TextDirectMostBits : 0);
    build->starts = CarveTake(&carve, direct ? 0 : (slots + 2) * sizeof *build->starts);
    build->grouped = CarveTake(&carve, direct ? 0 : members * sizeof *build->grouped);
    build->groups = CarveTake(&carve, slots * sizeof *build->groups);
    build->taken = CarveTake(&carve, slots);
    return carve.used;
}

size_t TextTableBound(const TextKeys *keys, bool ignoreCase)
{
    TextTable table;
    TextBuild build = {.keys = keys, .traits = TextTraitsOf(keys), .table = &table, .ignoreCase = ignoreCase};
    return TextCarveBuild(&build, NULL);
}

size_t TextTableOwnBound(const TextKeys *keys, bool ignoreCase)
{
    TextTable table;
    TextBuild build = {.keys = keys, .traits = TextTraitsOf(keys), .table = &table, .ignoreCase = ignoreCase};
    (void)TextCarveBuild(&build, NULL);
    return table.tableBytes;
}

static uint64_t TextReduceKey(const TextReduction *reduction, const TextKeys *keys, size_t position, TextWindow *window)
{
    const uint8_t *const key = TextKeysAt(keys, position);
    TextWindowLoad(reduction, key, keys->lengths[position], window);
    return TextReduce(reduction, window, key, keys->lengths[position]);
}

/* Notes which keys have bytes. False: two have none. */
static bool TextListMembers(TextBuild *build)
{
    size_t count = 0;
    build->table->emptyPosition = TEXT_NOT_FOUND;
    for (size_t i = 0; i < build->keys->count; i++)
        if (build->keys->lengths[i] != 0)
            build->members[count++] = (uint32_t)i;
        else
            build->table->emptyPosition = (uint32_t)i;
    return count + 1 >= build->keys->count;
}

/* Are the numbers of the first `count` members different? *twice is one that is not. */
static bool TextMembersDiffer(const TextBuild *build, size_t count, uint64_t *twice)
{
    memcpy(build->sorted, build->reduced, count * sizeof *build->sorted);
    return TextDistinct(build->sorted, build->spare, count, twice);
}

static void TextReduceMembers(const TextBuild *build, size_t from, size_t to)
{
    TextWindow window;
    for (size_t i = from; i < to; i++)
        build->reduced[i] = TextReduceKey(&build->table->reduction, build->keys, build->members[i], &window);
}

static bool TextKeysSame(const TextBuild *build, uint32_t a, uint32_t b)
{
    const TextKeys *const keys = build->keys;
    return keys->lengths[a] == keys->lengths[b] &&
           TextSame(TextKeysAt(keys, a), TextKeysAt(keys, b), keys->lengths[a], build->table->reduction.ignoreCase);
}

/* Are the first two members with this number equal keys? */
static bool TextIsDuplicate(const TextBuild *build, uint64_t twice)
{
    size_t first = 0;
    while (build->reduced[first] != twice)
        first++;
    size_t second = first + 1;
    while (build->reduced[second] != twice)
        second++;
    return TextKeysSame(build, build->members[first], build->members[second]);
}

/* Reduces all members. True: all numbers differ. *duplicate: because two keys are equal. */
static bool TextReduceDifferently(const TextBuild *build, bool *duplicate)
{
    const size_t count = build->traits.memberCount, sample = count < TextSampleMost ? count : TextSampleMost;
    uint64_t twice;
    TextReduceMembers(build, 0, sample);
    bool differ = TextMembersDiffer(build, sample, &twice);
    if (differ && sample != count) {
        TextReduceMembers(build, sample, count);
        differ = TextMembersDiffer(build, count, &twice);
    }
    *duplicate = !differ && TextIsDuplicate(build, twice);
    return differ;
}

uint64_t TextKeysHash(const TextKeys *keys)
{
    Hash64Stream hash;
    Hash64Begin(&hash, 0);
    for (size_t i = 0; i < keys->count; i++) {
        const uint8_t length[2] = {(uint8_t)keys->lengths[i], (uint8_t)(keys->lengths[i] >> 8)};
        Hash64Add(&hash, length, sizeof length);
        Hash64Add(&hash, TextKeysAt(keys, i), keys->lengths[i]);
    }
    return Hash64End(&hash);
}

static uint64_t TextSetSeed(const TextKeys *keys, uint64_t rngSeed)
{
    uint64_t seed = rngSeed;
    for (size_t i = 0; i < keys->count; i++)
        seed = Blake2b(TextKeysAt(keys, i), keys->lengths[i], seed);
    return seed;
}

/* Finds a reduction and a multiplier. */
static ChmStatus TextSolve(TextBuild *build, uint64_t rngSeed, bool *duplicate)
{
    const uint32_t ordinary = TextReductionOrdinary(&build->traits);
    uint64_t setSeed = 0;
    for (uint32_t attempt = 0;; attempt++) {
        if (attempt == ordinary)
            setSeed = TextSetSeed(build->keys, rngSeed);
        if (!TextReductionOf(&build->traits, build->ignoreCase, rngSeed, setSeed, attempt, &build->table->reduction))
            return ChmUnsolvable;
        build->rngSeed = attempt < ordinary ? rngSeed : setSeed;
        const bool differ = TextReduceDifferently(build, duplicate);
        if (*duplicate)
            return ChmDuplicateKey;
        if (differ && (build->table->slots != NULL ? TextDirectSolve(build) : TextDisplacedSolve(build)))
            return ChmOk;
    }
}

static void TextStoreLong(const TextBuild *build, size_t entry, const uint8_t *key, size_t length)
{
    TextTable *const table = build->table;
    build->parts.offsets[entry] = (uint32_t)table->poolBytes;
    for (size_t i = 0; i < length; i++)
        build->parts.pool[table->poolBytes++] = table->reduction.ignoreCase ? TextFold(key[i]) : key[i];
}

/* Stores a word of an entry and, where case is ignored, which of its bytes are letters. */
static void TextStoreWord(const TextReduction *reduction, uint64_t word, uint64_t *entry)
{
    entry[0] = word;
    if (!reduction->ignoreCase)
        return;
    entry[0] = TextFoldWord(word);
    entry[reduction->words] = TextLetterBits(entry[0]);
}

static void TextStoreEntry(const TextBuild *build, size_t entry, uint32_t position, const TextWindow *window)
{
    const TextKeys *const keys = build->keys;
    const uint32_t words = build->table->reduction.words;
    uint64_t *const stored = build->parts.entries + entry * TextEntryWords(&build->table->reduction);
    for (uint32_t i = 0; i < words; i++)
        TextStoreWord(&build->table->reduction, window->words[i], stored + i);
    build->parts.lengths[entry] = keys->lengths[position];
    if (keys->lengths[position] > 8 * words)
        TextStoreLong(build, entry, TextKeysAt(keys, position), keys->lengths[position]);
}

/* Stores each key where a lookup comes to. */
static void TextStoreAll(TextBuild *build)
{
    TextTable *const table = build->table;
    TextWindow window;
    if (table->longest <= 8 * table->reduction.words)
        table->offsets = NULL;
    for (size_t i = 0; i < build->traits.memberCount; i++) {
        const uint32_t position = build->members[i];
        const uint64_t reduced = TextReduceKey(&table->reduction, build->keys, position, &window);
        uint32_t found;
        TextStoreEntry(build, TextEntryOf(table, reduced, &found), position, &window);
    }
}

static ChmStatus TextVerify(const TextTable *table, const TextKeys *keys, ChmError *error)
{
    for (size_t i = 0; i < keys->count; i++)
        if (TextTableFind(table, TextKeysAt(keys, i), keys->lengths[i]) != i)
            return ChmFail(error, ChmInternal, NULL, 0, 0, 0);
    return ChmOk;
}

/* Names the duplicate, if there is one. */
static ChmStatus TextFailed(const TextBuild *build, ChmError *error)
{
    const ChmStatus status = TextKeysFindDuplicate(build->keys, build->ignoreCase, build->spare, error);
    if (status != ChmOk)
        return status;
    return ChmFail(error, ChmUnsolvable, "no hash was found that keeps these text keys apart", 0, 0, 0);
}

ChmStatus TextTableBuild(const TextKeys *keys, const TextTableOptions *options, void *memory, size_t memoryBytes,
                         TextTable *out, ChmError *error)
{
    memset(out, 0, sizeof *out);
    if (keys->count == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    if (keys->count > TEXT_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, keys->count, TEXT_MAX_KEYS, 0);
    TextBuild build = {.keys = keys, .traits = TextTraitsOf(keys), .table = out, .ignoreCase = options->ignoreCase};
    const size_t wanted = TextCarveBuild(&build, NULL);
    if (memoryBytes < wanted)
        return ChmFail(error, ChmOutOfMemory, NULL, wanted, 0, 0);
    (void)TextCarveBuild(&build, memory);
    memset(memory, 0, out->tableBytes);
    out->keyCount = keys->count;
    out->longest = build.traits.longest;

    bool duplicate = false;
    if (!TextListMembers(&build) || TextSolve(&build, options->rngSeed, &duplicate) != ChmOk)
        return TextFailed(&build, error);
    TextStoreAll(&build);
    out->keysHash = TextKeysHash(keys);
    return TextVerify(out, keys, error);
}
