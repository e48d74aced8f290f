/* A table of text keys as a C header. See source_find.h. */
#include "source_find.h"

#include <string.h>

#include "source.h"
#include "source_dialect.h"
#include "source_find_code.h"
#include "source_identifier.h"
#include "source_record.h"
#include "source_text.h"

enum { FindWordBytes = 24, FindMark = 0x80 };

typedef struct FindEmitter {
    SourceText text;
    SourceWords words;
    const TextTable *table;
    const char *identifier;
    const Records *records; /* NULL: there are none */
    SourcePart part;
    const char *stem;
    bool longer; /* keys are longer than the words that are loaded */
    bool marked; /* words of a short key have a mark behind its end */
    char fold[SourceIdentifierBytes + 8], stored[2 * SourceIdentifierBytes + SourceFieldBytes + 32];
    char numbers['z' - 'A' + 1][FindWordBytes];
} FindEmitter;

static void FindSet(FindEmitter *emitter, char letter, const char *word)
{
    emitter->words.words[letter - 'A'] = word;
}

static void FindSetNumber(FindEmitter *emitter, char letter, uint64_t number, bool hex)
{
    char *const memory = emitter->numbers[letter - 'A'];
    SourceText text = {.out = memory};
    (hex ? TextHex : TextDecimal)(&text, number);
    memory[text.length] = 0;
    FindSet(emitter, letter, memory);
}

static void FindPut(FindEmitter *emitter, const char *pattern)
{
    TextTemplate(&emitter->text, pattern, &emitter->words);
}

/* Returns how many bytes an unsigned integer needs for every number below a bound: 1, 2 or 4. */
static uint32_t FindBytesBelow(uint64_t bound)
{
    return bound <= 1u << 8 ? 1 : bound <= 1u << 16 ? 2 : 4;
}

/* Returns the C type of such an integer, as a pattern. */
static const char *FindTypeBelow(uint64_t bound)
{
    const uint32_t bytes = FindBytesBelow(bound);
    static const char *const words[] = {"$a", "$b", "$w"};
    return words[bytes / 2];
}

/* Writes "name(" of the function that folds case, or nothing but a parenthesis. */
static void FindSetFold(FindEmitter *emitter)
{
    SourceMember(emitter->identifier, "Fold", emitter->words.style, emitter->fold);
    FindSet(emitter, 'F', emitter->table->reduction.ignoreCase ? emitter->fold : "");
}

/* Writes where the bytes of a key lie: in the pool, or in its record. */
static void FindSetStored(FindEmitter *emitter)
{
    char field[SourceFieldBytes] = "";
    if (emitter->records != NULL)
        SourceField(emitter->records, emitter->records->key, field);
    char data[SourceIdentifierBytes + 8];
    SourceMember(emitter->identifier, emitter->records != NULL ? "Records" : "Data", emitter->words.style, data);
    const char *const inPool[] = {data, ".pool + ", data, ".offsets[at]"};
    const char *const inRecord[] = {data, "[at].", field, ""};
    SourceText text = {.out = emitter->stored};
    for (size_t i = 0; i < 4; i++)
        TextPut(&text, (emitter->records != NULL ? inRecord : inPool)[i]);
    emitter->stored[text.length] = 0;
    FindSet(emitter, 'X', emitter->stored);
}

/* The words for letters, in either kind of text: with the types of stdint.h, and plain. */
static const struct {
    char letter;
    const char *words[2];
} findDialects[] = {
    {'a', {"uint8_t", "unsigned char"}},
    {'b', {"uint16_t", "unsigned short"}},
    {'w', {"uint32_t", "unsigned int"}},
    {'u', {"uint64_t", "unsigned long long"}},
    {'i', {"int32_t", "int"}},
    {'p', {"uintptr_t", "size_t"}},
    {'c', {"UINT64_C", "PERFECTHASH_64"}},
    {'l', {"inline", "PERFECTHASH_QUICK"}},
};
static const char *const findCaseBits[2] = {" | UINT64_C(0x2020202020202020)", " | PERFECTHASH_64(0x2020202020202020)"};

