/*
 * A table as a C header. The text is made of templates: $N is the table's identifier, $K the key
 * type, and so on (see FillWords). Nothing in it comes from the table unchecked: numbers are
 * written as numbers and the name as an identifier or escaped.
 */
#include "source.h"

#include <string.h>

#include "chm01/hash/hash_shared.h"
#include "chm01/table/table_layout.h"
#include "source_checksum.h"
#include "source_text.h"

#define DATA_MAX_KEYS ((uint64_t)1 << 20) /* larger tables are not written as text */
#define DATA_MAX_VALUES ((uint64_t)1 << 23)

enum { WordBytes = 24 }; /* of a number */

typedef struct Emitter {
    SourceText text;
    const TableView *table;
    SourceWords words;
    bool hashes64;
    bool shared; /* both vertices are among all values */
    bool contains;
    bool image; /* lookup code over a .pht image, not the data */
    char identifier[SourceIdentifierBytes];
    char numbers['Z' - 'A' + 1][WordBytes];
} Emitter;

static const char *NumberWord(char *memory, uint64_t number)
{
    SourceText text = {memory, 0};
    TextDecimal(&text, number);
    memory[text.length] = 0;
    return memory;
}

static void SetWord(Emitter *emitter, char letter, const char *word)
{
    emitter->words.words[letter - 'A'] = word;
}

static void SetNumber(Emitter *emitter, char letter, uint64_t number)
{
    SetWord(emitter, letter, NumberWord(emitter->numbers[letter - 'A'], number));
}

static void FillWords(Emitter *emitter)
{
    const TableView *table = emitter->table;
    const uint64_t edges = (uint64_t)1 << table->edgeBits;
    const uint32_t width = emitter->hashes64 ? 64 : 32, graphBits = table->edgeBits + (emitter->shared ? 1 : 0);
    const uint32_t second = SharedShift(table->seeds, 2), third = SharedShift(table->seeds, 3);
    for (size_t i = 0; i < sizeof emitter->words.words / sizeof emitter->words.words[0]; i++)
        emitter->words.words[i] = "";
    SetWord(emitter, 'A', table->valueSizeInBytes == 2 ? "uint16_t" : "uint32_t"); /* a value */
    SetNumber(emitter, 'B', table->bucketCount);
    SetNumber(emitter, 'C', table->keyCount);
    SetNumber(emitter, 'D', table->imageBytes - TABLE_CHECKSUM_BYTES); /* what a checksum is computed of */
    SetNumber(emitter, 'E', edges);
    SetWord(emitter, 'F', emitter->hashes64 ? "32" : "16"); /* quadx: the fold */
    SetNumber(emitter, 'G', table->valueCount - 1);         /* shared families: the vertex mask */
    SetWord(emitter, 'H', table->family->name);
    SetWord(emitter, 'K', table->keySizeInBytes == 8 ? "uint64_t" : "uint32_t"); /* a key */
    SetNumber(emitter, 'M', edges - 1);                                          /* the index mask */
    SetNumber(emitter, 'L', (table->imageBytes - TABLE_CHECKSUM_BYTES) / 32 * 32);
    SetWord(emitter, 'N', emitter->identifier);
    SetNumber(emitter, 'O', SharedShift(table->seeds, 1)); /* shared families: the third seed's bytes */
    SetNumber(emitter, 'P', second);
    SetNumber(emitter, 'Q', (32 - second) & 31); /* the other half of a rotation by P */
    SetNumber(emitter, 'R', third);
    SetNumber(emitter, 'U', (32 - third) & 31);
    SetNumber(emitter, 'S', width - graphBits);                         /* from a hash to a vertex */
    SetWord(emitter, 'T', emitter->hashes64 ? "uint64_t" : "uint32_t"); /* what is hashed */
    SetNumber(emitter, 'V', table->edgeBits + 1);                       /* log2 of a bucket's values */
    SetNumber(emitter, 'W', table->imageBytes);
    SetWord(emitter, 'X', table->extractMask != 0 ? "bits" : "key"); /* the variable that is hashed */
}

static void SourcePut(Emitter *emitter, const char *pattern)
{
    TextTemplate(&emitter->text, pattern, &emitter->words);
}

