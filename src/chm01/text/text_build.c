/*
 * Makes a table, in slices: chooses a reduction under which all keys differ, solves, fills in,
 * verifies. Each stage goes on where it stopped, and says what is next.
 */
#include "text_build.h"

#include <assert.h>

#include "chm01/base/carve.h"
#include "chm01/base/vector.h"
#include "chm01/hash/blake2b.h"
#include "text_entry.h"
#include "text_fold.h"
#include "text_pairs.h"

enum {
    TextSampleMost = 2048, /* keys whose numbers are compared first */
    TextMembersAhead = 16, /* whose memory is asked for */
    TextAtOnce = 32        /* keys that are verified */
};

/* Takes the arrays, which the table sees as those that nobody writes. */
static void TextCarveParts(TextBuild *build, Carve *carve)
{
    const TextTraits *const traits = &build->traits;
    TextTable *const table = build->table;
    TextParts *const parts = &build->parts;
    const uint32_t words = TextWordsFor(traits), most = traits->longest > 16 ? 4 : words;
    const bool direct = traits->keyCount <= TextDirectMost, longer = traits->longest > 8 * words;
    const size_t slots = (size_t)1 << (direct ? TextDirectMostBits : TextDisplacedBits(traits->memberCount));
    const uint64_t entries = direct ? traits->keyCount : slots;
    table->entries = parts->entries = CarveTake(carve, (entries * most * sizeof *parts->entries) << build->ignoreCase);
    table->lengths = parts->lengths = CarveTake(carve, entries * sizeof *parts->lengths);
    void *const offsets = CarveTake(carve, longer ? entries * sizeof *parts->offsets : 0);
    table->offsets = parts->offsets = longer ? offsets : NULL;
    table->pool = parts->pool = CarveTake(carve, traits->longBytes[words / 2]);
    void *const first = CarveTake(carve, direct ? slots : slots * sizeof(uint32_t));
    void *const second = CarveTake(carve, direct ? 0 : slots * sizeof(uint32_t));
    table->slots = parts->slots = direct ? first : NULL;
    table->displacements = parts->displacements = direct ? NULL : first;
    table->positions = parts->positions = direct ? NULL : second;
}

/* Cuts the memory into the table, the scratch, and the build itself. */
static size_t TextCarveBuild(TextBuild *build, void *memory, TextBuild **self)
{
    const uint64_t members = build->traits.keyCount;
    const bool direct = members <= TextDirectMost;
    const size_t slots = direct ? 0 : (size_t)1 << TextDisplacedBits(build->traits.memberCount);
    Carve carve = CarveBegin(memory);
    TextCarveParts(build, &carve);
    build->table->tableBytes = carve.used;
    build->members = CarveTake(&carve, members * sizeof *build->members);
    build->reduced = CarveTake(&carve, members * sizeof *build->reduced);
    build->stamps = CarveTake(&carve, direct ? sizeof *build->stamps << TextDirectMostBits : 0);
    Carve solving = carve; /* which begins when numbers have been compared: in the same memory */
    build->sorted = CarveTake(&carve, members * sizeof *build->sorted);
    build->spare = CarveTake(&carve, members * sizeof *build->spare);
    build->starts = CarveTake(&solving, direct ? 0 : (uint64_t)(slots + 2) * sizeof *build->starts);
    build->grouped = CarveTake(&solving, direct ? 0 : members * sizeof *build->grouped);
    build->groups = CarveTake(&solving, (uint64_t)slots * sizeof *build->groups);
    build->taken = CarveTake(&solving, slots);
    carve.used = solving.used > carve.used ? solving.used : carve.used;
    *self = CarveTake(&carve, sizeof *build);
    return carve.used;
}

/* Returns the bytes that such keys take, and in *own those of the table. */
static size_t TextMeasure(const TextTraits *traits, bool ignoreCase, size_t *own)
{
    TextTable table;
    TextBuild build = {.traits = *traits, .table = &table, .ignoreCase = ignoreCase}, *self;
    const size_t bytes = TextCarveBuild(&build, NULL, &self);
    *own = table.tableBytes;
    return bytes;
}

