/* The data of a header, or the view of a table file that has them. */
#include <string.h>

#include "chm01/table/table_image.h"
#include "source_checksum.h"
#include "source_emitter.h"

bool SourceArrayBegin(Emitter *emitter, const char *type, const char *name, uint64_t count, bool strings)
{
    const bool isDeclared = emitter->part == SourceDeclarations;
    SourcePut(emitter, strings ? "PERFECTHASH_CONST PERFECTHASH_ARRAY(" : "PERFECTHASH_CONST ");
    SourcePut(emitter, type);
    SourcePut(emitter, strings ? ", $N" : " $N");
    SourcePut(emitter, name);
    SourcePut(emitter, strings ? ", " : "[");
    if (strings || isDeclared)
        TextDecimal(&emitter->text, count);
    SourcePut(emitter, strings ? ")" : "]");
    SourcePut(emitter, isDeclared ? ";\n\n" : strings ? " = PERFECTHASH_BEGIN\n" : " = {\n");
    return !isDeclared;
}

/* Writes an array of numbers. Only the mask's bits of each count. */
static void SourceNumbers(Emitter *emitter, const char *name, const void *numbers, uint64_t count, uint32_t bytes,
                          uint32_t mask)
{
    if (!SourceArrayBegin(emitter, SourceElementType(emitter, bytes), name, count, emitter->strings))
        return;
    (emitter->strings ? TextStrings : TextDecimals)(&emitter->text, numbers, count, bytes, mask);
    SourcePut(emitter, emitter->strings ? "PERFECTHASH_END;\n\n" : "};\n\n");
}

/* Writes an array in hexadecimal. */
static void SourceHexes(Emitter *emitter, const char *type, const char *name, const void *numbers, uint64_t count,
                        uint32_t bytes)
{
    if (!SourceArrayBegin(emitter, type, name, count, false))
        return;
    TextHexes(&emitter->text, numbers, count, bytes);
    SourcePut(emitter, "};\n\n");
}

static void SourceSeeds(Emitter *emitter)
{
    SourcePut(emitter, "/* two a bucket */\n");
    SourceHexes(emitter, "$T", "Seeds", emitter->table->directory, 2 * emitter->table->bucketCount,
                emitter->hashes64 ? 8 : 4);
}

static void SourceSlotArray(Emitter *emitter)
{
    const TableView *table = emitter->table;
    /* fewer digits, the same sums */
    uint32_t indexMask = table->layout == LayoutFlat ? ((uint32_t)1 << table->edgeBits) - 1 : UINT32_MAX;
    if (table->valueBits != 0 || table->fingerprintBits != 0)
        indexMask = UINT32_MAX;
    const uint64_t words = TableSlotsBytes(table) / sizeof(uint32_t) + 1; /* of packed slots, with the padding */
    const uint64_t count = table->packedBits != 0 ? words : table->slotCount;
    const uint32_t size = table->packedBits != 0 ? sizeof(uint32_t) : table->slotSizeInBytes;
    SourceNumbers(emitter, "Slots", table->slots, count, size, indexMask);
}

/* The values beside positions, a key's at its position. */
static void SourceValues(Emitter *emitter)
{
    const TableView *table = emitter->table;
    SourceNumbers(emitter, "Values", table->payload, table->keyCount, table->payloadBits / 8, UINT32_MAX);
}

void SourceKeyArray(Emitter *emitter, const char *name, const void *keys)
{
    const TableView *table = emitter->table;
    const uint32_t each = emitter->wide ? 2 : 1; /* a key's halves, the low one first */
    if (emitter->strings && table->keySizeInBytes == 4)
        SourceNumbers(emitter, name, keys, table->keyCount, 4, UINT32_MAX);
    else
        SourceHexes(emitter, "$K", name, keys, each * table->keyCount, table->keySizeInBytes / each);
}

void SourceData(Emitter *emitter)
{
    if (LayoutHasBuckets(emitter->table->layout))
        SourceSeeds(emitter);
    SourceSlotArray(emitter);
    if (emitter->table->payload != NULL)
        SourceValues(emitter);
    if (emitter->contains)
        SourceKeyArray(emitter, "Keys", emitter->table->keys);
}

