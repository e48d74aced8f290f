/* The numbers and arrays of a table, for which macros ask. See language_writer.h. */
#include <assert.h>
#include <string.h>

#include "chm01/emit/source_dialect.h"
#include "chm01/hash/family.h"
#include "chm01/hash/hash_shared.h"
#include "chm01/table/table_image.h"
#include "language_writer.h"

void LanguageAddFact(LanguageWriter *writer, const char *name, uint64_t number)
{
    const LanguageFact fact = {name, number};
    writer->facts[writer->factCount++] = fact;
}

LanguageArray *LanguageAddArray(LanguageWriter *writer, const char *name, uint64_t count, uint32_t narrow)
{
    LanguageArray *const array = &writer->arrays[writer->arrayCount++];
    *array = (LanguageArray){.name = name, .count = count, .bytes = narrow, .narrow = narrow};
    return array;
}

static void FactArray(LanguageWriter *writer, const char *name, const void *numbers, uint64_t count, uint32_t bytes,
                      uint32_t narrow)
{
    if (numbers == NULL)
        return;
    LanguageArray *const array = LanguageAddArray(writer, name, count, narrow);
    array->numbers = numbers;
    array->bytes = bytes;
}

/* ---- tables of numbers */

/* Writes the macro that packs a key's bits at the mask's ones: a term for each run of ones. */
static void FactExtract(LanguageWriter *writer, uint64_t mask)
{
    SourceText text = {.out = writer->extract};
    uint32_t taken = 0;
    for (uint32_t bit = 0; bit < 64;) {
        uint32_t length = 0;
        while (bit + length < 64 && (mask >> (bit + length) & 1) != 0)
            length++;
        if (length != 0) {
            const uint64_t ones = (((uint64_t)1 << length) - 1) << taken;
            TextPut(&text, (mask >> bit >> length) != 0 ? "@or64(@and64(@shr64(key, " : "@and64(@shr64(key, ");
            TextDecimal(&text, bit - taken);
            TextPut(&text, "), @lit64(");
            TextHex(&text, ones);
            TextPut(&text, (mask >> bit >> length) != 0 ? ")), " : "))");
            taken += length;
        }
        bit += length + (length == 0);
    }
    for (uint64_t rest = mask; (rest & (rest + (rest & (~rest + 1)))) != 0; rest &= rest + (rest & (~rest + 1)))
        TextPut(&text, ")"); /* one for each run but the last */
    writer->extract[text.length] = 0;
}

/* Without macros of its own, a new hash function would look keys up as another one does. */
#define COUNT_FAMILY(number, name) +1
static_assert(FAMILY_LIST(COUNT_FAMILY) == 7, "SharedFacts and lookup.macros have the lookup of each hash function");

static void SharedFacts(LanguageWriter *writer, const TableView *table)
{
    const HashFunctionId id = table->hashFunction;
    const uint32_t second = SharedShift(table->seeds, 2), third = SharedShift(table->seeds, 3);
    const uint32_t shift = 31 - table->edgeBits;
    LanguageAddFact(writer, "shared", table->family->hash != NULL);
    LanguageAddFact(writer, "shiftA", id == HashMultiplyShiftR ? SharedShift(table->seeds, 1) : shift);
    LanguageAddFact(writer, "shiftB", id == HashMultiplyShiftR ? second : shift);
    LanguageAddFact(writer, "masksVertex", id == HashMultiplyShiftR);
    LanguageAddFact(writer, "vertexMask", table->slotCount - 1);
    LanguageAddFact(writer, "rotatesA", id >= HashMulshrolate1RX);
    LanguageAddFact(writer, "rotatesB", id >= HashMulshrolate2RX);
    LanguageAddFact(writer, "timesA", id >= HashMulshrolate3RX);
    LanguageAddFact(writer, "timesB", id == HashMulshrolate4RX);
    LanguageAddFact(writer, "rotateA", second);
    LanguageAddFact(writer, "rotateAback", (32 - second) & 31);
    LanguageAddFact(writer, "rotateB", third);
    LanguageAddFact(writer, "rotateBback", (32 - third) & 31);
}