size_t TextTableBoundOf(const TextTraits *traits, bool ignoreCase)
{
    size_t own;
    return TextMeasure(traits, ignoreCase, &own);
}

size_t TextTableBound(const TextKeys *keys, bool ignoreCase)
{
    const TextTraits traits = TextTraitsOf(keys);
    return TextTableBoundOf(&traits, ignoreCase);
}

size_t TextTableOwnBound(const TextTraits *traits, bool ignoreCase)
{
    size_t own;
    (void)TextMeasure(traits, ignoreCase, &own);
    return own;
}

/* ---- the stages ---- */

/* Takes the steps for a key of that many bytes. */
static void TextPay(Work *work, size_t length)
{
    enum { BytesAStep = 32 };
    (void)WorkUntil(work, 0, 1 + length / BytesAStep);
}

static WorkAnswer TextThen(TextBuild *build, TextStage stage)
{
    const WorkPlace begin = {0, 0};
    build->stage = stage;
    build->place = begin;
    return WorkYes;
}

static WorkAnswer TextClearOn(TextBuild *build, Work *work)
{
    return WorkClear(work, &build->place, build->memory, build->table->tableBytes) ? TextThen(build, TextStageList)
                                                                                   : WorkMore;
}

/* Notes which keys have bytes. WorkNo: two have none. */
static WorkAnswer TextListOn(TextBuild *build, Work *work)
{
    const size_t end = build->keys->count, stop = WorkUntil(work, build->place.at, end);
    for (size_t i = build->place.at; i < stop; i++)
        if (build->keys->lengths[i] != 0)
            build->members[i - build->emptyCount] = (uint32_t)i;
        else if (build->emptyCount++ == 0)
            build->table->emptyPosition = (uint32_t)i;
    if (!WorkPassed(&build->place, stop, end))
        return WorkMore;
    return build->emptyCount <= 1 ? TextThen(build, TextStageNext) : WorkNo;
}

static uint64_t TextReduceKey(const TextReduction *reduction, const TextKeys *keys, size_t position, TextWindow *window)
{
    const uint8_t *const key = TextKeysAt(keys, position);
    TextWindowLoad(reduction, key, keys->lengths[position], window);
    return TextReduce(reduction, window, key, keys->lengths[position]);
}

static void TextReduceMembers(const TextBuild *build, size_t from, size_t to)
{
    const TextKeys *const keys = build->keys;
    for (size_t i = from; i < to; i++) {
        const uint32_t member = build->members[i];
        build->reduced[i] = build->sorted[i] =
            TextNumberOf(build->table, TextKeysAt(keys, member), keys->lengths[member]);
    }
}

/* Chooses what follows numbers of which two are equal. */
static WorkAnswer TextTwice(TextBuild *build)
{
    build->first = build->second = UINT32_MAX;
    return TextThen(build, TextStageTwice);
}

/* Do the two keys that had one number last have one by the table's reduction as well? */
static bool TextStillTwice(const TextBuild *build)
{
    const TextReduction *const reduction = &build->table->reduction;
    TextWindow window;
    return build->second != UINT32_MAX && TextReduceKey(reduction, build->keys, build->first, &window) ==
                                              TextReduceKey(reduction, build->keys, build->second, &window);
}

static WorkAnswer TextSolveNext(TextBuild *build)
{
    build->tries = 0;
    return TextThen(build, TextStageSolve);
}

/*
 * Takes the next reduction, and looks whether it keeps the first members apart. WorkNo: there are
 * no more.
 */
