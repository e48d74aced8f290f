/*
 * A table as a C header. The text is made of templates: $N is the table's identifier, $K the key type, and so on (see FillWords).
 * Nothing in it comes from the table unchecked: numbers are written as numbers and the name as an identifier or escaped.
 */
#include "source.h"

#include <string.h>

#include "hash_shared.h"
#include "source_text.h"
#include "table_layout.h"

#define DATA_MAX_KEYS ((uint64_t)1 << 20)       /* larger tables are not written as text */
#define DATA_MAX_VALUES ((uint64_t)1 << 23)

enum { WordBytes = 24 };                         /* of a number and its suffix */

typedef struct Emitter {
    SourceText text;
    const TableView *table;
    SourceWords words;
    bool hashes64;
    bool contains;
    bool image;                                 /* lookup code over a .pht image, not the data */
    char identifier[TABLE_MAX_NAME + 8];        /* "Table", "_" or "_" more than the name */
    char numbers[7][WordBytes];
} Emitter;

static const char *HashFunctionName(HashFunctionId hashFunction)
{
    switch (hashFunction) {
    case HashQuadx:
        return "Quadx";
    case HashMultiplyShiftR:
        return "MultiplyShiftR";
    case HashMultiplyShiftRX:
        return "MultiplyShiftRX";
    case HashMulshrolate1RX:
        return "Mulshrolate1RX";
    case HashMulshrolate2RX:
        return "Mulshrolate2RX";
    case HashMulshrolate3RX:
        return "Mulshrolate3RX";
    case HashMulshrolate4RX:
        return "Mulshrolate4RX";
    }
    return "";
}

static const char *NumberWord(char *memory, uint64_t number, const char *suffix)
{
    SourceText text = { memory, 0 };
    TextDecimal(&text, number);
    TextPut(&text, suffix);
    memory[text.length] = 0;
    return memory;
}

static void SetWord(Emitter *emitter, char letter, const char *word)
{
    emitter->words.words[letter - 'A'] = word;
}

static void FillWords(Emitter *emitter)
{
    const TableView *table = emitter->table;
    const bool quadx = table->hashFunction == HashQuadx;
    const uint64_t edges = (uint64_t)1 << table->edgeBits;
    const uint32_t width = emitter->hashes64 ? 64 : 32;
    for (char letter = 'A'; letter <= 'Z'; letter++)
        SetWord(emitter, letter, "");
    SetWord(emitter, 'A', table->valueSizeInBytes == 2 ? "uint16_t" : "uint32_t");              /* a value */
    SetWord(emitter, 'B', NumberWord(emitter->numbers[0], table->bucketCount, "u"));            /* buckets */
    SetWord(emitter, 'C', NumberWord(emitter->numbers[1], table->keyCount, ""));                /* keys */
    SetWord(emitter, 'E', NumberWord(emitter->numbers[2], edges, "u"));                         /* edges of a bucket */
    SetWord(emitter, 'F', emitter->hashes64 ? "32" : "16");                                     /* the fold */
    SetWord(emitter, 'H', HashFunctionName(table->hashFunction));
    SetWord(emitter, 'K', table->keySizeInBytes == 8 ? "uint64_t" : "uint32_t");                /* a key */
    SetWord(emitter, 'M', NumberWord(emitter->numbers[3], edges - 1, "u"));                     /* the index mask */
    SetWord(emitter, 'N', emitter->identifier);
    SetWord(emitter, 'S', NumberWord(emitter->numbers[4], quadx ? width - table->edgeBits : 31 - table->edgeBits, ""));
    SetWord(emitter, 'T', emitter->hashes64 ? "uint64_t" : "uint32_t");                         /* what is hashed */
    SetWord(emitter, 'V', NumberWord(emitter->numbers[5], table->edgeBits + 1, ""));            /* log2 of a bucket's values */
    SetWord(emitter, 'W', NumberWord(emitter->numbers[6], table->imageBytes, "u"));            /* bytes of the image */
    SetWord(emitter, 'X', table->extractMask != 0 ? "bits" : "key");                            /* the variable that is hashed */
}