static void PutNumbered(Emitter *emitter, const char *before, uint64_t number, const char *after)
{
    SourcePut(emitter, before);
    TextDecimal(&emitter->text, number);
    SourcePut(emitter, after);
}

/* ---- the comment and the constants */

static void EmitUse(Emitter *emitter)
{
    if (emitter->image)
        SourcePut(emitter, " *   $NTable $NOpen(const void *image, uint64_t bytes)\n"
                           " *       looks keys up in the table file's bytes, in place: the file as it was written, "
                           "mapped or read to a multiple of 8,\n"
                           " *       and kept as long as the table is used. Anything but that file gives a table "
                           "whose values are null: all bytes\n"
                           " *       are read once, and their checksum is computed.\n"
                           " *   $NTable $NOpenTrusted(const void *image, uint64_t bytes)\n"
                           " *       reads the file's last 8 bytes alone and trusts the others: the checksum is "
                           "compared, not computed.\n"
                           " *   uint32_t $NIndex(const $NTable *table, $K key)\n");
    else
        SourcePut(emitter, " *   uint32_t $NIndex($K key)\n");
    SourcePut(
        emitter,
        " *       the position, from 0, of a key of the set. Any other key gives some number that means nothing.\n");
    if (emitter->contains)
        SourcePut(emitter, emitter->image ? " *   int $NContains(const $NTable *table, $K key, uint32_t *index)\n"
                                          : " *   int $NContains($K key, uint32_t *index)\n");
    if (emitter->contains)
        SourcePut(emitter,
                  " *       1, with the position in *index (which may be null), when the key is in the set, else 0.\n");
}

static void EmitComment(Emitter *emitter, bool renamed)
{
    const TableView *table = emitter->table;
    SourceText *text = &emitter->text;
    SourcePut(emitter, "/*\n * $N: a perfect hash table of $C keys. Made by PerfectHash; do not edit.\n *\n");
    EmitUse(emitter);
    SourcePut(emitter, " *\n");
    if (renamed) {
        TextPut(text, " * The table's name is \"");
        TextEscaped(text, table->name);
        SourcePut(emitter, "\"; as an identifier that is $N.\n");
    }
    SourcePut(emitter, " * Hash function $H, algorithm Chm01, mask function And, ");
    SourcePut(emitter, table->layout == LayoutPartitioned ? "in $B buckets of $E edges" : "flat, $E edges");
    PutNumbered(emitter, "; found in ", table->attempts, " attempts");
    PutNumbered(emitter, " and ", table->resizes, " resizes,\n");
    TextPut(text, " * with the random number seed ");
    TextHex(text, table->rngSeed);
    PutNumbered(emitter, ". A key has ", table->keySizeInBytes, " bytes; the fingerprint of the set is ");
    TextHex(text, table->keysHash);
    SourcePut(emitter, ".\n"
                       " * C11 or C++17, any compiler. Everything is static: "
                       "include it in one source file, or the program holds the data twice.\n"
                       " */\n");
}

static void EmitConstants(Emitter *emitter)
{
    const TableView *table = emitter->table;
    SourcePut(
        emitter,
        "#ifndef PERFECTHASH_$N_H\n#define PERFECTHASH_$N_H\n\n#include <stdint.h>\n\n#define $NHashFunction \"$H\"\n");
    for (uint32_t i = 0; i < table->seedCount; i++) {
        PutNumbered(emitter, "#define $NSeed", i + 1, " ");
        TextPut(&emitter->text, emitter->hashes64 ? "UINT64_C(" : "UINT32_C(");
        TextHex(&emitter->text, table->seeds[i]);
        TextPut(&emitter->text, ")\n");
    }
    SourcePut(emitter, "\nenum {\n    $NKeyCount = $C");
    if (table->valueCount <= INT32_MAX)
        PutNumbered(emitter, ",\n    $NValueCount = ", table->valueCount, "");
    SourcePut(emitter, "\n};\n\n");
}

/* ---- the data, or the view of it */

