/* The lookups of a header. */
#include "chm01/hash/family.h"
#include "chm01/table/table_image.h"
#include "source_emitter.h"
#include "source_record.h"

/* The key's bits at the mask's ones, packed: a term for each run of ones. */
static void SourceExtract(Emitter *emitter)
{
    SourceText *text = &emitter->text;
    const uint64_t mask = emitter->table->extractMask;
    uint32_t taken = 0;
    TextPut(text, "    const uint32_t bits = PERFECTHASH_CAST(uint32_t, ");
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

/* The vertices of both hashes where E is no power of two: parts of E. */
static void SourceScaled(Emitter *emitter)
{
    SourcePut(emitter, emitter->hashes64
                           ? "    const uint32_t a = PERFECTHASH_CAST(uint32_t, ((p >> 32) * $Eu) >> 32);\n"
                             "    const uint32_t b = PERFECTHASH_CAST(uint32_t, ((q >> 32) * $Eu) >> 32);\n"
                           : "    const uint32_t a = PERFECTHASH_CAST(uint32_t, (PERFECTHASH_CAST(uint64_t, p) * $Eu) "
                             ">> 32);\n"
                             "    const uint32_t b = PERFECTHASH_CAST(uint32_t, (PERFECTHASH_CAST(uint64_t, q) * $Eu) "
                             ">> 32);\n");
    SourcePut(emitter, "    const uint32_t first = $I$Z$Ja$Y, second = $I$Z$J$Eu + b$Y;\n");
}

/*
 * Declares p, q and both slots of the key. Where q has 64 bits, an address takes the sum with E for
 * free: compilers add numbers of 32 bits by an instruction. Small processors have small tables.
 */
static void SourceFlatSlots(Emitter *emitter)
{
    const bool scaled = emitter->table->edges != (uint64_t)1 << emitter->table->edgeBits;
    SourcePut(emitter, "    const $T p = $X * $NSeed1;\n");
    SourcePut(emitter, !emitter->hashes64 && !scaled && emitter->table->edgeBits >= 14
                           ? "    const uint64_t q = PERFECTHASH_CAST(uint32_t, (p ^ (p >> $F)) * ($X ^ $NSeed2));\n"
                           : "    const $T q = (p ^ (p >> $F)) * ($X ^ $NSeed2);\n");
    if (scaled)
        SourceScaled(emitter);
    else
        SourcePut(emitter, "    const uint32_t first = $I$Z$Jp >> $S$Y, second = $I$Z$J$Eu + (q >> $S)$Y;\n");
}

static void SourceBucketSlots(Emitter *emitter)
{
    SourcePut(emitter, emitter->image ? "    const $T *const seeds = table->seeds;\n"
                                      : "    const $T *const seeds = $NSeeds;\n");
    SourcePut(emitter, emitter->hashes64
                           ? "    const uint64_t bucket = (($X * $NSeed1 >> 32) * $Bu) >> 32;\n"
                           : "    const uint64_t bucket = (PERFECTHASH_CAST(uint64_t, $X * $NSeed1) * $Bu) >> 32;\n");
    SourcePut(emitter, "    const $T p = $X * seeds[2 * bucket];\n"
                       "    const $T q = (p ^ (p >> $F)) * ($X ^ seeds[2 * bucket + 1]);\n"
                       "    const uint64_t slice = bucket << $V;\n"
                       "    const uint32_t first = $I$Z$Jslice + (p >> $S)$Y;\n"
                       "    const uint32_t second = $I$Z$Jslice + $Eu + (q >> $S)$Y;\n");
}

/* The slots of a Quadx table. */
static void SourceSlots(Emitter *emitter)
{
    if (emitter->table->extractMask != 0)
        SourceExtract(emitter);
    if (emitter->table->layout == LayoutPartitioned)
        SourceBucketSlots(emitter);
    else
        SourceFlatSlots(emitter);
}

/* The bits of a slot below its fingerprint. */
static uint32_t SourcePayloadBits(const Emitter *emitter)
{
    return TableSlotBits(emitter->table) - emitter->table->fingerprintBits;
}

/*
 * Returns whether that many bits of a sum hold no number beyond the positions: compilers warn of a
 * comparison that is always true.
 */
static bool SourceIsBelow(const Emitter *emitter, uint32_t bits)
{
    return (uint64_t)1 << bits <= emitter->table->keyCount;
}

/* A processor goes on with the sum of a member, before it knows that the sum is a position. */
static const char bounded[] = "    return PERFECTHASH_USUALLY(sum < $Cu) ? sum : 0;\n";

/*
 * Returns what both slots add up to: a value of the table's width, or a position. The sum of a
 * stranger may be any number, and costs less to compare than the slots to load.
 */
static void SourceReturn(Emitter *emitter)
{
    const TableView *const table = emitter->table;
    if (table->valueBits != 0) {
        SourcePut(emitter, "    return PERFECTHASH_CAST(");
        SourcePut(emitter, SourceAnswerType(emitter));
        SourcePut(emitter, ", first + second);\n");
    } else if (table->fingerprintBits != 0) {
        SourcePutNumbered(emitter, "    const uint32_t sum = (first + second) & ",
                          UINT32_MAX >> (32 - SourcePayloadBits(emitter)), "u;\n");
        SourcePut(emitter, SourceIsBelow(emitter, SourcePayloadBits(emitter)) ? "    return sum;\n" : bounded);
    } else {
        SourcePut(emitter, table->layout == LayoutFlat ? "    return (first + second) & $Mu;\n"
                                                       : "    const uint32_t sum = first + second;\n");
        SourcePut(emitter, table->layout == LayoutFlat ? "" : bounded);
    }
}

static void SourceShared(Emitter *emitter)
{
    if (emitter->table->extractMask != 0)
        SourceExtract(emitter);
    SourcePut(emitter, emitter->table->family->source);
    SourcePut(emitter, "    return (PERFECTHASH_CAST(uint32_t, $I$Z$Ja$Y) + PERFECTHASH_CAST(uint32_t, $I$Z$Jb$Y)) & "
                       "$Mu;\n");
}

/* The bucket's seeds and its first slot. */
static void SourceCompactBucket(Emitter *emitter)
{
    SourcePut(emitter, emitter->image ? "    const uint64_t *const seeds = table->seeds;\n"
                                      : "    const uint64_t *const seeds = $NSeeds;\n");
    SourcePut(emitter, TableHashes64(emitter->table->keySizeInBytes, emitter->table->extractMask)
                           ? "    const uint64_t bucket = (($X * $NSeed1 >> 32) * $Bu) >> 32;\n"
                           : "    const uint64_t bucket =\n"
                             "        (PERFECTHASH_CAST(uint64_t, PERFECTHASH_CAST(uint32_t, $X * $NSeed1)) * $Bu) >> "
                             "32;\n");
    SourcePut(emitter, "    const uint64_t p = $X * seeds[2 * bucket];\n"
                       "    const uint64_t h = (p ^ (p >> 32)) * ($X ^ seeds[2 * bucket + 1]);\n"
                       "    const uint64_t a = bucket * $Eu + (((h >> 32) * $Ou) >> 32);\n");
}

/* Three slots, by the function that stands before the lookup. */
static void SourcePackedSlots(Emitter *emitter)
{
    SourcePut(emitter, emitter->image
                           ? "    const uint32_t first = $NSlot(slots, a), second = $NSlot(slots, $Pu + b);\n"
                             "    const uint32_t third = $NSlot(slots, $Qu + c);\n"
                           : "    const uint32_t first = $NSlot(a), second = $NSlot($Pu + b);\n"
                             "    const uint32_t third = $NSlot($Qu + c);\n");
}

/* The bits of a compact table's sum that are the answer; of values those of their type. */
static uint32_t SourceCompactBits(const Emitter *emitter)
{
    return emitter->table->valueBits != 0 && emitter->table->packedBits == 0 ? 32 : SourcePayloadBits(emitter);
}

static void SourceCompactSum(Emitter *emitter)
{
    const uint32_t bits = SourceCompactBits(emitter);
    if (bits == 32)
        SourcePut(emitter, "    const uint32_t sum = first + second + third;\n");
    else
        SourcePutNumbered(emitter, "    const uint32_t sum = (first + second + third) & ", UINT32_MAX >> (32 - bits),
                          "u;\n");
}

/*
 * Three slots. A segment is a power of two, and so are the places where buckets begin: the low
 * bits of a vertex are changed within its segment, before or after whole segments are added. After
 * it, and in 64 bits, the sum is a part of the address.
 */
static void SourceCompactSlots(Emitter *emitter)
{
    if (emitter->table->extractMask != 0)
        SourceExtract(emitter);
    if (LayoutHasBuckets(emitter->table->layout))
        SourceCompactBucket(emitter);
    else
        SourcePut(emitter, "    const uint64_t p = $X * $NSeed1;\n"
                           "    const uint64_t h = (p ^ (p >> 32)) * ($X ^ $NSeed2);\n"
                           "    const uint64_t a = ((h >> 32) * $Ou) >> 32;\n");
    SourcePut(emitter, "    const uint64_t b = a ^ ((h >> 18) & $Ru), c = a ^ ((h >> 2) & $Ru);\n");
    if (emitter->table->packedBits != 0)
        SourcePackedSlots(emitter);
    else
        SourcePut(emitter, "    const uint32_t first = $I$Z$Ja$Y, second = $I$Z$J$Pu + b$Y;\n"
                           "    const uint32_t third = $I$Z$J$Qu + c$Y;\n");
}

static void SourceCompact(Emitter *emitter)
{
    SourceCompactSlots(emitter);
    SourceCompactSum(emitter);
    if (emitter->table->valueBits == 0) {
        SourcePut(emitter, SourceIsBelow(emitter, SourceCompactBits(emitter)) ? "    return sum;\n" : bounded);
        return;
    }
    SourcePut(emitter, "    return PERFECTHASH_CAST(");
    SourcePut(emitter, SourceAnswerType(emitter));
    SourcePut(emitter, ", sum);\n");
}

void SourceKeyParameters(Emitter *emitter)
{
    SourcePut(emitter, emitter->image ? "const $NTable *table, " : "");
    SourcePut(emitter, emitter->wide ? "$K low, $K high" : "$K key");
}

void SourceSignature(Emitter *emitter)
{
    SourcePut(emitter, SourceAnswerType(emitter));
    SourcePut(emitter, emitter->table->valueBits != 0 ? " $NValue(" : " $NIndex(");
    SourceKeyParameters(emitter);
    SourcePut(emitter, ")");
}

/* Begins a function of that head. */
static void SourceBegin(Emitter *emitter, void (*signature)(Emitter *emitter))
{
    SourcePut(emitter, emitter->image ? "PERFECTHASH_WRAPS static inline " : "PERFECTHASH_WRAPS PERFECTHASH_INLINE ");
    signature(emitter);
    SourcePut(emitter, emitter->image ? "\n{\n    const $A *const slots = table->slots;\n" : "\n{\n");
    SourcePut(emitter, emitter->wide ? "    const uint64_t key = $NReduced(low, high);\n" : "");
}

/*
 * Writes <Name>Slot: a slot of packedBits bits, out of two words, with other bits above its own.
 * Compilers make one load of both words where the machine has it.
 */
static void SourceSlot(Emitter *emitter)
{
    SourcePut(emitter, emitter->image ? "static inline uint32_t $NSlot(const $A *slots, "
                                      : "PERFECTHASH_INLINE uint32_t $NSlot(");
    SourcePut(emitter, "uint64_t number)\n{\n"
                       "    const uint64_t bit = number * $Gu;\n");
    SourcePut(emitter, emitter->strings ? "    const uint64_t low = $I$Z$Jbit / 32$Y, high = $I$Z$Jbit / 32 + 1$Y;\n"
                                        : "    const $A *const words = $Z + bit / 32;\n"
                                          "    const uint64_t low = words[0], high = words[1];\n");
    SourcePut(emitter, "    return PERFECTHASH_CAST(uint32_t, ((high << 32) | low) >> (bit % 32));\n}\n\n");
}

void SourceIndex(Emitter *emitter)
{
    if (emitter->table->packedBits != 0)
        SourceSlot(emitter);
    SourceBegin(emitter, SourceSignature);
    if (emitter->shared) {
        SourceShared(emitter);
    } else if (emitter->compact) {
        SourceCompact(emitter);
    } else {
        SourceSlots(emitter);
        SourceReturn(emitter);
    }
    SourcePut(emitter, "}\n\n");
    SourceGuid(emitter, SourceAnswerType(emitter), emitter->table->valueBits != 0 ? "Value" : "Index", NULL);
}

void SourceContainsSignature(Emitter *emitter)
{
    SourcePut(emitter, "int $NContains(");
    SourceKeyParameters(emitter);
    SourcePut(emitter, ", uint32_t *index)");
}

/* Is the key at `found` the one that is sought? */
static void SourceContainsCompare(Emitter *emitter)
{
    const char *const keys = emitter->image ? "table->keys" : "$NKeys";
    SourcePut(emitter, "    if (found >= $Cu || ");
    if (emitter->strings && emitter->table->keySizeInBytes == 4) {
        SourcePut(emitter, "PERFECTHASH_AT($NKeys, found) != key");
    } else {
        SourcePut(emitter, keys);
        SourcePut(emitter, emitter->wide ? "[2 * found] != low || " : "[found] != key");
        SourcePut(emitter, emitter->wide ? keys : "");
        SourcePut(emitter, emitter->wide ? "[2 * found + 1] != high" : "");
    }
    SourcePut(emitter, ")\n        return 0;\n");
}

void SourceContains(Emitter *emitter)
{
    SourcePut(emitter, emitter->image ? "static inline " : "PERFECTHASH_INLINE ");
    SourceContainsSignature(emitter);
    SourcePut(emitter, emitter->image ? "\n{\n    const uint32_t found = $NIndex(table, "
                                      : "\n{\n    const uint32_t found = $NIndex(");
    SourcePut(emitter, emitter->wide ? "low, high);\n" : "key);\n");
    SourceContainsCompare(emitter);
    SourcePut(emitter, "    if (index)\n        *index = found;\n    return 1;\n}\n\n");
    SourceGuid(emitter, "int", "Contains", "index");
}

void SourceRecordSignature(Emitter *emitter)
{
    SourcePut(emitter, "const $N *$NFind(");
    SourceKeyParameters(emitter);
    SourcePut(emitter, ")");
}

/* The keys are those of the records. */
void SourceRecordFind(Emitter *emitter)
{
    char field[SourceFieldBytes];
    SourceField(emitter->records, emitter->records->key, field);
    SourcePut(emitter, "PERFECTHASH_INLINE ");
    SourceRecordSignature(emitter);
    SourcePut(emitter, emitter->wide ? "\n{\n    const uint32_t found = $NIndex(low, high);\n"
                                     : "\n{\n    const uint32_t found = $NIndex(key);\n");
    for (int half = 0; half <= emitter->wide; half++) {
        SourcePut(emitter, half == 0 ? "    return found < $Cu && $NRecords[found]." : " && $NRecords[found].");
        SourcePut(emitter, field);
        SourcePut(emitter, !emitter->wide ? " == key" : half == 0 ? "[0] == low" : "[1] == high");
    }
    SourcePut(emitter, "\n               ? &$NRecords[found]\n               : PERFECTHASH_NULL;\n}\n\n");
    SourceGuid(emitter, "const $N *", "Find", NULL);
}

void SourceFindSignature(Emitter *emitter)
{
    SourcePut(emitter, "int $NFind(");
    SourceKeyParameters(emitter);
    SourcePut(emitter, ", ");
    SourcePut(emitter, SourceAnswerType(emitter));
    SourcePut(emitter, emitter->table->valueBits != 0 ? " *value)" : " *index)");
}

/* Declares what else the fingerprint of a key takes whose bits are extracted. */
static void SourceMixed(Emitter *emitter)
{
    SourcePut(emitter, "    const uint64_t others = key & UINT64_C(");
    TextHex(&emitter->text, ~emitter->table->extractMask);
    SourcePut(emitter, ");\n"
                       "    const uint32_t rest = PERFECTHASH_CAST(\n"
                       "        uint32_t, (others ^ (others >> 32)) * UINT64_C(0x9E3779B97F4A7C15) >> 32);\n"
                       "    const uint32_t mixed = (PERFECTHASH_CAST(uint32_t, ");
    SourcePut(emitter, emitter->compact ? "h" : "q");
    SourcePut(emitter, ") ^ rest) * UINT32_C(0x9E3779B1);\n");
}

/* Declares the key's fingerprint, of hash_quadx.h, at its place in a slot. */
static void SourcePrint(Emitter *emitter)
{
    const uint32_t bits = emitter->table->fingerprintBits, payloadBits = SourcePayloadBits(emitter);
    const bool mixed = emitter->table->extractMask != 0;
    const uint32_t from = mixed ? 32 - bits : emitter->hashes64 ? 24 : 8;
    if (mixed)
        SourceMixed(emitter);
    SourcePut(emitter, "    const uint32_t print = PERFECTHASH_CAST(uint32_t, ");
    SourcePut(emitter, mixed ? "mixed" : emitter->compact ? "h" : "q");
    if (from > payloadBits)
        SourcePutNumbered(emitter, " >> ", from - payloadBits, "");
    else if (from < payloadBits)
        SourcePutNumbered(emitter, " << ", payloadBits - from, "");
    SourcePutNumbered(emitter, ") & ", (((uint32_t)1 << bits) - 1) << payloadBits, "u;\n");
}

/*
 * The first slot is there before the others, so the fingerprint is taken off it. What is left of a
 * member's sum is the payload. Compilers compare a number of 16 bits by fewer instructions than
 * they mask one.
 */
void SourceFind(Emitter *emitter)
{
    const TableView *const table = emitter->table;
    const uint32_t slotBits = TableSlotBits(table), payload = UINT32_MAX >> (32 - SourcePayloadBits(emitter));
    SourceBegin(emitter, SourceFindSignature);
    (emitter->compact ? SourceCompactSlots : SourceSlots)(emitter);
    SourcePrint(emitter);
    SourcePut(emitter, "    const uint32_t sum = first - print + second");
    SourcePut(emitter, emitter->compact ? " + third;\n    if (" : ";\n    if (");
    if (slotBits != 16 && slotBits != 32)
        SourcePutNumbered(emitter, "(sum & ", UINT32_MAX >> (32 - slotBits), "u)");
    else
        SourcePut(emitter, slotBits == 16 ? "PERFECTHASH_CAST(uint16_t, sum)" : "sum");
    SourcePutNumbered(emitter, " > ", payload, "u)\n        return 0;\n");
    if (table->valueBits != 0) {
        SourcePut(emitter, "    if (value)\n        *value = PERFECTHASH_CAST(");
        SourcePut(emitter, SourceAnswerType(emitter));
        SourcePutNumbered(emitter, ", sum & ", payload, "u);\n");
    } else {
        SourcePutNumbered(emitter, "    if (index)\n        *index = (sum & ", payload, "u)");
        if (!SourceIsBelow(emitter, SourcePayloadBits(emitter)))
            SourcePutNumbered(emitter, " < $Cu ? (sum & ", payload, "u) : 0");
        SourcePut(emitter, ";\n");
    }
    SourcePut(emitter, "    return 1;\n}\n\n");
    SourceGuid(emitter, "int", "Find", table->valueBits != 0 ? "value" : "index");
}
