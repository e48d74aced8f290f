/*
 * <Name>FindFloor: the greatest key that is not above a number. The code searches keys that ascend
 * where they lie, and others in a copy that does; a bucket tells where the few lie that matter.
 */
#include "source_emitter.h"

/* The type of an array's element that has numbers below the count of the keys. */
static const char *FloorType(const Emitter *emitter)
{
    const uint64_t count = emitter->table->keyCount;
    return SourceElementType(emitter, emitter->strings || count > 1u << 16 ? 4 : count > 1u << 8 ? 2 : 1);
}

static void FloorNumbers(Emitter *emitter, const char *name, const uint32_t *numbers, uint64_t count)
{
    const uint64_t keys = emitter->table->keyCount;
    if (!SourceArrayBegin(emitter, FloorType(emitter), name, count, emitter->strings))
        return;
    if (emitter->strings)
        TextStrings(&emitter->text, numbers, count, 4, UINT32_MAX);
    else
        TextDecimalsOf(&emitter->text, numbers, count, 4, keys > 1u << 16 ? 4 : keys > 1u << 8 ? 2 : 1);
    SourcePut(emitter, emitter->strings ? "PERFECTHASH_END;\n\n" : "};\n\n");
}

/* Are the keys, as they ascend, what is searched? */
static bool FloorIsInKeys(const Emitter *emitter)
{
    return emitter->image || (emitter->contains && emitter->floors->positions == NULL);
}

void SourceFloorData(Emitter *emitter)
{
    const RangesSorted *const floors = emitter->floors;
    if (emitter->image)
        return;
    if (!FloorIsInKeys(emitter))
        SourceKeyArray(emitter, "Starts", floors->starts);
    if (floors->positions != NULL)
        FloorNumbers(emitter, "StartPositions", floors->positions, emitter->table->keyCount);
    if (floors->bucketCount != 0)
        FloorNumbers(emitter, "Buckets", floors->buckets, floors->bucketCount);
}

void SourceFloorSignature(Emitter *emitter)
{
    SourcePut(emitter, "uint32_t $NFindFloor(");
    SourceKeyParameters(emitter);
    SourcePut(emitter, ")");
}

/* Puts a start, as a number of the key's size. */
static void FloorPutStart(Emitter *emitter, uint64_t start)
{
    SourcePut(emitter, emitter->table->keySizeInBytes == 4 ? "UINT32_C(" : "UINT64_C(");
    TextHex(&emitter->text, start);
    SourcePut(emitter, ")");
}

/* Puts where the window begins: as the key's bucket says. Keys behind all buckets have the last. */
static void FloorWindow(Emitter *emitter, uint64_t first)
{
    const RangesSorted *const floors = emitter->floors;
    const uint64_t last = emitter->table->keySizeInBytes == 4 ? UINT32_MAX : UINT64_MAX;
    SourcePut(emitter, "    const $K bucket = (key - ");
    FloorPutStart(emitter, first);
    SourcePutNumbered(emitter, ") >> ", floors->shift, ";\n    uint32_t first = $I$NBuckets$Jbucket");
    if ((last - first) >> floors->shift >= floors->bucketCount) {
        SourcePutNumbered(emitter, " < ", floors->bucketCount, "u ? bucket : ");
        SourcePutNumbered(emitter, "", floors->bucketCount - 1, "u");
    }
    SourcePut(emitter, "$Y;\n");
}

/* A number below the first key is so rarely sought that a branch tells it. */
static void FloorBegin(Emitter *emitter, bool hasBuckets)
{
    const KeySet starts = {emitter->floors->starts, (size_t)emitter->table->keyCount, emitter->table->keySizeInBytes};
    const uint64_t first = KeySetAt(&starts, 0);
    SourcePut(emitter, emitter->image ? "static inline " : "PERFECTHASH_INLINE ");
    SourceFloorSignature(emitter);
    SourcePut(emitter, "\n{\n");
    if (first != 0) {
        SourcePut(emitter, "    if (key < ");
        FloorPutStart(emitter, first);
        SourcePut(emitter, ")\n        return UINT32_C(0xFFFFFFFF);\n");
    }
    SourcePutNumbered(emitter, "    uint32_t count = ", hasBuckets ? emitter->floors->window : emitter->table->keyCount,
                      "u;\n");
    if (hasBuckets)
        FloorWindow(emitter, first);
    else
        SourcePut(emitter, "    uint32_t first = 0;\n");
}

/* Puts the start that a step compares: of 32 bits it may be in a literal. */
static void FloorStart(Emitter *emitter)
{
    const bool inKeys = FloorIsInKeys(emitter);
    if (emitter->image)
        SourcePut(emitter, "table->keys[first + half]");
    else if (emitter->table->keySizeInBytes == 4)
        SourcePut(emitter, inKeys ? "$I$NKeys$Jfirst + half$Y" : "$I$NStarts$Jfirst + half$Y");
    else
        SourcePut(emitter, inKeys ? "$NKeys[first + half]" : "$NStarts[first + half]");
}

/*
 * A step halves the window by a conditional move. The number of steps is the header's, so that
 * compilers unroll them, and no branch depends on the key.
 */
void SourceFloor(Emitter *emitter)
{
    FloorBegin(emitter, !emitter->image && emitter->floors->bucketCount != 0);
    SourcePut(emitter, "    while (count > 1) {\n"
                       "        const uint32_t half = count / 2;\n"
                       "        first += ");
    FloorStart(emitter);
    SourcePut(emitter, " <= key ? half : 0;\n"
                       "        count -= half;\n"
                       "    }\n");
    SourcePut(emitter, emitter->floors->positions != NULL ? "    return $I$NStartPositions$Jfirst$Y;\n}\n\n"
                                                          : "    return first;\n}\n\n");
}