static WorkAnswer TextNextOn(TextBuild *build, Work *work)
{
    const uint32_t ordinary = TextReductionOrdinary(&build->traits);
    const size_t count = build->traits.memberCount, sample = count < TextSampleMost ? count : TextSampleMost;
    Work all = WorkAll();
    if (build->attempt == ordinary && !build->seeded)
        return TextThen(build, TextStageSeed);
    if (!TextReductionOf(&build->traits, build->ignoreCase, build->wantedSeed, build->setSeed, build->attempt,
                         &build->table->reduction))
        return WorkNo;
    build->rngSeed = build->attempt < ordinary ? build->wantedSeed : build->setSeed;
    build->attempt++;
    if (TextStillTwice(build)) {
        TextPay(work, (size_t)build->keys->lengths[build->first] + build->keys->lengths[build->second]);
        return TextThen(build, TextStageNext);
    }
    (void)WorkUntil(work, 0, sample);
    TextReduceMembers(build, 0, sample);
    TextDistinctBegin(&build->distinct, build->sorted, build->spare, sample);
    if (TextDistinctOn(&build->distinct, &all, &build->twice) == WorkNo)
        return TextTwice(build);
    return sample == count ? TextSolveNext(build) : TextThen(build, TextStageReduce);
}

static WorkAnswer TextSeedOn(TextBuild *build, Work *work)
{
    const TextKeys *const keys = build->keys;
    if (build->place.at == 0)
        build->setSeed = build->wantedSeed;
    for (; build->place.at != keys->count; build->place.at++) {
        if (work->left == 0)
            return WorkMore;
        TextPay(work, 16 * (64 + (size_t)keys->lengths[build->place.at]));
        build->setSeed = Blake2b(TextKeysAt(keys, build->place.at), keys->lengths[build->place.at], build->setSeed);
    }
    build->seeded = true;
    return TextThen(build, TextStageNext);
}

static WorkAnswer TextReduceOn(TextBuild *build, Work *work)
{
    const size_t end = build->traits.memberCount;
    while (build->place.at != end) {
        if (work->left == 0)
            return WorkMore;
        const bool whole = (build->table->reduction.sources & TextFromAll) != 0;
        const size_t stop = whole ? build->place.at + 1 : WorkUntil(work, build->place.at, end);
        if (whole)
            TextPay(work, build->keys->lengths[build->members[build->place.at]]);
        TextReduceMembers(build, build->place.at, stop);
        build->place.at = stop;
    }
    TextDistinctBegin(&build->distinct, build->sorted, build->spare, build->traits.memberCount);
    return TextThen(build, TextStageCompare);
}

static WorkAnswer TextCompareOn(TextBuild *build, Work *work)
{
    const WorkAnswer answer = TextDistinctOn(&build->distinct, work, &build->twice);
    if (answer == WorkMore)
        return WorkMore;
    return answer == WorkYes ? TextSolveNext(build) : TextTwice(build);
}

static bool TextKeysSame(const TextBuild *build, uint32_t a, uint32_t b)
{
    const TextKeys *const keys = build->keys;
    return keys->lengths[a] == keys->lengths[b] &&
           TextSame(TextKeysAt(keys, a), TextKeysAt(keys, b), keys->lengths[a], build->ignoreCase);
}

/* Finds the first two members with the number. WorkNo: their keys are equal. */
static WorkAnswer TextTwiceOn(TextBuild *build, Work *work)
{
    const size_t end = build->traits.memberCount, stop = WorkUntil(work, build->place.at, end);
    for (size_t i = build->place.at; i < stop; i++) {
        if (build->reduced[i] != build->twice)
            continue;
        if (build->first != UINT32_MAX) {
            build->second = build->members[i];
            return TextKeysSame(build, build->first, build->second) ? WorkNo : TextThen(build, TextStageNext);
        }
        build->first = build->members[i];
    }
    build->place.at = stop;
    return WorkMore;
}