static void FindFillDialect(FindEmitter *emitter, bool plain)
{
    for (size_t i = 0; i < sizeof findDialects / sizeof findDialects[0]; i++)
        FindSet(emitter, findDialects[i].letter, findDialects[i].words[plain]);
    FindSet(emitter, 'Y', emitter->table->reduction.ignoreCase ? findCaseBits[plain] : "");
}

static void FindFillWords(FindEmitter *emitter, bool plain)
{
    const TextTable *const table = emitter->table;
    const TextReduction *const reduction = &table->reduction;
    for (size_t i = 0; i < sizeof emitter->words.words / sizeof emitter->words.words[0]; i++)
        emitter->words.words[i] = "";
    FindFillDialect(emitter, plain);
    FindSet(emitter, 'N', emitter->identifier);
    FindSetFold(emitter);
    FindSetStored(emitter);
    FindSet(emitter, 'W', emitter->records != NULL ? "FindIndex" : "Find");
    FindSetNumber(emitter, 'A', 8 * reduction->words, false);
    FindSetNumber(emitter, 'B', table->entryCount, false);
    FindSetNumber(emitter, 'C', table->keyCount, false);
    FindSetNumber(emitter, 'D', table->entryCount * TextEntryWords(reduction), false);
    FindSetNumber(emitter, 'E', table->emptyPosition, false);
    FindSetNumber(emitter, 'G', table->groupShift, false);
    FindSetNumber(emitter, 'H', reduction->words == 1 ? 8 : 16, false); /* bytes at the beginning */
    FindSetNumber(emitter, 'I', ((uint64_t)1 << table->groupBits) - 1, false);
    FindSetNumber(emitter, 'J', (uint64_t)1 << table->groupBits, false);
    FindSetNumber(emitter, 'K', table->multiplier, true);
    FindSetNumber(emitter, 'L', reduction->lengthFactor, true);
    FindSetNumber(emitter, 'M', TextPageBytes - (reduction->words == 1 ? 8 : 16), false);
    FindSetNumber(emitter, 'P', reduction->rotateLast, false);
    FindSetNumber(emitter, 'R', reduction->rotateSecond, false);
    FindSetNumber(emitter, 'S', 64 - table->slotBits, false);
    FindSetNumber(emitter, 'T', (uint64_t)1 << table->slotBits, false);
    FindSetNumber(emitter, 'U', TextEntryWords(reduction), false);
    FindSetNumber(emitter, 'V', table->poolBytes, false);
    FindSetNumber(emitter, 'Z', reduction->seed, true);
    FindSetNumber(emitter, 'g', table->longest != 0 ? table->longest : 1, false);
}

/* ---- which keys are quick ---- */

/* Is what an entry has of a long key what a short key and its mark would be? */
static bool FindLooksMarked(const uint64_t *words, uint32_t count)
{
    uint64_t last = 0;
    for (uint32_t i = 0; i < count; i++)
        last = words[i] != 0 ? words[i] : last;
    while (last != 0 && (last & 0xFF) == 0)
        last >>= 8;
    while (last > 0xFF)
        last >>= 8;
    return last == FindMark;
}

/*
 * Returns whether a mark behind a key's end tells its length, so that only long keys have to
 * compare it: where these are few, and none looks like a short one with its mark.
 */
static bool FindIsMarked(const TextTable *table)
{
    enum { LookedAt = 1 << 18, FewPart = 32 };
    const TextReduction *const reduction = &table->reduction;
    const uint32_t words = TextEntryWords(reduction);
    size_t longer = 0;
    if (reduction->words != 2 || (!reduction->lengthInWords && table->entryCount > LookedAt))
        return false;
    if (reduction->lengthInWords)
        return true;
    for (size_t i = 0; i < table->entryCount; i++) {
        if (table->lengths[i] < 8 * reduction->words)
            continue;
        longer++;
        if (FindLooksMarked(table->entries + i * words, reduction->words))
            return false;
    }
    return longer * FewPart <= table->keyCount;
}