static void EmitData(Emitter *emitter)
{
    const TableView *table = emitter->table;
    const bool flat = table->layout == LayoutFlat;
    /* fewer digits, the same sums */
    const uint32_t indexMask = flat ? ((uint32_t)1 << table->edgeBits) - 1 : UINT32_MAX;
    if (!flat) {
        SourcePut(emitter, "/* two a bucket */\nstatic const $T $NSeeds[] = {\n");
        TextHexes(&emitter->text, table->directory, 2 * table->bucketCount, emitter->hashes64 ? 8 : 4);
        SourcePut(emitter, "};\n\n");
    }
    SourcePut(emitter, "static const $A $NValues[] = {\n");
    TextDecimals(&emitter->text, table->values, table->valueCount, table->valueSizeInBytes, indexMask);
    SourcePut(emitter, "};\n\n");
    if (emitter->contains) {
        SourcePut(emitter, "static const $K $NKeys[] = {\n");
        TextHexes(&emitter->text, table->keys, table->keyCount, table->keySizeInBytes);
        SourcePut(emitter, "};\n\n");
    }
}

static uint64_t OffsetOf(const TableView *table, const void *section)
{
    return (uint64_t)((const uint8_t *)section - table->image);
}

static void EmitOpen(Emitter *emitter)
{
    const TableView *table = emitter->table;
    const bool partitioned = table->layout == LayoutPartitioned;
    uint64_t checksum;
    memcpy(&checksum, table->image + table->imageBytes - TABLE_CHECKSUM_BYTES, sizeof checksum);

    SourcePut(emitter, "typedef struct $NTable {\n    const $A *values;\n");
    SourcePut(emitter, partitioned ? "    const $T *seeds;\n" : "");
    SourcePut(emitter, emitter->contains ? "    const $K *keys;\n" : "");
    SourcePut(emitter, "} $NTable;\n\n");
    SourcePut(emitter, sourceChecksum);
    SourcePut(emitter, "static inline $NTable $NOpenTrusted(const void *image, uint64_t bytes)\n{\n"
                       "    const unsigned char *const at = (const unsigned char *)image;\n"
                       "    $NTable table;\n"
                       "    table.values = 0;\n");
    SourcePut(emitter, partitioned ? "    table.seeds = 0;\n" : "");
    SourcePut(emitter, emitter->contains ? "    table.keys = 0;\n" : "");
    SourcePut(emitter, "    if (!at || bytes != $Wu || $NWord(at + $D) != UINT64_C(");
    TextHex(&emitter->text, checksum);
    SourcePut(emitter, "))\n        return table;\n");
    PutNumbered(emitter, "    table.values = (const $A *)(const void *)(at + ", OffsetOf(table, table->values), ");\n");
    if (partitioned)
        PutNumbered(emitter, "    table.seeds = (const $T *)(const void *)(at + ", OffsetOf(table, table->directory),
                    ");\n");
    if (emitter->contains)
        PutNumbered(emitter, "    table.keys = (const $K *)(const void *)(at + ", OffsetOf(table, table->keys), ");\n");
    SourcePut(emitter, "    return table;\n}\n\n"
                       "static inline $NTable $NOpen(const void *image, uint64_t bytes)\n{\n"
                       "    const unsigned char *const at = (const unsigned char *)image;\n"
                       "    const int whole = at && bytes == $Wu && $NChecksum(at) == $NWord(at + $D);\n"
                       "    return $NOpenTrusted(whole ? image : 0, bytes);\n}\n\n");
}

/* ---- the lookup */

/* The key's bits at the mask's ones, packed: a term for each run of ones. */
static void EmitExtract(Emitter *emitter)
{
    SourceText *text = &emitter->text;
    const uint64_t mask = emitter->table->extractMask;
    uint32_t taken = 0;
    TextPut(text, "    const uint32_t bits = (uint32_t)(");
    for (uint32_t bit = 0; bit < 64;) {
        if ((mask >> bit & 1) == 0) {
            bit++;
            continue;
        }
        uint32_t length = 0;
        while (bit + length < 64 && (mask >> (bit + length) & 1) != 0)
            length++;
        TextPut(text, taken != 0 ? " | ((key >> " : "((key >> ");
        TextDecimal(text, bit - taken);
        TextPut(text, ") & UINT64_C(");
        TextHex(text, (((uint64_t)1 << length) - 1) << taken);
        TextPut(text, "))");
        taken += length;
        bit += length;
    }
    TextPut(text, ");\n");
}