static void Put(Emitter *emitter, const char *pattern)
{
    TextTemplate(&emitter->text, pattern, &emitter->words);
}

static void PutNumbered(Emitter *emitter, const char *before, uint64_t number, const char *after)
{
    Put(emitter, before);
    TextDecimal(&emitter->text, number);
    Put(emitter, after);
}

/* ---- the comment and the constants */

static void EmitUse(Emitter *emitter)
{
    if (emitter->image)
        Put(emitter, " *   $NTable $NOpen(const void *image, uint64_t bytes)\n"
                     " *       looks keys up in the table file's bytes, in place: the file as it was written, mapped or read to a multiple of 8,\n"
                     " *       and kept as long as the table is used. Anything but that file gives a table whose values are null. The contents\n"
                     " *       are trusted: the checksum is compared, not computed.\n"
                     " *   uint32_t $NIndex(const $NTable *table, $K key)\n");
    else
        Put(emitter, " *   uint32_t $NIndex($K key)\n");
    Put(emitter, " *       the position, from 0, of a key of the set. Any other key gives some number that means nothing.\n");
    if (emitter->contains)
        Put(emitter, emitter->image ? " *   int $NContains(const $NTable *table, $K key, uint32_t *index)\n" : " *   int $NContains($K key, uint32_t *index)\n");
    if (emitter->contains)
        Put(emitter, " *       1, with the position in *index (which may be null), when the key is in the set, else 0.\n");
}

static void EmitComment(Emitter *emitter, bool renamed)
{
    const TableView *table = emitter->table;
    SourceText *text = &emitter->text;
    Put(emitter, "/*\n * $N: a perfect hash table of $C keys. Made by PerfectHash; do not edit.\n *\n");
    EmitUse(emitter);
    Put(emitter, " *\n");
    if (renamed) {
        TextPut(text, " * The table's name is \"");
        TextEscaped(text, table->name);
        Put(emitter, "\"; as an identifier that is $N.\n");
    }
    Put(emitter, " * Hash function $H, algorithm Chm01, mask function And, ");
    if (table->layout == LayoutPartitioned)
        PutNumbered(emitter, "in ", table->bucketCount, " buckets of ");
    else
        Put(emitter, "flat, ");
    TextDecimal(text, (uint64_t)1 << table->edgeBits);
    PutNumbered(emitter, " edges; found in ", table->attempts, " attempts");
    PutNumbered(emitter, " and ", table->resizes, " resizes,\n");
    TextPut(text, " * with the random number seed ");
    TextHex(text, table->rngSeed);
    PutNumbered(emitter, ". A key has ", table->keySizeInBytes, " bytes; the fingerprint of the set is ");
    TextHex(text, table->keysHash);
    Put(emitter, ".\n"
                 " * C11 or C++17, any compiler. Everything is static: include it in one source file, or the program holds the data twice.\n"
                 " */\n");
}

static void EmitConstants(Emitter *emitter)
{
    const TableView *table = emitter->table;
    Put(emitter, "#ifndef PERFECTHASH_$N_H\n#define PERFECTHASH_$N_H\n\n#include <stdint.h>\n\n#define $NHashFunction \"$H\"\n");
    for (uint32_t i = 0; i < table->seedCount; i++) {
        PutNumbered(emitter, "#define $NSeed", i + 1, " ");
        TextPut(&emitter->text, emitter->hashes64 ? "UINT64_C(" : "UINT32_C(");
        TextHex(&emitter->text, table->seeds[i]);
        TextPut(&emitter->text, ")\n");
    }
    Put(emitter, "\nenum {\n    $NKeyCount = $C");
    if (table->valueCount <= INT32_MAX)
        PutNumbered(emitter, ",\n    $NValueCount = ", table->valueCount, "");
    Put(emitter, "\n};\n\n");
}

/* ---- the data, or the view of it */