/* Looks at the table in the text's first slice alone. */
static bool FindChoose(const TextTable *table, SourceText *text)
{
    enum { Marked = 1, Unmarked };
    if (text->choice == 0)
        text->choice = FindIsMarked(table) ? Marked : Unmarked;
    return text->choice == Marked;
}

/* ---- the comment and the guard */

static void FindComment(FindEmitter *emitter, const char *nameUtf8, bool renamed)
{
    FindPut(emitter, "/*\n * $N: a perfect hash table of $C text ");
    FindPut(emitter, emitter->table->keyCount == 1 ? "key" : "keys");
    FindPut(emitter, ". Made by PerfectHash; do not edit.\n *\n");
    FindPut(emitter, emitter->records == NULL
                         ? ""
                         : " *   const $N *$NFind(const char *key, size_t length)\n"
                           " *       the record of a key of the set, and a null pointer for any other key\n"
                           " *   $NRecords\n *       all of them, in the order of their positions\n");
    FindPut(emitter, " *   $i $N$W(const char *key, size_t length)\n"
                     " *       the position, from 0, of a key of the set, and -1 of any other");
    FindPut(emitter, emitter->table->reduction.ignoreCase ? "; the case of ASCII letters is ignored.\n" : ".\n");
    FindPut(emitter, " *\n");
    if (renamed) {
        FindPut(emitter, " * The table's name is \"");
        TextEscaped(&emitter->text, nameUtf8);
        FindPut(emitter, "\"; as an identifier that is $N.\n");
    }
    FindPut(
        emitter,
        " * C99 or C++98, any compiler. On x86-64 a lookup may load bytes behind a key, within its page. Sanitizers\n"
        " * get loads in bounds; for valgrind, define PERFECTHASH_IN_BOUNDS before this header.\n"
        " * ");
    SourceUse(&emitter->text, emitter->part, emitter->stem);
}

static void FindGuard(FindEmitter *emitter)
{
    const TextTable *const table = emitter->table;
    const uint64_t style = emitter->words.style; /* names what the header has */
    const uint64_t others = (emitter->records != NULL ? emitter->records->hash : 0) ^ style;
    const SourceIdentity identity = {SourceTextNumber(table, others), table->keyCount, table->keysHash};
    SourceGuard(&emitter->text, "H_", emitter->identifier, &identity);
    FindPut(emitter, "\n#include <stddef.h>\n#include <stdint.h>\n");
    if (emitter->records != NULL)
        SourceRecordIncludes(&emitter->text, emitter->records);
    FindPut(emitter, "\n");
}

/* ---- the data: one object, so that one address leads to all of it */

static uint64_t FindMostDisplaced(const TextTable *table)
{
    return (uint64_t)1 << table->slotBits;
}

static void FindField(FindEmitter *emitter, const char *type, const char *field)
{
    FindPut(emitter, "    ");
    FindPut(emitter, type);
    FindPut(emitter, field);
}

/* Are there lengths to compare, as marks alone don't tell them? */
static bool FindHasLengths(const FindEmitter *emitter)
{
    return !emitter->marked || !emitter->table->reduction.lengthInWords;
}

static void FindFields(FindEmitter *emitter)
{
    const TextTable *const table = emitter->table;
    FindPut(emitter, emitter->part == SourceWhole ? "static const struct {\n" : "struct $NFields {\n");
    FindPut(emitter, "    $u entries[$D];\n");
    FindPut(emitter, table->reduction.words == 1 ? "    $u masks[9];\n" : "    $u masks[34];\n");
    FindPut(emitter, emitter->marked ? "    $u marks[34];\n" : "");
    if (FindHasLengths(emitter))
        FindField(emitter, FindTypeBelow(table->longest + 1), " lengths[$B];\n");
    if (table->slots != NULL)
        FindField(emitter, FindTypeBelow(table->keyCount), " slots[$T];\n");
    else {
        FindField(emitter, FindTypeBelow(FindMostDisplaced(table)), " displacements[$J];\n");
        FindField(emitter, FindTypeBelow(table->keyCount), " positions[$B];\n");
    }
    if (emitter->longer && emitter->records == NULL) {
        FindField(emitter, FindTypeBelow(table->poolBytes), " offsets[$B];\n");
        FindPut(emitter, "    unsigned char pool[$V];\n");
    }
    FindPut(emitter, emitter->part == SourceWhole ? "} $NData PERFECTHASH_LINE = {\n" : "};\n");
}

