/* A table as a C header: its words, its comment, its constants. See source_emitter.h. */
#include "source.h"

#include <string.h>

#include "chm01/hash/family.h"
#include "chm01/hash/hash_shared.h"
#include "chm01/table/table_image.h"
#include "source_dialect.h"
#include "source_emitter.h"
#include "source_identifier.h"
#include "source_record.h"

#define DATA_MAX_KEYS ((uint64_t)1 << 20) /* larger tables are not written as text */
#define DATA_MAX_SLOTS ((uint64_t)1 << 23)

/*
 * Compilers read string literals ten times as fast as lists of numbers
 * (docs/explanation/performance.md), but not all dialects have them, and people read lists better.
 */
#define LIST_MAX_SLOTS ((uint64_t)1 << 16)

static const char *NumberWord(char *memory, uint64_t number)
{
    SourceText text = {.out = memory};
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

/* Returns the name of what a lookup reads: the header's array, or a variable over an image. */
static const char *SlotsName(Emitter *emitter)
{
    if (emitter->image)
        return "slots";
    SourceMember(emitter->identifier, "Slots", emitter->words.style, emitter->slots);
    return emitter->slots;
}

/* Words by a number of bytes: 1, 2 or 4. */
static const char *SourceOfBytes(uint32_t bytes, const char *one, const char *two, const char *four)
{
    return bytes == 1 ? one : bytes == 2 ? two : four;
}

/* Returns the C type of an array's element of that many bytes. */
const char *SourceElementType(const Emitter *emitter, uint32_t bytes)
{
    if (emitter->strings)
        return SourceOfBytes(bytes, "unsigned char", "PERFECTHASH_CHAR16", "PERFECTHASH_CHAR32");
    return SourceOfBytes(bytes, "uint8_t", "uint16_t", "uint32_t");
}

const char *SourceAnswerType(const Emitter *emitter)
{
    const uint32_t bits = emitter->table->valueBits;
    return bits == 0 ? "uint32_t" : SourceOfBytes(bits / 8, "uint8_t", "uint16_t", "uint32_t");
}

const char *SourcePayloadType(const Emitter *emitter)
{
    return SourceOfBytes(emitter->table->payloadBits / 8, "uint8_t", "uint16_t", "uint32_t");
}

/*
 * Writes a compact table's numbers: where the first vertex may be, a segment, two segments, and the
 * mask of one, and the bits of a packed slot.
 */
static void FillCompactWords(Emitter *emitter)
{
    const uint64_t segment = (uint64_t)1 << emitter->table->edgeBits;
    SetNumber(emitter, 'O', emitter->table->edges - 2 * segment);
    SetNumber(emitter, 'P', segment);
    SetNumber(emitter, 'Q', 2 * segment);
    SetNumber(emitter, 'R', segment - 1);
    SetNumber(emitter, 'G', emitter->table->packedBits);
}

static void FillWords(Emitter *emitter)
{
    const TableView *table = emitter->table;
    const uint64_t edges = table->edges, indices = (uint64_t)1 << table->edgeBits;
    const uint32_t width = emitter->hashes64 ? 64 : 32, graphBits = table->edgeBits + (emitter->shared ? 1 : 0);
    const uint32_t second = SharedShift(table->seeds, 2), third = SharedShift(table->seeds, 3);
    for (size_t i = 0; i < sizeof emitter->words.words / sizeof emitter->words.words[0]; i++)
        emitter->words.words[i] = "";
    SetWord(emitter, 'A', SourceElementType(emitter, table->packedBits != 0 ? 4 : table->slotSizeInBytes));
    SetNumber(emitter, 'B', table->bucketCount);
    SetNumber(emitter, 'C', table->keyCount);
    SetNumber(emitter, 'D', table->imageBytes - TABLE_CHECKSUM_BYTES); /* what a checksum is computed of */
    SetNumber(emitter, 'E', edges);
    SetWord(emitter, 'F', emitter->hashes64 ? "32" : "16"); /* quadx: the fold */
    SetNumber(emitter, 'G', table->slotCount - 1);          /* shared families: the vertex mask */
    SetWord(emitter, 'H', table->family->name);
    SetWord(emitter, 'I', emitter->strings ? "PERFECTHASH_AT(" : ""); /* an element: $Iarray$Jindex$Y */
    SetWord(emitter, 'J', emitter->strings ? ", " : "[");
    SetWord(emitter, 'Y', emitter->strings ? ")" : "]");
    SetWord(emitter, 'Z', SlotsName(emitter));
    SetWord(emitter, 'K', table->keySizeInBytes == 4 ? "uint32_t" : "uint64_t"); /* a key, or half of one */
    SetNumber(emitter, 'M', indices - 1);                                        /* the index mask */
    SetNumber(emitter, 'L', (table->imageBytes - TABLE_CHECKSUM_BYTES) / 32 * 32);
    SetWord(emitter, 'N', emitter->identifier);
    SetNumber(emitter, 'O', SharedShift(table->seeds, 1)); /* shared families: the third seed's bytes */
    SetNumber(emitter, 'P', second);
    SetNumber(emitter, 'Q', (32 - second) & 31); /* the other half of a rotation by P */
    SetNumber(emitter, 'R', third);
    SetNumber(emitter, 'U', (32 - third) & 31);
    SetNumber(emitter, 'S', width - graphBits);                         /* from a hash to a vertex */
    SetWord(emitter, 'T', emitter->hashes64 ? "uint64_t" : "uint32_t"); /* what is hashed */
    SetNumber(emitter, 'V', table->edgeBits + 1);                       /* log2 of a bucket's slots */
    SetNumber(emitter, 'W', table->imageBytes);
    SetWord(emitter, 'X', table->extractMask != 0 ? "bits" : "key"); /* the variable that is hashed */
    if (emitter->compact)
        FillCompactWords(emitter);
}

void SourcePut(Emitter *emitter, const char *pattern)
{
    TextTemplate(&emitter->text, pattern, &emitter->words);
}

void SourcePutNumbered(Emitter *emitter, const char *before, uint64_t number, const char *after)
{
    SourcePut(emitter, before);
    TextDecimal(&emitter->text, number);
    SourcePut(emitter, after);
}

/* ---- the comment and the constants */

static void EmitFindUse(Emitter *emitter)
{
    const bool isValue = emitter->table->valueBits != 0;
    SourcePut(emitter, " *   ");
    SourceFindSignature(emitter);
    SourcePut(emitter,
              isValue ? "\n *       1, with the value in *value" : "\n *       1, with the position in *index");
    SourcePutNumbered(emitter, " (which may be null), for each key of the set and for one in ",
                      (uint64_t)1 << emitter->table->fingerprintBits, " of all other keys;\n *       else 0.\n");
}

static void EmitGuidUse(Emitter *emitter)
{
    const bool isValue = emitter->table->valueBits != 0;
    SourcePut(emitter, " *   ");
    SourceGuidSignature(emitter, SourceAnswerType(emitter), isValue ? "Value" : "Index", NULL);
    SourcePut(emitter, "\n *       the same of a key's 16 bytes where they lie, as a GUID has them: low is the number "
                       "that the first 8 bytes are,\n *       the lowest byte first");
    SourcePut(emitter, emitter->table->payload != NULL ? "; and $NValueOfGuid" : "");
    SourcePut(emitter, emitter->contains                      ? "; and $NContainsGuid.\n"
                       : emitter->table->fingerprintBits != 0 ? "; and $NFindGuid.\n"
                                                              : ".\n");
}

static void EmitUse(Emitter *emitter)
{
    if (emitter->image)
        SourcePut(emitter, " *   $NTable $NOpen(const void *image, uint64_t bytes)\n"
                           " *       looks keys up in the table file's bytes, in place: the file as it was written, "
                           "mapped or read to a multiple of 8,\n"
                           " *       and kept as long as the table is used. Anything but that file gives a table "
                           "whose slots are null: all bytes\n"
                           " *       are read once, and their checksum is computed.\n"
                           " *   $NTable $NOpenTrusted(const void *image, uint64_t bytes)\n"
                           " *       reads the file's last 8 bytes alone and trusts the others: the checksum is "
                           "compared, not computed.\n"
                           " *       Both give a table whose slots are null on a big-endian machine, as the file "
                           "is little-endian.\n");
    SourcePut(emitter, " *   ");
    SourceSignature(emitter);
    SourcePut(emitter, emitter->table->valueBits != 0
                           ? "\n *       the value that a key of the set has. Any other key gives an "
                             "arbitrary value.\n"
                           : "\n *       the position, from 0, of a key of the set. Any other key gives an arbitrary "
                             "number;\n"
                             " *       every number is below $NIndexBound.\n");
    if (emitter->table->payload != NULL)
        SourcePayloadUse(emitter);
    if (emitter->table->fingerprintBits != 0)
        EmitFindUse(emitter);
    if (emitter->records != NULL) {
        SourcePut(emitter, " *   ");
        SourceRecordSignature(emitter);
        SourcePut(emitter, "\n *       the record of a key of the set, and a null pointer for any other key.\n"
                           " *   $NRecords\n *       all of them, in the order of their positions.\n");
    }
    if (emitter->contains) {
        SourcePut(emitter, " *   ");
        SourceContainsSignature(emitter);
        SourcePut(emitter, "\n *       1, with the position in *index (which may be null), when the key is in the set, "
                           "else 0.\n");
    }
    if (emitter->floors != NULL) {
        SourcePut(emitter, " *   ");
        SourceFloorSignature(emitter);
        SourcePut(emitter,
                  "\n *       the position of the greatest key that is not above a number, and 0xFFFFFFFF where "
                  "all keys are.\n");
    }
    if (emitter->wide)
        EmitGuidUse(emitter);
}

static void EmitLayout(Emitter *emitter)
{
    const bool buckets = LayoutHasBuckets(emitter->table->layout);
    if (emitter->compact)
        SourcePut(emitter, buckets ? "compact in $B buckets of $E vertices" : "compact, $E vertices");
    else
        SourcePut(emitter, buckets ? "in $B buckets of $E edges" : "flat, $E edges");
    if (emitter->table->packedBits != 0)
        SourcePut(emitter, ", slots of $G bits");
}

static void EmitComment(Emitter *emitter, bool renamed)
{
    const TableView *table = emitter->table;
    SourceText *text = &emitter->text;
    SourcePut(emitter, "/*\n * $N: a perfect hash table of $C ");
    TextPut(text, table->keyCount == 1 ? "key" : "keys");
    SourcePut(emitter, ". Made by PerfectHash; do not edit.\n *\n");
    EmitUse(emitter);
    SourcePut(emitter, " *\n");
    if (renamed) {
        TextPut(text, " * The table's name is \"");
        TextEscaped(text, table->name);
        SourcePut(emitter, "\"; as an identifier that is $N.\n");
    }
    SourcePut(emitter, " * Hash function $H, algorithm Chm01, mask function And, ");
    EmitLayout(emitter);
    SourcePutNumbered(emitter, "; found in ", table->attempts, " attempts");
    SourcePutNumbered(emitter, " and ", table->resizes, " resizes,\n");
    TextPut(text, " * with the random number seed ");
    TextHex(text, table->rngSeed);
    SourcePutNumbered(emitter, ". A key has ", table->keySizeInBytes, " bytes; the keys hash is ");
    TextHex(text, table->keysHash);
    SourcePut(emitter, ".\n"
                       " * ");
    const bool isPair = emitter->part != SourceWhole;
    SourcePut(emitter, emitter->strings && !isPair ? "C11 or C++11, any compiler." : "C99 or C++98, any compiler.");
    if (emitter->strings && isPair)
        SourcePut(emitter, " The data take C11.");
    if (!emitter->image && !isPair)
        SourcePut(emitter, emitter->wide ? " From C++14 on the lookup is constexpr, except that of a GUID's bytes."
                                         : " From C++14 on the lookup is constexpr.");
    SourcePut(emitter, emitter->image ? "\n */\n" : "\n * ");
    if (!emitter->image)
        SourceUse(&emitter->text, emitter->part, emitter->stem);
}

/* Tells this header from one of another table, or of other options, that has the name too. */
static void EmitGuard(Emitter *emitter)
{
    const TableView *table = emitter->table;
    const uint32_t options = emitter->contains + 2u * emitter->image + 4u * (emitter->floors != NULL) +
                             8u * (emitter->part != SourceWhole) + 16u * (uint32_t)emitter->words.style;
    const uint64_t others = emitter->records != NULL ? emitter->records->hash : 0;
    const SourceIdentity identity = {SourceImageNumber(table, options ^ (uint32_t)(others >> 32 ^ others)),
                                     table->keyCount, table->keysHash};
    SourceGuard(&emitter->text, "H_", emitter->identifier, &identity);
    SourcePut(emitter, "\n#include <stdint.h>\n");
    if (emitter->records != NULL)
        SourceRecordIncludes(&emitter->text, emitter->records);
    SourcePut(emitter, "\n");
}

/*
 * Macros, since enumerators end where the machine's int does, and compilers object to sums of two
 * enumerations.
 */
static void EmitConstants(Emitter *emitter)
{
    const TableView *table = emitter->table;
    SourcePut(emitter, "#define $NHashFunction \"$H\"\n");
    for (uint32_t i = 0; i < table->seedCount; i++) {
        SourcePutNumbered(emitter, "#define $NSeed", i + 1, " ");
        TextPut(&emitter->text, emitter->hashes64 ? "UINT64_C(" : "UINT32_C(");
        TextHex(&emitter->text, table->seeds[i]);
        TextPut(&emitter->text, ")\n");
    }
    SourcePut(emitter, "#define $NKeyCount $C\n");
    if (table->valueBits == 0)
        SourcePutNumbered(emitter, "#define $NIndexBound ",
                          table->layout == LayoutFlat && table->fingerprintBits == 0 ? (uint64_t)1 << table->edgeBits
                                                                                     : table->keyCount,
                          "\n");
    SourcePutNumbered(emitter, "#define $NSlotCount ", table->slotCount, "\n\n");
}

/*
 * The GUID and the age of its debug information, as symbol servers write them; nothing without
 * them.
 */
static void EmitBuildId(Emitter *emitter, const TableModule *module)
{
    static const uint8_t order[] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
    static const char digits[] = "0123456789ABCDEF";
    char text[2 * sizeof order + WordBytes];
    size_t length = 0;
    uint32_t any = 0, shift = 28;
    for (size_t i = 0; i < sizeof order; i++) {
        const uint8_t byte = module->buildId[order[i]];
        text[length++] = digits[byte >> 4];
        text[length++] = digits[byte & 15];
        any |= byte;
    }
    while (shift != 0 && module->buildAge >> shift == 0)
        shift -= 4;
    for (; shift != 0; shift -= 4)
        text[length++] = digits[module->buildAge >> shift & 15];
    text[length++] = digits[module->buildAge & 15];
    text[length] = 0;
    if (any == 0)
        return;
    SourcePut(emitter, "#define $NModuleBuildId \"");
    SourcePut(emitter, text);
    SourcePut(emitter, "\"\n");
}

/* By these a profiler tells that a loaded module is the one whose functions are the keys. */
static void EmitModule(Emitter *emitter)
{
    const TableModule *const module = emitter->table->module;
    if (module == NULL)
        return;
    SourcePut(emitter, "/* The keys are functions of \"");
    TextEscaped(&emitter->text, module->name);
    SourcePut(emitter, "\", as addresses relative to where it is loaded. */\n#define $NModuleTimeDateStamp UINT32_C(");
    TextHex(&emitter->text, module->timeDateStamp);
    SourcePut(emitter, ")\n#define $NModuleImageBytes UINT32_C(");
    TextHex(&emitter->text, module->imageBytes);
    SourcePut(emitter, ")\n");
    EmitBuildId(emitter, module);
    SourcePut(emitter, "\n");
}

bool SourceIsOverImage(const TableView *table, bool imageOnly)
{
    return imageOnly || table->keyCount > DATA_MAX_KEYS || table->slotCount > DATA_MAX_SLOTS;
}

static void EmitDialect(Emitter *emitter)
{
    SourceDialect(&emitter->text, emitter->part);
    if (emitter->strings)
        SourceStrings(&emitter->text, emitter->part);
}

static void EmitData(Emitter *emitter)
{
    if (emitter->image)
        SourceOpen(emitter);
    else
        SourceData(emitter);
    if (emitter->floors != NULL)
        SourceFloorData(emitter);
    if (emitter->records != NULL)
        SourceRecordData(&emitter->text, emitter->identifier, emitter->words.style, emitter->records, emitter->part);
}

static void EmitDialectEnd(Emitter *emitter)
{
    SourcePut(emitter, emitter->strings ? sourceStringsEnd : "");
    SourcePut(emitter, sourceDialectEnd);
}

static void EmitLookups(Emitter *emitter)
{
    SourceWide(emitter);
    SourceIndex(emitter);
    if (emitter->records != NULL)
        SourceRecordFind(emitter);
    if (emitter->table->payload != NULL)
        SourcePayload(emitter);
    if (emitter->contains)
        SourceContains(emitter);
    if (emitter->floors != NULL)
        SourceFloor(emitter);
    if (emitter->table->fingerprintBits != 0)
        SourceFind(emitter);
}

/* Writes the header, or that of a pair. */
static void EmitHeader(Emitter *emitter, bool renamed)
{
    EmitComment(emitter, renamed);
    EmitGuard(emitter);
    EmitDialect(emitter);
    EmitConstants(emitter);
    EmitModule(emitter);
    EmitData(emitter);
    EmitLookups(emitter);
    EmitDialectEnd(emitter);
    SourcePut(emitter, "#endif\n");
}

/* Writes the data of a pair; a header that reads the table file has none. */
static void EmitDefinitions(Emitter *emitter)
{
    SourceDefinitionsBegin(&emitter->text, emitter->stem);
    if (emitter->image)
        return;
    EmitDialect(emitter);
    SourcePut(emitter, emitter->strings ? "" : "\n");
    EmitData(emitter);
    EmitDialectEnd(emitter);
}

bool SourceWriteOn(const TableView *table, const SourceOptions *options, Work *work, SourceText *text)
{
    TextSliceBegin(text, work);
    Emitter emitter;
    emitter.text = *text;
    emitter.table = table;
    emitter.wide = TableIsWide(table);
    emitter.compact = LayoutIsCompact(table->layout);
    emitter.hashes64 = emitter.compact || TableHashes64(table->keySizeInBytes, table->extractMask);
    emitter.shared = table->family->hash != NULL;
    emitter.image = SourceIsOverImage(table, options->imageOnly);
    emitter.part = options->part;
    emitter.stem = options->stem != NULL ? options->stem : emitter.identifier;
    emitter.records = emitter.image ? NULL : options->records;
    emitter.contains = options->contains && table->keys != NULL && emitter.records == NULL;
    emitter.floors =
        emitter.image && options->floors != NULL && options->floors->positions != NULL ? NULL : options->floors;
    emitter.strings = !emitter.image && table->slotCount > LIST_MAX_SLOTS;
    emitter.words.style = options->names != NULL ? options->names->style : SourceAsIs;
    const bool renamed = SourceNamedForC(options->names, table->name, emitter.identifier);
    FillWords(&emitter);
    SourceLicense(&emitter.text, options->names, "/* ", " */\n");
    if (emitter.part == SourceDefinitions)
        EmitDefinitions(&emitter);
    else
        EmitHeader(&emitter, renamed);
    *text = emitter.text;
    return TextSliceEnd(text, work);
}

/* Makes all of the text at once. */
static void SourceEmit(const TableView *table, const SourceOptions *options, SourceText *text)
{
    Work work = WorkAll();
    (void)SourceWriteOn(table, options, &work, text);
}

size_t SourceBound(const TableView *table, const SourceOptions *options)
{
    SourceText text = {.out = NULL};
    SourceEmit(table, options, &text);
    return text.length;
}

size_t SourceWrite(const TableView *table, const SourceOptions *options, char *out)
{
    SourceText text = {.out = out};
    SourceEmit(table, options, &text);
    return text.length;
}

bool SourceIsSame(const TableView *table, const SourceOptions *options, const char *other, size_t bytes)
{
    SourceText text = {.compared = other, .comparedBytes = bytes};
    SourceEmit(table, options, &text);
    return SourceTextIsSame(&text);
}