static void EmitData(Emitter *emitter)
{
    const TableView *table = emitter->table;
    const bool flat = table->layout == LayoutFlat;
    const uint32_t indexMask = flat ? ((uint32_t)1 << table->edgeBits) - 1 : UINT32_MAX;    /* fewer digits, the same sums */
    if (!flat) {
        Put(emitter, "/* two a bucket */\nstatic const $T $NSeeds[] = {\n");
        TextHexes(&emitter->text, table->directory, 2 * table->bucketCount, emitter->hashes64 ? 8 : 4);
        Put(emitter, "};\n\n");
    }
    Put(emitter, "static const $A $NValues[] = {\n");
    TextDecimals(&emitter->text, table->values, table->valueCount, table->valueSizeInBytes, indexMask);
    Put(emitter, "};\n\n");
    if (emitter->contains) {
        Put(emitter, "static const $K $NKeys[] = {\n");
        TextHexes(&emitter->text, table->keys, table->keyCount, table->keySizeInBytes);
        Put(emitter, "};\n\n");
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

    Put(emitter, "typedef struct $NTable {\n    const $A *values;\n");
    Put(emitter, partitioned ? "    const $T *seeds;\n" : "");
    Put(emitter, emitter->contains ? "    const $K *keys;\n" : "");
    Put(emitter, "} $NTable;\n\n"
                 "static inline $NTable $NOpen(const void *image, uint64_t bytes)\n{\n"
                 "    const unsigned char *const at = (const unsigned char *)image;\n"
                 "    uint64_t checksum = 0;\n"
                 "    $NTable table;\n"
                 "    uint64_t i;\n"
                 "    table.values = 0;\n");
    Put(emitter, partitioned ? "    table.seeds = 0;\n" : "");
    Put(emitter, emitter->contains ? "    table.keys = 0;\n" : "");
    Put(emitter, "    if (!at || bytes != $W)\n        return table;\n"
                 "    for (i = 1; i <= 8; i++)\n        checksum = (checksum << 8) | at[$W - i];\n"
                 "    if (checksum != UINT64_C(");
    TextHex(&emitter->text, checksum);
    Put(emitter, "))\n        return table;\n");
    PutNumbered(emitter, "    table.values = (const $A *)(const void *)(at + ", OffsetOf(table, table->values), ");\n");
    if (partitioned)
        PutNumbered(emitter, "    table.seeds = (const $T *)(const void *)(at + ", OffsetOf(table, table->directory), ");\n");
    if (emitter->contains)
        PutNumbered(emitter, "    table.keys = (const $K *)(const void *)(at + ", OffsetOf(table, table->keys), ");\n");
    Put(emitter, "    return table;\n}\n\n");
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
        Put(emitter, "    const $T p = $X * $NSeed1;\n"
                     "    const $T q = (p ^ (p >> $F)) * ($X ^ $NSeed2);\n");
        Put(emitter, emitter->table->valueSizeInBytes == 2 ? "    return ((uint32_t)values[p >> $S] + (uint32_t)values[$E + (q >> $S)]) & $M;\n"
                                                           : "    return (values[p >> $S] + values[$E + (q >> $S)]) & $M;\n");
        return;
    }
    Put(emitter, emitter->hashes64 ? "    const uint64_t bucket = (($X * $NSeed1 >> 32) * $B) >> 32;\n"
                                   : "    const uint64_t bucket = ((uint64_t)($X * $NSeed1) * $B) >> 32;\n");
    Put(emitter, "    const $T p = $X * seeds[2 * bucket];\n"
                 "    const $T q = (p ^ (p >> $F)) * ($X ^ seeds[2 * bucket + 1]);\n"
                 "    const $A *const slice = values + (bucket << $V);\n"
                 "    return slice[p >> $S] + slice[$E + (q >> $S)];\n");
}

/* One vertex of a shared-table family: `which` is 1 or 2; rotate 0: none; secondSeed 0: no second multiply. */
static void EmitSharedVertex(Emitter *emitter, uint32_t which, uint32_t rotate, uint32_t secondSeed, uint32_t shift)
{
    const char *const variable = which == 1 ? "a" : "b";
    SourceText *text = &emitter->text;
    PutNumbered(emitter, which == 1 ? "    uint32_t a = $X * $NSeed" : "    uint32_t b = $X * $NSeed", which, ";\n");
    if (rotate != 0) {
        TextPut(text, which == 1 ? "    a = (a >> " : "    b = (b >> ");
        TextDecimal(text, rotate);
        TextPut(text, which == 1 ? ") | (a << " : ") | (b << ");
        TextDecimal(text, 32 - rotate);
        TextPut(text, ");\n");
    }
    if (secondSeed != 0)
        PutNumbered(emitter, which == 1 ? "    a *= $NSeed" : "    b *= $NSeed", secondSeed, ";\n");
    TextPut(text, "    ");
    TextPut(text, variable);
    PutNumbered(emitter, " >>= ", shift, ";\n");
}