/* Writes numbers of `bytes` bytes each as ones of `narrow` bytes. */
static void FindNumbers(FindEmitter *emitter, const void *numbers, uint64_t count, uint32_t bytes, uint32_t narrow)
{
    FindPut(emitter, "    {\n");
    TextDecimalsOf(&emitter->text, numbers, count, bytes, narrow);
    FindPut(emitter, "    },\n");
}

/* Writes for each length the words that mask a key's bytes, and those that mark its end. */
static void FindMasks(FindEmitter *emitter)
{
    const uint32_t each = emitter->table->reduction.words == 1 ? 1 : 2;
    uint64_t masks[2 * (TextHeadBytes + 1)] = {0}, marks[2 * (TextHeadBytes + 1)] = {0};
    for (uint32_t length = 0; length <= 8 * each; length++) {
        for (uint32_t i = 0; i < each; i++)
            masks[each * length + i] = length <= 8 * i ? 0 : TextMask(length - 8 * i);
        if (length < 8 * each)
            marks[each * length + length / 8] = (uint64_t)FindMark << (8 * (length % 8));
    }
    FindPut(emitter, "    {\n");
    TextHexes(&emitter->text, masks, each * (8 * each + 1), 8);
    FindPut(emitter, "    },\n");
    if (!emitter->marked)
        return;
    FindPut(emitter, "    {\n");
    TextHexes(&emitter->text, marks, each * (8 * each + 1), 8);
    FindPut(emitter, "    },\n");
}

/* Makes words of entries: those of a short key with its mark. */
static void FindEntryWords(const void *context, uint64_t from, uint64_t to, uint64_t *out)
{
    const FindEmitter *const emitter = context;
    const TextTable *const table = emitter->table;
    const uint32_t words = table->reduction.words, each = TextEntryWords(&table->reduction);
    for (uint64_t i = from; i < to; i++) {
        const uint32_t length = table->lengths[i / each], word = (uint32_t)(i % each);
        uint64_t value = table->entries[i];
        if (table->reduction.lengthInWords && word == words - 1)
            value &= UINT64_MAX >> 8;
        if (emitter->marked && length != 0 && word < words && length / 8 == word)
            value |= (uint64_t)FindMark << (8 * (length % 8));
        *out++ = value;
    }
}

static void FindData(FindEmitter *emitter)
{
    const TextTable *const table = emitter->table;
    if (emitter->part != SourceDefinitions)
        FindFields(emitter);
    if (emitter->part != SourceWhole)
        FindPut(emitter, "PERFECTHASH_CONST struct $NFields $NData");
    if (emitter->part == SourceDeclarations) {
        FindPut(emitter, " PERFECTHASH_LINE;\n\n");
        return;
    }
    FindPut(emitter, emitter->part == SourceDefinitions ? " = {\n" : "");
    FindPut(emitter, "    {\n");
    TextHexesMade(&emitter->text, FindEntryWords, emitter, table->entryCount * TextEntryWords(&table->reduction));
    FindPut(emitter, "    },\n");
    FindMasks(emitter);
    if (FindHasLengths(emitter))
        FindNumbers(emitter, table->lengths, table->entryCount, 2, FindBytesBelow(table->longest + 1));
    if (table->slots != NULL) {
        FindNumbers(emitter, table->slots, (uint64_t)1 << table->slotBits, 1, 1);
    } else {
        FindNumbers(emitter, table->displacements, (uint64_t)1 << table->groupBits, 4,
                    FindBytesBelow(FindMostDisplaced(table)));
        FindNumbers(emitter, table->positions, table->entryCount, 4, FindBytesBelow(table->keyCount));
    }
    if (emitter->longer && emitter->records == NULL) {
        FindNumbers(emitter, table->offsets, table->entryCount, 4, FindBytesBelow(table->poolBytes));
        FindNumbers(emitter, table->pool, table->poolBytes, 1, 1);
    }
    FindPut(emitter, "};\n\n");
}