static void CompactFacts(LanguageWriter *writer, const TableView *table)
{
    const uint64_t segment = (uint64_t)1 << table->edgeBits;
    LanguageAddFact(writer, "compact", LayoutIsCompact(table->layout));
    LanguageAddFact(writer, "starts", table->edges - 2 * segment);
    LanguageAddFact(writer, "segment", segment);
    LanguageAddFact(writer, "segments", 2 * segment);
    LanguageAddFact(writer, "segmentMask", segment - 1);
    LanguageAddFact(writer, "packed", table->packedBits);
}

static void AnswerFacts(LanguageWriter *writer, const TableView *table)
{
    const uint64_t mask = table->sumMask;
    const bool isValue = table->valueBits != 0;
    LanguageAddFact(writer, "isValue", isValue);
    LanguageAddFact(writer, "value8", table->valueBits == 8);
    LanguageAddFact(writer, "value16", table->valueBits == 16);
    LanguageAddFact(writer, "value32", table->valueBits == 32);
    LanguageAddFact(writer, "payload", table->payload != NULL);
    LanguageAddFact(writer, "payload8", table->payloadBits == 8);
    LanguageAddFact(writer, "payload16", table->payloadBits == 16);
    LanguageAddFact(writer, "masked", mask != UINT32_MAX);
    LanguageAddFact(writer, "sumMask", mask);
    LanguageAddFact(writer, "bounded",
                    !isValue && mask >= table->keyCount &&
                        !(table->layout == LayoutFlat && table->fingerprintBits == 0));
    LanguageAddFact(writer, "prints", table->fingerprintBits);
    LanguageAddFact(writer, "printMask", ((uint64_t)1 << table->fingerprintBits) - 1);
    LanguageAddFact(writer, "printAt", TableSlotBits(table) - table->fingerprintBits);
    LanguageAddFact(writer, "printShift", 32 - table->fingerprintBits);
    LanguageAddFact(writer, "strangers", (uint64_t)1 << table->fingerprintBits);
}

static void LookupArrays(LanguageWriter *writer, const TableView *table)
{
    const uint32_t seedBytes =
        LayoutIsCompact(table->layout) || TableHashes64(table->keySizeInBytes, table->extractMask) ? 8 : 4;
    const uint64_t words = TableSlotsBytes(table) / sizeof(uint32_t) + 1; /* of packed slots, with the padding */
    const bool isPacked = table->packedBits != 0;
    const uint32_t valueBytes = table->payloadBits / 8;
    FactArray(writer, "slots", table->slots, isPacked ? words : table->slotCount, isPacked ? 4 : table->slotSizeInBytes,
              isPacked ? 4 : table->slotSizeInBytes);
    FactArray(writer, "seeds", LayoutHasBuckets(table->layout) ? table->directory : NULL, 2 * table->bucketCount,
              seedBytes, seedBytes);
    FactArray(writer, "values", table->payload, table->keyCount, valueBytes, valueBytes);
}

static void TableArrays(LanguageWriter *writer, const TableView *table, bool contains)
{
    const bool isWide = TableIsWide(table);
    const uint32_t keyBytes = isWide ? 8 : table->keySizeInBytes;
    LookupArrays(writer, table);
    FactArray(writer, "keys", contains && writer->records == NULL ? table->keys : NULL, table->keyCount << isWide,
              keyBytes, keyBytes);
}