static void EmitShared(Emitter *emitter)
{
    const TableView *table = emitter->table;
    const HashFunctionId id = table->hashFunction;
    const uint32_t shift = 31 - table->edgeBits;        /* 2E vertices */
    const uint32_t b2 = SharedShift(table->seeds, 2), b3 = SharedShift(table->seeds, 3);
    const bool plain = id == HashMultiplyShiftR;
    EmitSharedVertex(emitter, 1, id >= HashMulshrolate1RX ? b2 : 0, id >= HashMulshrolate3RX ? 4 : 0, plain ? SharedShift(table->seeds, 1) : shift);
    EmitSharedVertex(emitter, 2, id >= HashMulshrolate2RX ? b3 : 0, id == HashMulshrolate4RX ? 5 : 0, plain ? b2 : shift);
    if (plain)
        PutNumbered(emitter, "    a &= ", table->valueCount - 1, "u;\n");
    if (plain)
        PutNumbered(emitter, "    b &= ", table->valueCount - 1, "u;\n");
    Put(emitter, table->valueSizeInBytes == 2 ? "    return ((uint32_t)values[a] + (uint32_t)values[b]) & $M;\n" : "    return (values[a] + values[b]) & $M;\n");
}

static void EmitIndex(Emitter *emitter)
{
    const TableView *table = emitter->table;
    Put(emitter, emitter->image ? "static inline uint32_t $NIndex(const $NTable *table, $K key)\n{\n    const $A *const values = table->values;\n"
                                : "static inline uint32_t $NIndex($K key)\n{\n    const $A *const values = $NValues;\n");
    if (table->layout == LayoutPartitioned)
        Put(emitter, emitter->image ? "    const $T *const seeds = table->seeds;\n" : "    const $T *const seeds = $NSeeds;\n");
    if (table->extractMask != 0)
        EmitExtract(emitter);
    if (table->hashFunction == HashQuadx)
        EmitQuadx(emitter);
    else
        EmitShared(emitter);
    Put(emitter, "}\n\n");
}

static void EmitContains(Emitter *emitter)
{
    Put(emitter, emitter->image ? "static inline int $NContains(const $NTable *table, $K key, uint32_t *index)\n{\n"
                                  "    const uint32_t found = $NIndex(table, key);\n"
                                  "    if (found >= $Cu || table->keys[found] != key)\n        return 0;\n"
                                : "static inline int $NContains($K key, uint32_t *index)\n{\n"
                                  "    const uint32_t found = $NIndex(key);\n"
                                  "    if (found >= $Cu || $NKeys[found] != key)\n        return 0;\n");
    Put(emitter, "    if (index)\n        *index = found;\n    return 1;\n}\n\n");
}

static size_t Emit(const TableView *table, const SourceOptions *options, char *out)
{
    Emitter emitter;
    emitter.text.out = out;
    emitter.text.length = 0;
    emitter.table = table;
    emitter.hashes64 = TableHashes64(table->keySizeInBytes, table->extractMask);
    emitter.contains = options->contains && table->keys != NULL;
    emitter.image = options->imageOnly || table->keyCount > DATA_MAX_KEYS || table->valueCount > DATA_MAX_VALUES;
    const bool renamed = SourceIdentifier(table->name, emitter.identifier, sizeof emitter.identifier);
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
    Put(&emitter, "#endif\n");
    return emitter.text.length;
}

size_t SourceBound(const TableView *table, const SourceOptions *options)
{
    return Emit(table, options, NULL);
}

size_t SourceWrite(const TableView *table, const SourceOptions *options, char *out)
{
    return Emit(table, options, out);
}