/* ---- the lookup */

/* The parameters, or the arguments, of the words that are loaded. */
static void FindWordList(FindEmitter *emitter, const char *before)
{
    static const char *const names[] = {"first", "second", "third", "last"};
    for (uint32_t i = 0; i < emitter->table->reduction.words; i++) {
        FindPut(emitter, ", ");
        FindPut(emitter, before);
        FindPut(emitter, names[i]);
    }
}

/* Writes what $NAt takes: words, of which some may have no part in it, and the key. */
static void FindAtList(FindEmitter *emitter, const char *first, const char *second, const char *last)
{
    const uint32_t sources = emitter->table->reduction.sources;
    FindPut(emitter, first);
    FindPut(emitter, (sources & TextFromSecond) != 0 ? second : "");
    FindPut(emitter, (sources & TextFromLast) != 0 ? last : "");
}

/* Writes a word as the reduction has it, with the length in its last byte if it is so there. */
static void FindReduced(FindEmitter *emitter, const char *name, bool isLast)
{
    FindPut(emitter, "(");
    FindPut(emitter, name);
    FindPut(emitter, isLast && emitter->table->reduction.lengthInWords ? " | PERFECTHASH_CAST($u, length) << 56" : "");
    FindPut(emitter, "$Y)");
}

static void FindReduce(FindEmitter *emitter)
{
    const TextReduction *const reduction = &emitter->table->reduction;
    if (reduction->sources == TextFromAll) {
        FindPut(emitter, "    const $u product = $NHash(key, length) * $c($K);\n");
        return;
    }
    FindPut(emitter, "    const $u product = (");
    FindReduced(emitter, "first", reduction->words == 1);
    if ((reduction->sources & TextFromSecond) != 0) {
        FindPut(emitter, " + $NTurn(");
        FindReduced(emitter, "second", reduction->words == 2);
        FindPut(emitter, ", $R)");
    }
    FindPut(emitter, (reduction->sources & TextFromLast) != 0 ? " + $NTurn(last$Y, $P)" : "");
    FindPut(emitter, (reduction->sources & TextFromLength) != 0 ? " + PERFECTHASH_CAST($u, length) * $c($L)" : "");
    FindPut(emitter, ") * $c($K);\n");
}

/* Writes the function that finds the only entry in which a key can be. */
static void FindAt(FindEmitter *emitter)
{
    FindPut(emitter, (emitter->table->reduction.sources & (TextFromSecond | TextFromLast)) != 0 ? sourceFindTurn : "");
    FindPut(emitter, "PERFECTHASH_WRAPS static $l $w $NAt(const char *key, size_t length");
    FindAtList(emitter, ", $u first", ", $u second", ", $u last");
    FindPut(emitter, ")\n{\n");
    FindReduce(emitter);
    FindPut(emitter, emitter->table->slots != NULL
                         ? "    const $w at = $NData.slots[product >> $S];\n"
                         : "    const $w slot = PERFECTHASH_CAST($w, product >> $S);\n"
                           "    const $w at = slot ^ $NData.displacements[product >> $G & $I];\n");
    FindPut(emitter, "    (void)key;\n    (void)length;\n");
    FindPut(emitter, emitter->table->reduction.sources == TextFromAll ? "    (void)first;\n" : "");
    FindPut(emitter, "    return at;\n}\n\n");
}

static void FindPutDigit(FindEmitter *emitter, const char *before, uint32_t digit, const char *behind)
{
    FindPut(emitter, before);
    TextDecimal(&emitter->text, digit);
    FindPut(emitter, behind);
}

/* Writes the bits in which a key's words differ from those of an entry. */
static void FindDifferences(FindEmitter *emitter)
{
    static const char *const names[] = {"first", "second", "third", "last"};
    const TextReduction *const reduction = &emitter->table->reduction;
    for (uint32_t i = 0; i < reduction->words; i++) {
        FindPutDigit(emitter, i == 0 ? "(entry[" : " |\n                         (entry[", i, "] ^ (");
        FindPut(emitter, names[i]);
        if (emitter->marked)
            FindPutDigit(emitter, " | $NData.marks[2 * most + ", i, "]");
        if (reduction->ignoreCase)
            FindPutDigit(emitter, " | entry[", reduction->words + i, "]");
        FindPut(emitter, "))");
    }
}