static void TableFacts(LanguageWriter *writer, const TableView *table)
{
    static const char *const seeds[] = {"seed1", "seed2", "seed3", "seed4", "seed5", "seed6"};
    const bool contains = writer->records != NULL || (writer->input->options->contains && table->keys != NULL),
               is64 = TableHashes64(table->keySizeInBytes, table->extractMask);
    LanguageAddFact(writer, "keyCount", table->keyCount);
    LanguageAddFact(writer, "single", table->keyCount == 1);
    LanguageAddFact(writer, "key64", table->keySizeInBytes == 8);
    LanguageAddFact(writer, "wide", TableIsWide(table));
    LanguageAddFact(writer, "contains", contains);
    LanguageAddFact(writer, "finds", contains || table->fingerprintBits != 0);
    LanguageAddFact(writer, "hashes64", is64 || LayoutIsCompact(table->layout)); /* the arithmetic of a hash */
    LanguageAddFact(writer, "widens", !is64 && LayoutIsCompact(table->layout));
    LanguageAddFact(writer, "extracts", table->extractMask != 0);
    LanguageAddFact(writer, "otherBits", ~table->extractMask);
    LanguageAddFact(writer, "buckets", LayoutHasBuckets(table->layout));
    LanguageAddFact(writer, "bucketCount", table->bucketCount);
    LanguageAddFact(writer, "sliceShift", table->edgeBits + 1);
    LanguageAddFact(writer, "edges", table->edges);
    LanguageAddFact(writer, "scaled", table->layout == LayoutFlat && table->edges != (uint64_t)1 << table->edgeBits);
    LanguageAddFact(writer, "shift", (is64 ? 64 : 32) - table->edgeBits);
    for (uint32_t i = 0; i < TABLE_MAX_SEEDS; i++)
        LanguageAddFact(writer, seeds[i], table->seeds[i]);
    SharedFacts(writer, table);
    CompactFacts(writer, table);
    AnswerFacts(writer, table);
    FactExtract(writer, table->extractMask);
    if (writer->language->style != StyleHeader)
        TableArrays(writer, table, contains);
}

/* ---- tables of text */

static void TextArrays(LanguageWriter *writer, const TextTable *table)
{
    const TextReduction *const reduction = &table->reduction;
    const uint32_t position = LanguageBytesBelow(table->keyCount);
    const bool hasPool = table->poolBytes != 0 && writer->records == NULL;
    FactArray(writer, "entries", table->entries, table->entryCount * TextEntryWords(reduction), 8, 8);
    FactArray(writer, "lengths", reduction->lengthInWords ? NULL : table->lengths, table->entryCount, 2,
              LanguageBytesBelow(table->longest + 1));
    FactArray(writer, "slots", table->slots, (uint64_t)1 << table->slotBits, 1, 1);
    FactArray(writer, "displacements", table->displacements, (uint64_t)1 << table->groupBits, 4,
              LanguageBytesBelow((uint64_t)1 << table->slotBits));
    FactArray(writer, "positions", table->displacements != NULL ? table->positions : NULL, table->entryCount, 4,
              position);
    FactArray(writer, "offsets", hasPool ? table->offsets : NULL, table->entryCount, 4,
              LanguageBytesBelow(table->poolBytes));
    FactArray(writer, "pool", hasPool ? table->pool : NULL, table->poolBytes, 1, 1);
}

/* Adds a number of 64 bits, and its halves for languages that have no such numbers. */
static void HalvedFact(LanguageWriter *writer, const char *name, const char *low, const char *high, uint64_t number)
{
    LanguageAddFact(writer, name, number);
    LanguageAddFact(writer, low, (uint32_t)number);
    LanguageAddFact(writer, high, number >> 32);
}