static WorkAnswer TextSolveOn(TextBuild *build, Work *work)
{
    const WorkAnswer answer =
        build->table->slots != NULL ? TextDirectSolve(build, work) : TextDisplacedSolve(build, work);
    if (answer == WorkMore)
        return WorkMore;
    return TextThen(build, answer == WorkYes ? TextStageStore : TextStageNext);
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

static void TextStoreMember(TextBuild *build, size_t member)
{
    const uint32_t position = build->members[member];
    TextWindow window;
    uint32_t found;
    TextWindowLoad(&build->table->reduction, TextKeysAt(build->keys, position), build->keys->lengths[position],
                   &window);
    TextStoreEntry(build, TextEntryOf(build->table, build->reduced[member], &found), position, &window);
}

/* Asks for the memory of a member's entry, where keys are many. */
static void TextStoreAhead(const TextBuild *build, size_t member)
{
    const TextTable *const table = build->table;
    if (member < build->traits.memberCount && table->displacements != NULL)
        CacheAhead(table->entries + TextDisplacedEntry(table, build->reduced[member] * table->multiplier) *
                                        TextEntryWords(&table->reduction));
}

/* Stores each key where a lookup comes to. */
static WorkAnswer TextStoreOn(TextBuild *build, Work *work)
{
    if (build->table->longest <= 8 * build->table->reduction.words)
        build->table->offsets = NULL;
    for (; build->place.at != build->traits.memberCount; build->place.at++) {
        const uint32_t position = build->members[build->place.at];
        if (work->left == 0)
            return WorkMore;
        TextPay(work, 8 * (size_t)build->keys->lengths[position]);
        TextStoreAhead(build, build->place.at + TextMembersAhead);
        TextStoreMember(build, build->place.at);
    }
    TextKeysHashBegin(&build->hash);
    return TextThen(build, TextStageHash);
}

/* Adds a key, which with its length is one piece if it is short. */
static void TextHashKey(Hash64Stream *hash, const TextKeys *keys, size_t position)
{
    enum { LengthBytes = 2, ShortBytes = 62 };
    const uint16_t length = keys->lengths[position];
    uint8_t piece[LengthBytes + ShortBytes] = {(uint8_t)length, (uint8_t)(length >> 8)};
    const bool isShort = length <= ShortBytes;
    if (isShort)
        memcpy(piece + LengthBytes, TextKeysAt(keys, position), length);
    Hash64Add(hash, piece, isShort ? LengthBytes + (size_t)length : LengthBytes);
    if (!isShort)
        Hash64Add(hash, TextKeysAt(keys, position), length);
}

void TextKeysHashBegin(Hash64Stream *hash)
{
    Hash64Begin(hash, 0);
}

bool TextKeysHashOn(const TextKeys *keys, Hash64Stream *hash, WorkPlace *place, Work *work)
{
    for (; place->at != keys->count; place->at++) {
        if (work->left == 0)
            return false;
        TextPay(work, keys->lengths[place->at]);
        TextHashKey(hash, keys, place->at);
    }
    return true;
}

static WorkAnswer TextHashOn(TextBuild *build, Work *work)
{
    if (!TextKeysHashOn(build->keys, &build->hash, &build->place, work))
        return WorkMore;
    build->table->keysHash = Hash64End(&build->hash);
    return TextThen(build, TextStageVerify);
}

/* Looks keys from `from` to before `to` up, at most TextAtOnce of them. */
static bool TextAreFound(const TextBuild *build, size_t from, size_t to)
{
    TextString texts[TextAtOnce] = {{NULL, 0}};
    uint32_t positions[TextAtOnce];
    for (size_t i = from; i < to; i++)
        texts[i - from] = (TextString){TextKeysAt(build->keys, i), build->keys->lengths[i]};
    TextTableFindMany(build->table, texts, to - from, positions);
    size_t found = from;
    while (found != to && positions[found - from] == found)
        found++;
    return found == to;
}

/* Looks each key up. WorkYes: all are found. */
static WorkAnswer TextVerifyOn(TextBuild *build, Work *work)
{
    const TextKeys *const keys = build->keys;
    while (build->place.at != keys->count) {
        const size_t from = build->place.at;
        if (work->left == 0)
            return WorkMore;
        for (; build->place.at != keys->count && build->place.at - from < TextAtOnce && work->left != 0;
             build->place.at++)
            TextPay(work, 64 + (size_t)keys->lengths[build->place.at]);
        if (!TextAreFound(build, from, build->place.at))
            return WorkNo;
    }
    return TextThen(build, TextStageCount);
}

static WorkAnswer TextLookStageOn(TextBuild *build, Work *work)
{
    return TextLookOn(&build->look, work) ? TextThen(build, TextStageCount) : WorkMore;
}

typedef WorkAnswer (*TextStageOn)(TextBuild *build, Work *work);
/* In the order of TextStage. */
static const TextStageOn textStages[] = {TextClearOn,  TextListOn,    TextNextOn,   TextSeedOn,
                                         TextReduceOn, TextCompareOn, TextTwiceOn,  TextSolveOn,
                                         TextStoreOn,  TextHashOn,    TextVerifyOn, TextLookStageOn};
static_assert(sizeof textStages / sizeof textStages[0] == TextStageCount, "a stage has no function");

/* ---- begin and end ---- */

/* A stage has found no way on: looks for keys that are equal. False: it was the verification. */
static bool TextFailed(TextBuild *build)
{
    if (build->stage == TextStageVerify)
        return false;
    TextLookBegin(&build->look, build->keys, build->ignoreCase, (uint32_t *)(void *)build->spare);
    build->failed = true;
    (void)TextThen(build, TextStageLook);
    return true;
}

static ChmStatus TextAnswer(const TextBuild *build, ChmError *error)
{
    if (!build->failed)
        return ChmOk;
    const ChmStatus status = TextLookAnswer(&build->look, error);
    if (status != ChmOk)
        return status;
    return ChmFail(error, ChmUnsolvable, "no hash was found that keeps these text keys apart", 0, 0, 0);
}

ChmStatus TextTableOn(TextBuild *build, Work *work, ChmError *error)
{
    while (build->stage != TextStageCount) {
        const WorkAnswer answer = work->left != 0 ? textStages[build->stage](build, work) : WorkMore;
        if (answer == WorkMore && work->left == 0)
            return ChmContinue;
        if (answer == WorkNo && !TextFailed(build))
            return ChmFail(error, ChmInternal, NULL, 0, 0, 0);
    }
    return TextAnswer(build, error);
}

ChmStatus TextTableBeginOf(const TextKeys *keys, const TextTraits *traits, const TextTableOptions *options,
                           void *memory, size_t memoryBytes, TextTable *out, TextBuild **build, ChmError *error)
{
    memset(out, 0, sizeof *out);
    if (keys->count == 0)
        return ChmFail(error, ChmNoKeys, NULL, 0, 0, 0);
    if (keys->count > TEXT_MAX_KEYS)
        return ChmFail(error, ChmTooManyKeys, NULL, keys->count, TEXT_MAX_KEYS, 0);
    TextBuild made = {.keys = keys,
                      .traits = *traits,
                      .table = out,
                      .ignoreCase = options->ignoreCase,
                      .wantedSeed = options->rngSeed,
                      .first = UINT32_MAX,
                      .second = UINT32_MAX,
                      .memory = memory};
    const size_t wanted = TextCarveBuild(&made, NULL, build);
    if (memoryBytes < wanted)
        return ChmFail(error, ChmOutOfMemory, NULL, wanted, 0, 0);
    (void)TextCarveBuild(&made, memory, build);
    out->keyCount = keys->count;
    out->longest = made.traits.longest;
    out->emptyPosition = TEXT_NOT_FOUND;
    **build = made;
    return ChmOk;
}

ChmStatus TextTableBegin(const TextKeys *keys, const TextTableOptions *options, void *memory, size_t memoryBytes,
                         TextTable *out, TextBuild **build, ChmError *error)
{
    const TextTraits none = {0}, traits = keys->count <= TEXT_MAX_KEYS ? TextTraitsOf(keys) : none;
    return TextTableBeginOf(keys, &traits, options, memory, memoryBytes, out, build, error);
}

ChmStatus TextTableBuild(const TextKeys *keys, const TextTableOptions *options, void *memory, size_t memoryBytes,
                         TextTable *out, ChmError *error)
{
    TextBuild *build;
    Work work = WorkAll();
    const ChmStatus status = TextTableBegin(keys, options, memory, memoryBytes, out, &build, error);
    return status == ChmOk ? TextTableOn(build, &work, error) : status;
}