/*
 * Writes the end of a lookup, which calls a function for long keys and saves no registers for it.
 */
static void FindEnd(FindEmitter *emitter, bool longer, const char *differs)
{
    FindPut(emitter, emitter->table->slots != NULL ? "    const $w position = at;\n"
                                                   : "    const $w position = $NData.positions[at];\n");
    FindPut(emitter, longer ? "    if (PERFECTHASH_RARE(length > $A) && different == 0)\n"
                              "        return $NIs(key, length, "
                            : "");
    if (longer)
        FindPut(emitter, emitter->records != NULL ? "position, position);\n" : "at, position);\n");
    FindPut(emitter, "    return PERFECTHASH_CAST($i, position) | ");
    FindPut(emitter, differs);
    FindPut(emitter, ";\n}\n\n");
}

/* Writes the compare of words with an entry. */
static void FindMatch(FindEmitter *emitter)
{
    FindPut(emitter, "static $l $i $NMatch(const char *key, size_t length");
    FindWordList(emitter, "$u ");
    FindPut(emitter, ")\n{\n    const $w at = $NAt(key, length");
    FindAtList(emitter, ", first", ", second", ", last");
    FindPut(emitter, ");\n");
    FindPut(emitter, emitter->marked ? "    const size_t most = length < 16 ? length : 16;\n" : "");
    FindPut(emitter, "    const $u *const entry = $NData.entries + PERFECTHASH_CAST(size_t, $U) * at;\n"
                     "    const $u different = ");
    FindDifferences(emitter);
    FindPut(emitter, FindHasLengths(emitter)
                         ? " |\n                         ($NData.lengths[at] ^ PERFECTHASH_CAST($u, length))"
                         : "");
    FindPut(emitter, ";\n");
    FindEnd(emitter, emitter->longer, "-PERFECTHASH_CAST($i, different != 0)");
}

static void FindInBounds(FindEmitter *emitter)
{
    const uint32_t words = emitter->table->reduction.words;
    FindPut(emitter, "#ifdef PERFECTHASH_AHEAD\nPERFECTHASH_COLD\n#else\nstatic $l\n#endif\n"
                     "$i $NFindInBounds(const char *key, size_t length)\n{\n"
                     "    const size_t most = length < $H ? length : $H;\n"
                     "    const $u first = $NFew(key, most)");
    FindPut(emitter, words > 1 ? ", second = most > 8 ? $NFew(key + 8, most - 8) : 0" : "");
    FindPut(emitter, words == 4 ? ";\n    const $u third = length < 16 ? first : $NWord(key + (length - 16))"
                                  ", last = length < 16 ? second : $NWord(key + (length - 8));\n"
                                : ";\n");
    FindPut(emitter, "    if (length == 0 || length > $g)\n        return ");
    FindPut(emitter, emitter->table->emptyPosition == TEXT_NOT_FOUND ? "-1;\n" : "length == 0 ? $E : -1;\n");
    FindPut(emitter, "    return $NMatch(key, length");
    FindWordList(emitter, "");
    FindPut(emitter, ");\n}\n\n");
}

/* Writes "`name` differs from the entry's pair behind N words", which is -1 or 0. */
static void FindPairDiffers(FindEmitter *emitter, const char *name, uint32_t behind)
{
    const TextReduction *const reduction = &emitter->table->reduction;
    FindPut(emitter, "$NDiffers(");
    FindPut(emitter, reduction->ignoreCase ? "PERFECTHASH_OR(" : "");
    FindPut(emitter, name);
    if (reduction->ignoreCase)
        FindPutDigit(emitter, ", $NLoad(entry + ", reduction->words + behind, "))");
    FindPutDigit(emitter, ", $NLoad(entry + ", behind, "))");
}