static void TextFacts(LanguageWriter *writer, const TextTable *table)
{
    const TextReduction *const reduction = &table->reduction;
    LanguageAddFact(writer, "textKeys", 1);
    LanguageAddFact(writer, "finds", 1);
    LanguageAddFact(writer, "contains", 1);
    LanguageAddFact(writer, "keyCount", table->keyCount);
    LanguageAddFact(writer, "single", table->keyCount == 1);
    LanguageAddFact(writer, "longest", table->longest);
    LanguageAddFact(writer, "hasEmpty", table->emptyPosition != TEXT_NOT_FOUND);
    LanguageAddFact(writer, "emptyPosition", table->emptyPosition);
    LanguageAddFact(writer, "words", reduction->words);
    LanguageAddFact(writer, "wordBytes", 8 * reduction->words);
    LanguageAddFact(writer, "entryWords", TextEntryWords(reduction));
    LanguageAddFact(writer, "second", reduction->words >= 2);
    LanguageAddFact(writer, "four", reduction->words == 4);
    LanguageAddFact(writer, "ignoresCase", reduction->ignoreCase);
    LanguageAddFact(writer, "lengthInWords", reduction->lengthInWords);
    LanguageAddFact(writer, "fromSecond", (reduction->sources & TextFromSecond) != 0);
    LanguageAddFact(writer, "fromLast", (reduction->sources & TextFromLast) != 0);
    LanguageAddFact(writer, "fromLength", (reduction->sources & TextFromLength) != 0);
    LanguageAddFact(writer, "fromAll", (reduction->sources & TextFromAll) != 0);
    LanguageAddFact(writer, "rotateSecond", reduction->rotateSecond);
    LanguageAddFact(writer, "rotateSecondBack", 64 - reduction->rotateSecond);
    LanguageAddFact(writer, "rotateLast", reduction->rotateLast);
    LanguageAddFact(writer, "rotateLastBack", 64 - reduction->rotateLast);
    HalvedFact(writer, "lengthFactor", "lengthLow", "lengthHigh", reduction->lengthFactor);
    LanguageAddFact(writer, "seed", reduction->seed);
    HalvedFact(writer, "multiplier", "multiplierLow", "multiplierHigh", table->multiplier);
    LanguageAddFact(writer, "slotShift", 64 - table->slotBits);
    LanguageAddFact(writer, "groupShift", table->groupShift);
    LanguageAddFact(writer, "groupMask", ((uint64_t)1 << table->groupBits) - 1);
    LanguageAddFact(writer, "displaced", table->displacements != NULL);
    LanguageAddFact(writer, "longer", table->poolBytes != 0);
    LanguageAddFact(writer, "folds", (reduction->sources & TextFromAll) != 0);
    if (writer->language->style != StyleHeader)
        TextArrays(writer, table);
}

void LanguageGuard(LanguageWriter *writer)
{
    const TableView *const table = writer->input->table;
    const TextTable *const texts = writer->input->texts;
    const uint64_t others = writer->records != NULL ? writer->records->hash : 0;
    const uint32_t options = writer->input->options->contains ^ (uint32_t)(others >> 32 ^ others);
    const SourceIdentity identity = {
        texts != NULL ? SourceTextNumber(texts, others) : SourceImageNumber(table, options),
        texts != NULL ? texts->keyCount : table->keyCount, texts != NULL ? texts->keysHash : table->keysHash};
    char kind[SourceNameBytes + 16];
    SourceText put = {.out = kind};
    TextPut(&put, "HPP_");
    for (const char *at = LanguageNamespace(writer); *at != 0; at++)
        TextBytes(&put, *at == '.' ? "_" : at, 1);
    TextPut(&put, *LanguageNamespace(writer) != 0 ? "_" : "");
    kind[put.length] = 0;
    SourceGuard(&writer->text, kind, writer->identifier, &identity);
}

/* Adds what a build file builds: without other code the header, and a test if there is one. */
static void BesideFacts(LanguageWriter *writer)
{
    uint32_t beside = writer->input->options->beside;
    if ((beside & (SourceBesidePair | SourceBesideHeader)) == 0)
        beside = LanguageRefusesProgram(writer->input) == NULL ? SourceBesideTest : 0;
    LanguageAddFact(writer, "besidePair", (beside & SourceBesidePair) != 0);
    LanguageAddFact(writer, "besideTest", (beside & SourceBesideTest) != 0);
    LanguageAddFact(writer, "besideBenchmark", (beside & SourceBesideBenchmark) != 0);
}

void LanguageFactsOf(LanguageWriter *writer)
{
    static const char *const ofArray[] = {"bytes1", "bytes2", "bytes4", "bytes8",   "elements",
                                          "reals",  "signed", "chars",  "fewBytes", "ofWords"};
    for (size_t i = 0; i < sizeof ofArray / sizeof ofArray[0]; i++)
        LanguageAddFact(writer, ofArray[i], 0); /* of the array that is written */
    LanguageAddFact(writer, "hasNamespace", *LanguageNamespace(writer) != 0);
    BesideFacts(writer);
    if (writer->input->texts != NULL)
        TextFacts(writer, writer->input->texts);
    else
        TableFacts(writer, writer->input->table);
    if (writer->language->style >= StyleHeader)
        LanguageProgramFacts(writer);
    else
        LanguageRecordFacts(writer);
}