static void EmitQuadx(Emitter *emitter)
{
    const bool flat = emitter->table->layout == LayoutFlat;
    if (flat) {
        SourcePut(emitter, "    const $T p = $X * $NSeed1;\n"
                           "    const $T q = (p ^ (p >> $F)) * ($X ^ $NSeed2);\n");
        SourcePut(emitter, emitter->table->valueSizeInBytes == 2
                               ? "    return ((uint32_t)values[p >> $S] + (uint32_t)values[$Eu + (q >> $S)]) & $Mu;\n"
                               : "    return (values[p >> $S] + values[$Eu + (q >> $S)]) & $Mu;\n");
        return;
    }
    SourcePut(emitter, emitter->hashes64 ? "    const uint64_t bucket = (($X * $NSeed1 >> 32) * $Bu) >> 32;\n"
                                         : "    const uint64_t bucket = ((uint64_t)($X * $NSeed1) * $Bu) >> 32;\n");
    SourcePut(emitter, "    const $T p = $X * seeds[2 * bucket];\n"
                       "    const $T q = (p ^ (p >> $F)) * ($X ^ seeds[2 * bucket + 1]);\n"
                       "    const $A *const slice = values + (bucket << $V);\n"
                       "    return slice[p >> $S] + slice[$Eu + (q >> $S)];\n");
}

static void EmitShared(Emitter *emitter)
{
    SourcePut(emitter, emitter->table->family->source);
    SourcePut(emitter, emitter->table->valueSizeInBytes == 2
                           ? "    return ((uint32_t)values[a] + (uint32_t)values[b]) & $Mu;\n"
                           : "    return (values[a] + values[b]) & $Mu;\n");
}

static void EmitIndex(Emitter *emitter)
{
    const TableView *table = emitter->table;
    SourcePut(emitter, emitter->image ? "static inline uint32_t $NIndex(const $NTable *table, $K key)\n{\n"
                                        "    const $A *const values = table->values;\n"
                                      : "static inline uint32_t $NIndex($K key)\n{\n"
                                        "    const $A *const values = $NValues;\n");
    if (table->layout == LayoutPartitioned)
        SourcePut(emitter, emitter->image ? "    const $T *const seeds = table->seeds;\n"
                                          : "    const $T *const seeds = $NSeeds;\n");
    if (table->extractMask != 0)
        EmitExtract(emitter);
    if (emitter->shared)
        EmitShared(emitter);
    else
        EmitQuadx(emitter);
    SourcePut(emitter, "}\n\n");
}

static void EmitContains(Emitter *emitter)
{
    SourcePut(emitter, emitter->image
                           ? "static inline int $NContains(const $NTable *table, $K key, uint32_t *index)\n{\n"
                             "    const uint32_t found = $NIndex(table, key);\n"
                             "    if (found >= $Cu || table->keys[found] != key)\n        return 0;\n"
                           : "static inline int $NContains($K key, uint32_t *index)\n{\n"
                             "    const uint32_t found = $NIndex(key);\n"
                             "    if (found >= $Cu || $NKeys[found] != key)\n        return 0;\n");
    SourcePut(emitter, "    if (index)\n        *index = found;\n    return 1;\n}\n\n");
}

static size_t SourceEmit(const TableView *table, const SourceOptions *options, char *out)
{
    Emitter emitter;
    emitter.text.out = out;
    emitter.text.length = 0;
    emitter.table = table;
    emitter.hashes64 = TableHashes64(table->keySizeInBytes, table->extractMask);
    emitter.shared = table->family->hash != NULL;
    emitter.contains = options->contains && table->keys != NULL;
    emitter.image = options->imageOnly || table->keyCount > DATA_MAX_KEYS || table->valueCount > DATA_MAX_VALUES;
    const bool renamed = SourceIdentifier(table->name, emitter.identifier);
    FillWords(&emitter);

    EmitComment(&emitter, renamed);
    EmitConstants(&emitter);
    if (emitter.image)
        EmitOpen(&emitter);
    else
        EmitData(&emitter);
    EmitIndex(&emitter);
    if (emitter.contains)
        EmitContains(&emitter);
    SourcePut(&emitter, "#endif\n");
    return emitter.text.length;
}

size_t SourceBound(const TableView *table, const SourceOptions *options)
{
    return SourceEmit(table, options, NULL);
}

size_t SourceWrite(const TableView *table, const SourceOptions *options, char *out)
{
    return SourceEmit(table, options, out);
}