/* Writes a lookup of two or four words, pairwise; where short keys are marked, of these alone. */
static void FindPairs(FindEmitter *emitter)
{
    const bool marked = emitter->marked, both = emitter->table->reduction.words == 4;
    FindPut(emitter, "PERFECTHASH_WRAPS static $l $i $NFindAhead(const char *key, size_t length)\n{\n");
    FindPut(emitter,
            marked ? "    const size_t most = length;\n" : "    const size_t most = length < 16 ? length : 16;\n");
    FindPut(emitter, "    const $NPair words = PERFECTHASH_AND($NLoad(key), $NLoad($NData.masks + 2 * most));\n");
    FindPut(emitter, both ? "    const $NPair ends =\n        PERFECTHASH_AND($NLoad(key + (length - most)), "
                            "$NLoad($NData.masks + 2 * most));\n"
                          : "");
    FindPut(emitter, "    const $w at = $NAt(key, length");
    FindAtList(emitter, ", PERFECTHASH_LOW(words)", ", PERFECTHASH_HIGH(words)", ", PERFECTHASH_HIGH(ends)");
    FindPut(emitter, ");\n    const $u *const entry = $NData.entries + PERFECTHASH_CAST(size_t, $U) * at;\n"
                     "    const $i different =\n        ");
    FindPairDiffers(emitter, marked ? "PERFECTHASH_OR(words, $NLoad($NData.marks + 2 * most))" : "words", 0);
    if (both) {
        FindPut(emitter, " |\n        ");
        FindPairDiffers(emitter, "ends", 2);
    }
    FindPut(emitter, marked ? "" : " |\n        -PERFECTHASH_CAST($i, $NData.lengths[at] != length)");
    FindPut(emitter, ";\n");
    FindEnd(emitter, emitter->longer && !marked, "different");
}

/* Writes the lookup: of keys that can be loaded whole, and of others the way to another lookup. */
static void FindAhead(FindEmitter *emitter)
{
    const bool pairs = emitter->table->reduction.words > 1;
    if (pairs) {
        FindPut(emitter, "#ifdef PERFECTHASH_AHEAD\n");
        FindPairs(emitter);
        FindPut(emitter, "#endif\n\n");
    }
    FindPut(emitter, "PERFECTHASH_WRAPS static $l $i $N$W(const char *key, size_t length)\n{\n"
                     "#ifdef PERFECTHASH_AHEAD\n"
                     "    if (PERFECTHASH_RARE((~PERFECTHASH_AS($p, key) & $M) == 0) || PERFECTHASH_RARE(");
    FindPut(emitter, emitter->marked ? "length - 1 > 14" : "length == 0");
    FindPut(emitter, "))\n        return $NFindInBounds(key, length);\n    PERFECTHASH_HIDE(key);\n");
    FindPut(emitter, pairs ? "    return $NFindAhead(key, length);\n"
                           : "    return $NMatch(key, length, $NWord(key) & $NData.masks[length < 8 ? length : 8]);\n");
    FindPut(emitter, "#else\n    return $NFindInBounds(key, length);\n#endif\n}\n\n");
}

static void FindBegin(FindEmitter *emitter, const TextTable *table, const char *identifier,
                      const SourceOptions *options, bool plain, const SourceText *text)
{
    emitter->text = *text;
    emitter->table = table;
    emitter->identifier = identifier;
    emitter->words.style = options != NULL && options->names != NULL ? options->names->style : SourceAsIs;
    emitter->records = options != NULL ? options->records : NULL;
    emitter->part = options != NULL ? options->part : SourceWhole;
    emitter->stem = options != NULL && options->stem != NULL ? options->stem : identifier;
    emitter->longer = table->poolBytes != 0;
    emitter->marked = FindChoose(table, &emitter->text);
    FindFillWords(emitter, plain);
}

