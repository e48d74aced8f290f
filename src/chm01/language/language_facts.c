/* The numbers and arrays of a table, for which macros ask. See language_writer.h. */
#include <string.h>

#include "chm01/hash/family.h"
#include "chm01/hash/hash_shared.h"
#include "chm01/table/table_image.h"
#include "language_writer.h"

static void FactAdd(LanguageWriter *writer, const char *name, uint64_t number)
{
    const LanguageFact fact = {name, number};
    writer->facts[writer->factCount++] = fact;
}

static void FactArray(LanguageWriter *writer, const char *name, const void *numbers, uint64_t count, uint32_t bytes,
                      uint32_t narrow)
{
    const LanguageArray array = {name, numbers, count, bytes, narrow};
    if (numbers != NULL)
        writer->arrays[writer->arrayCount++] = array;
}

/* Returns how many bytes a number below the bound needs: 1, 2 or 4. */
static uint32_t FactBytesBelow(uint64_t bound)
{
    return bound <= 1u << 8 ? 1 : bound <= 1u << 16 ? 2 : 4;
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

static void SharedFacts(LanguageWriter *writer, const TableView *table)
{
    const HashFunctionId id = table->hashFunction;
    const uint32_t second = SharedShift(table->seeds, 2), third = SharedShift(table->seeds, 3);
    const uint32_t shift = 31 - table->edgeBits;
    FactAdd(writer, "shared", table->family->hash != NULL);
    FactAdd(writer, "shiftA", id == HashMultiplyShiftR ? SharedShift(table->seeds, 1) : shift);
    FactAdd(writer, "shiftB", id == HashMultiplyShiftR ? second : shift);
    FactAdd(writer, "masksVertex", id == HashMultiplyShiftR);
    FactAdd(writer, "vertexMask", table->slotCount - 1);
    FactAdd(writer, "rotatesA", id >= HashMulshrolate1RX);
    FactAdd(writer, "rotatesB", id >= HashMulshrolate2RX);
    FactAdd(writer, "timesA", id >= HashMulshrolate3RX);
    FactAdd(writer, "timesB", id == HashMulshrolate4RX);
    FactAdd(writer, "rotateA", second);
    FactAdd(writer, "rotateAback", (32 - second) & 31);
    FactAdd(writer, "rotateB", third);
    FactAdd(writer, "rotateBback", (32 - third) & 31);
}

static void CompactFacts(LanguageWriter *writer, const TableView *table)
{
    const uint64_t segment = (uint64_t)1 << table->edgeBits;
    FactAdd(writer, "compact", LayoutIsCompact(table->layout));
    FactAdd(writer, "starts", table->edges - 2 * segment);
    FactAdd(writer, "segment", segment);
    FactAdd(writer, "segments", 2 * segment);
    FactAdd(writer, "segmentMask", segment - 1);
    FactAdd(writer, "packed", table->packedBits);
}

static void AnswerFacts(LanguageWriter *writer, const TableView *table)
{
    const uint64_t mask = table->sumMask;
    const bool isValue = table->valueBits != 0;
    FactAdd(writer, "isValue", isValue);
    FactAdd(writer, "value8", table->valueBits == 8);
    FactAdd(writer, "value16", table->valueBits == 16);
    FactAdd(writer, "value32", table->valueBits == 32);
    FactAdd(writer, "payload", table->payload != NULL);
    FactAdd(writer, "payload8", table->payloadBits == 8);
    FactAdd(writer, "payload16", table->payloadBits == 16);
    FactAdd(writer, "masked", mask != UINT32_MAX);
    FactAdd(writer, "sumMask", mask);
    FactAdd(writer, "bounded",
            !isValue && mask >= table->keyCount && !(table->layout == LayoutFlat && table->fingerprintBits == 0));
    FactAdd(writer, "prints", table->fingerprintBits);
    FactAdd(writer, "printMask", ((uint64_t)1 << table->fingerprintBits) - 1);
    FactAdd(writer, "printAt", 8 * table->slotSizeInBytes - table->fingerprintBits);
    FactAdd(writer, "printShift", 32 - table->fingerprintBits);
    FactAdd(writer, "strangers", (uint64_t)1 << table->fingerprintBits);
}

static void TableArrays(LanguageWriter *writer, const TableView *table, bool contains)
{
    const uint32_t seedBytes =
        LayoutIsCompact(table->layout) || TableHashes64(table->keySizeInBytes, table->extractMask) ? 8 : 4;
    const uint64_t words = TableSlotsBytes(table) / sizeof(uint32_t) + 1; /* of packed slots, with the padding */
    const bool isPacked = table->packedBits != 0, isWide = TableIsWide(table);
    const uint32_t keyBytes = isWide ? 8 : table->keySizeInBytes, valueBytes = table->payloadBits / 8;
    FactArray(writer, "slots", table->slots, isPacked ? words : table->slotCount, isPacked ? 4 : table->slotSizeInBytes,
              isPacked ? 4 : table->slotSizeInBytes);
    FactArray(writer, "seeds", LayoutHasBuckets(table->layout) ? table->directory : NULL, 2 * table->bucketCount,
              seedBytes, seedBytes);
    FactArray(writer, "values", table->payload, table->keyCount, valueBytes, valueBytes);
    FactArray(writer, "keys", contains ? table->keys : NULL, table->keyCount << isWide, keyBytes, keyBytes);
}

static void TableFacts(LanguageWriter *writer, const TableView *table)
{
    static const char *const seeds[] = {"seed1", "seed2", "seed3", "seed4", "seed5", "seed6"};
    const bool contains = writer->input->options->contains && table->keys != NULL,
               is64 = TableHashes64(table->keySizeInBytes, table->extractMask);
    FactAdd(writer, "keyCount", table->keyCount);
    FactAdd(writer, "key64", table->keySizeInBytes == 8);
    FactAdd(writer, "wide", TableIsWide(table));
    FactAdd(writer, "contains", contains);
    FactAdd(writer, "finds", contains || table->fingerprintBits != 0);
    FactAdd(writer, "hashes64", is64 || LayoutIsCompact(table->layout)); /* the arithmetic of a hash */
    FactAdd(writer, "widens", !is64 && LayoutIsCompact(table->layout));
    FactAdd(writer, "extracts", table->extractMask != 0);
    FactAdd(writer, "otherBits", ~table->extractMask);
    FactAdd(writer, "buckets", LayoutHasBuckets(table->layout));
    FactAdd(writer, "bucketCount", table->bucketCount);
    FactAdd(writer, "sliceShift", table->edgeBits + 1);
    FactAdd(writer, "edges", table->edges);
    FactAdd(writer, "scaled", table->layout == LayoutFlat && table->edges != (uint64_t)1 << table->edgeBits);
    FactAdd(writer, "shift", (is64 ? 64 : 32) - table->edgeBits);
    for (uint32_t i = 0; i < TABLE_MAX_SEEDS; i++)
        FactAdd(writer, seeds[i], table->seeds[i]);
    SharedFacts(writer, table);
    CompactFacts(writer, table);
    AnswerFacts(writer, table);
    FactExtract(writer, table->extractMask);
    TableArrays(writer, table, contains);
}

/* ---- tables of text */

static void TextArrays(LanguageWriter *writer, const TextTable *table)
{
    const TextReduction *const reduction = &table->reduction;
    const uint32_t position = FactBytesBelow(table->keyCount);
    FactArray(writer, "entries", table->entries, table->entryCount * TextEntryWords(reduction), 8, 8);
    FactArray(writer, "lengths", reduction->lengthInWords ? NULL : table->lengths, table->entryCount, 2,
              FactBytesBelow(table->longest + 1));
    FactArray(writer, "slots", table->slots, (uint64_t)1 << table->slotBits, 1, 1);
    FactArray(writer, "displacements", table->displacements, (uint64_t)1 << table->groupBits, 4,
              FactBytesBelow((uint64_t)1 << table->slotBits));
    FactArray(writer, "positions", table->displacements != NULL ? table->positions : NULL, table->entryCount, 4,
              position);
    FactArray(writer, "offsets", table->poolBytes != 0 ? table->offsets : NULL, table->entryCount, 4,
              FactBytesBelow(table->poolBytes));
    FactArray(writer, "pool", table->poolBytes != 0 ? table->pool : NULL, table->poolBytes, 1, 1);
}

static void TextFacts(LanguageWriter *writer, const TextTable *table)
{
    const TextReduction *const reduction = &table->reduction;
    FactAdd(writer, "textKeys", 1);
    FactAdd(writer, "finds", 1);
    FactAdd(writer, "contains", 1);
    FactAdd(writer, "keyCount", table->keyCount);
    FactAdd(writer, "longest", table->longest);
    FactAdd(writer, "hasEmpty", table->emptyPosition != TEXT_NOT_FOUND);
    FactAdd(writer, "emptyPosition", table->emptyPosition);
    FactAdd(writer, "words", reduction->words);
    FactAdd(writer, "wordBytes", 8 * reduction->words);
    FactAdd(writer, "entryWords", TextEntryWords(reduction));
    FactAdd(writer, "second", reduction->words >= 2);
    FactAdd(writer, "four", reduction->words == 4);
    FactAdd(writer, "ignoresCase", reduction->ignoreCase);
    FactAdd(writer, "lengthInWords", reduction->lengthInWords);
    FactAdd(writer, "fromSecond", (reduction->sources & TextFromSecond) != 0);
    FactAdd(writer, "fromLast", (reduction->sources & TextFromLast) != 0);
    FactAdd(writer, "fromLength", (reduction->sources & TextFromLength) != 0);
    FactAdd(writer, "fromAll", (reduction->sources & TextFromAll) != 0);
    FactAdd(writer, "rotateSecond", reduction->rotateSecond);
    FactAdd(writer, "rotateSecondBack", 64 - reduction->rotateSecond);
    FactAdd(writer, "rotateLast", reduction->rotateLast);
    FactAdd(writer, "rotateLastBack", 64 - reduction->rotateLast);
    FactAdd(writer, "lengthFactor", reduction->lengthFactor);
    FactAdd(writer, "seed", reduction->seed);
    FactAdd(writer, "multiplier", table->multiplier);
    FactAdd(writer, "slotShift", 64 - table->slotBits);
    FactAdd(writer, "groupShift", table->groupShift);
    FactAdd(writer, "groupMask", ((uint64_t)1 << table->groupBits) - 1);
    FactAdd(writer, "displaced", table->displacements != NULL);
    FactAdd(writer, "longer", table->poolBytes != 0);
    FactAdd(writer, "folds", (reduction->sources & TextFromAll) != 0);
    TextArrays(writer, table);
}

void LanguageFactsOf(LanguageWriter *writer)
{
    static const char *const ofArray[] = {"bytes1", "bytes2", "bytes4", "bytes8", "elements"};
    for (size_t i = 0; i < sizeof ofArray / sizeof ofArray[0]; i++)
        FactAdd(writer, ofArray[i], 0); /* of the array that is written */
    FactAdd(writer, "hasNamespace", *LanguageNamespace(writer) != 0);
    if (writer->input->texts != NULL)
        TextFacts(writer, writer->input->texts);
    else
        TableFacts(writer, writer->input->table);
}