bool SourceImageHasKeys(const Emitter *emitter)
{
    return emitter->contains || emitter->floors != NULL;
}

static uint64_t OffsetOf(const TableView *table, const void *section)
{
    return (uint64_t)((const uint8_t *)section - table->image);
}

/* One pointer of the view: its type as a word of the templates, and its section of the file. */
static void SourceOpenPointer(Emitter *emitter, const char *name, const char *type, const void *section)
{
    SourcePut(emitter, "    table.");
    SourcePut(emitter, name);
    SourcePut(emitter, " = PERFECTHASH_CAST(const ");
    SourcePut(emitter, type);
    SourcePutNumbered(emitter, " *, PERFECTHASH_CAST(const void *, at + ", OffsetOf(emitter->table, section), "));\n");
}

static void SourceOpenTrusted(Emitter *emitter)
{
    const TableView *table = emitter->table;
    const bool partitioned = LayoutHasBuckets(table->layout);
    uint64_t checksum;
    memcpy(&checksum, table->image + table->imageBytes - TABLE_CHECKSUM_BYTES, sizeof checksum);
    SourcePut(emitter, "static inline $NTable $NOpenTrusted(const void *image, uint64_t bytes)\n{\n"
                       "    const unsigned char *const at = PERFECTHASH_CAST(const unsigned char *, image);\n"
                       "    const uint16_t one = 1; /* its first byte is 1 where numbers lie as in the file */\n"
                       "    const void *const first = &one;\n"
                       "    $NTable table;\n"
                       "    table.slots = PERFECTHASH_NULL;\n");
    SourcePut(emitter, partitioned ? "    table.seeds = PERFECTHASH_NULL;\n" : "");
    SourcePut(emitter, SourceImageHasKeys(emitter) ? "    table.keys = PERFECTHASH_NULL;\n" : "");
    SourcePut(emitter, table->payload != NULL ? "    table.values = PERFECTHASH_NULL;\n" : "");
    SourcePut(emitter, "    if (*PERFECTHASH_CAST(const unsigned char *, first) != 1)\n        return table;\n"
                       "    if (!at || bytes != $Wu || $NWord(at + $D) != UINT64_C(");
    TextHex(&emitter->text, checksum);
    SourcePut(emitter, "))\n        return table;\n");
    SourceOpenPointer(emitter, "slots", "$A", table->slots);
    if (partitioned)
        SourceOpenPointer(emitter, "seeds", "$T", table->directory);
    if (SourceImageHasKeys(emitter))
        SourceOpenPointer(emitter, "keys", "$K", table->keys);
    if (table->payload != NULL)
        SourceOpenPointer(emitter, "values", SourcePayloadType(emitter), table->payload);
    SourcePut(emitter, "    return table;\n}\n\n");
}

void SourceOpen(Emitter *emitter)
{
    SourcePut(emitter, "typedef struct $NTable {\n    const $A *slots;\n");
    SourcePut(emitter, LayoutHasBuckets(emitter->table->layout) ? "    const $T *seeds;\n" : "");
    SourcePut(emitter, SourceImageHasKeys(emitter) ? "    const $K *keys;\n" : "");
    if (emitter->table->payload != NULL) {
        SourcePut(emitter, "    const ");
        SourcePut(emitter, SourcePayloadType(emitter));
        SourcePut(emitter, " *values;\n");
    }
    SourcePut(emitter, "} $NTable;\n\n");
    SourcePut(emitter, sourceChecksum);
    SourceOpenTrusted(emitter);
    SourcePut(emitter, "static inline $NTable $NOpen(const void *image, uint64_t bytes)\n{\n"
                       "    const unsigned char *const at = PERFECTHASH_CAST(const unsigned char *, image);\n"
                       "    const int whole = at && bytes == $Wu && $NChecksum(at) == $NWord(at + $D);\n"
                       "    return $NOpenTrusted(whole ? image : PERFECTHASH_NULL, bytes);\n}\n\n");
}