static void FindDataAndCode(FindEmitter *emitter)
{
    const TextReduction *const reduction = &emitter->table->reduction;
    FindData(emitter);
    FindPut(emitter, sourceFindLoads);
    FindPut(emitter, reduction->words > 1 ? sourceFindPairs : "");
    if (reduction->ignoreCase && (reduction->sources == TextFromAll || emitter->longer))
        FindPut(emitter, sourceFindFold);
    FindPut(emitter, reduction->sources == TextFromAll ? sourceFindHash : "");
    if (emitter->longer)
        FindPut(emitter, reduction->ignoreCase ? sourceFindSameFolded : sourceFindSame);
    FindAt(emitter);
    FindMatch(emitter);
    FindInBounds(emitter);
    FindAhead(emitter);
}

void SourceFindPlain(const TextTable *table, const char *identifier, SourceText *text)
{
    FindEmitter emitter;
    FindBegin(&emitter, table, identifier, NULL, true, text);
    SourceDialect(&emitter.text, SourceWhole);
    FindPut(&emitter, sourceFindPlain);
    FindPut(&emitter, sourceFindDialect);
    FindDataAndCode(&emitter);
    *text = emitter.text;
}

/* Writes the header, or that of a pair. */
static void FindHeader(FindEmitter *emitter, const char *nameUtf8, bool renamed)
{
    const Records *const records = emitter->records;
    FindComment(emitter, nameUtf8, renamed);
    FindGuard(emitter);
    SourceDialect(&emitter->text, emitter->part);
    FindPut(emitter, sourceFindDialect);
    FindPut(emitter, "#define $NKeyCount $C\n\n");
    if (records != NULL)
        SourceRecordData(&emitter->text, emitter->identifier, emitter->words.style, records, emitter->part);
    FindDataAndCode(emitter);
    FindPut(emitter, records != NULL ? sourceFindRecord : "");
    FindPut(emitter, sourceFindDialectEnd);
    FindPut(emitter, sourceDialectEnd);
    FindPut(emitter, "#endif\n");
}

/* Writes the data of a pair. */
static void FindDefinitions(FindEmitter *emitter)
{
    SourceDefinitionsBegin(&emitter->text, emitter->stem);
    SourceDialect(&emitter->text, SourceDefinitions);
    FindPut(emitter, "\n");
    if (emitter->records != NULL)
        SourceRecordData(&emitter->text, emitter->identifier, emitter->words.style, emitter->records,
                         SourceDefinitions);
    FindData(emitter);
    FindPut(emitter, sourceDialectEnd);
}

bool SourceFindWriteOn(const TextTable *table, const char *nameUtf8, const SourceOptions *options, Work *work,
                       SourceText *text)
{
    TextSliceBegin(text, work);
    char identifier[SourceIdentifierBytes];
    FindEmitter emitter;
    const bool renamed = SourceNamedForC(options != NULL ? options->names : NULL, nameUtf8, identifier);
    FindBegin(&emitter, table, identifier, options, false, text);
    SourceLicense(&emitter.text, options != NULL ? options->names : NULL, "/* ", " */\n");
    if (emitter.part == SourceDefinitions)
        FindDefinitions(&emitter);
    else
        FindHeader(&emitter, nameUtf8, renamed);
    *text = emitter.text;
    return TextSliceEnd(text, work);
}

/* Makes all of the text at once. */
static void FindEmit(const TextTable *table, const char *nameUtf8, const SourceOptions *options, SourceText *text)
{
    Work work = WorkAll();
    (void)SourceFindWriteOn(table, nameUtf8, options, &work, text);
}

size_t SourceFindBound(const TextTable *table, const char *nameUtf8, const SourceOptions *options)
{
    SourceText text = {.out = NULL};
    FindEmit(table, nameUtf8, options, &text);
    return text.length;
}

size_t SourceFindWrite(const TextTable *table, const char *nameUtf8, const SourceOptions *options, char *out)
{
    SourceText text = {.out = out};
    FindEmit(table, nameUtf8, options, &text);
    return text.length;
}

bool SourceFindIsSame(const TextTable *table, const char *nameUtf8, const SourceOptions *options, const char *other,
                      size_t bytes)
{
    SourceText text = {.compared = other, .comparedBytes = bytes};
    FindEmit(table, nameUtf8, options, &text);
    return SourceTextIsSame(&text);
}
