/* The lookups of a header. */
#include "chm01/hash/family.h"
#include "source_emitter.h"

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

/* The sum of both values: a position, by this statement, or a value of the table's width. */
static void SourceReturn(Emitter *emitter, const char *position)
{
    if (emitter->table->valueBits == 0) {
        SourcePut(emitter, position);
        return;
    }
    SourcePut(emitter, "    return PERFECTHASH_CAST(");
    SourcePut(emitter, SourceAnswerType(emitter));
    SourcePut(emitter, ", first + second);\n");
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

static void SourceFlat(Emitter *emitter)
{
    SourcePut(emitter, "    const $T p = $X * $NSeed1;\n"
                       "    const $T q = (p ^ (p >> $F)) * ($X ^ $NSeed2);\n");
    if (emitter->table->edges != (uint64_t)1 << emitter->table->edgeBits)
        SourceScaled(emitter);
    else
        SourcePut(emitter, "    const uint32_t first = $I$Z$Jp >> $S$Y, second = $I$Z$J$Eu + (q >> $S)$Y;\n");
    SourceReturn(emitter, "    return (first + second) & $Mu;\n");
}

/* The sum of a stranger may be any number, and costs less to compare than the values to load. */
static void SourcePartitioned(Emitter *emitter)
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
    SourceReturn(emitter, "    return first + second < $Cu ? first + second : 0;\n");
}

static void SourceShared(Emitter *emitter)
{
    SourcePut(emitter, emitter->table->family->source);
    SourcePut(emitter, "    return (PERFECTHASH_CAST(uint32_t, $I$Z$Ja$Y) + PERFECTHASH_CAST(uint32_t, $I$Z$Jb$Y)) & "
                       "$Mu;\n");
}

/* The bucket's seeds and its first value. */
static void SourceCompactBucket(Emitter *emitter)
{
    SourcePut(emitter, emitter->image ? "    const uint64_t *const seeds = table->seeds;\n"
                                      : "    const uint64_t *const seeds = $NSeeds;\n");
    SourcePut(emitter, emitter->table->keySizeInBytes == 8 && emitter->table->extractMask == 0
                           ? "    const uint64_t bucket = (($X * $NSeed1 >> 32) * $Bu) >> 32;\n"
                           : "    const uint64_t bucket =\n"
                             "        (PERFECTHASH_CAST(uint64_t, PERFECTHASH_CAST(uint32_t, $X * $NSeed1)) * $Bu) >> "
                             "32;\n");
    SourcePut(emitter, "    const uint64_t p = $X * seeds[2 * bucket];\n"
                       "    const uint64_t h = (p ^ (p >> 32)) * ($X ^ seeds[2 * bucket + 1]);\n"
                       "    const uint64_t a = bucket * $Eu + (((h >> 32) * $Ou) >> 32);\n");
}

/*
 * Three values. A segment is a power of two, and so are the places where buckets begin: the low
 * bits of a vertex are changed within its segment.
 */
static void SourceCompact(Emitter *emitter)
{
    if (LayoutHasBuckets(emitter->table->layout))
        SourceCompactBucket(emitter);
    else
        SourcePut(emitter, "    const uint64_t p = $X * $NSeed1;\n"
                           "    const uint64_t h = (p ^ (p >> 32)) * ($X ^ $NSeed2);\n"
                           "    const uint32_t a = PERFECTHASH_CAST(uint32_t, ((h >> 32) * $Ou) >> 32);\n");
    SourcePut(emitter, LayoutHasBuckets(emitter->table->layout)
                           ? "    const uint64_t b = (a + $Pu) ^ ((h >> 18) & $Ru);\n"
                             "    const uint64_t c = (a + $Qu) ^ ((h >> 2) & $Ru);\n"
                           : "    const uint32_t b = (a + $Pu) ^ (PERFECTHASH_CAST(uint32_t, h >> 18) & $Ru);\n"
                             "    const uint32_t c = (a + $Qu) ^ (PERFECTHASH_CAST(uint32_t, h >> 2) & $Ru);\n");
    SourcePut(emitter, "    const uint32_t first = $I$Z$Ja$Y, second = $I$Z$Jb$Y, third = $I$Z$Jc$Y;\n");
    const uint32_t bytes = emitter->table->valueSizeInBytes;
    SourcePut(emitter, emitter->table->valueBits != 0 || bytes == 4
                           ? "    const uint32_t sum = first + second + third;\n"
                       : bytes == 2 ? "    const uint32_t sum = (first + second + third) & 65535u;\n"
                                    : "    const uint32_t sum = (first + second + third) & 255u;\n");
    if (emitter->table->valueBits == 0) {
        SourcePut(emitter, "    return sum < $Cu ? sum : 0;\n");
        return;
    }
    SourcePut(emitter, "    return PERFECTHASH_CAST(");
    SourcePut(emitter, SourceAnswerType(emitter));
    SourcePut(emitter, ", sum);\n");
}

void SourceSignature(Emitter *emitter)
{
    SourcePut(emitter, SourceAnswerType(emitter));
    SourcePut(emitter, emitter->table->valueBits != 0 ? " $NValue(" : " $NIndex(");
    SourcePut(emitter, emitter->image ? "const $NTable *table, $K key)" : "$K key)");
}

void SourceIndex(Emitter *emitter)
{
    SourcePut(emitter, emitter->image ? "PERFECTHASH_WRAPS static inline " : "PERFECTHASH_WRAPS PERFECTHASH_INLINE ");
    SourceSignature(emitter);
    SourcePut(emitter, emitter->image ? "\n{\n    const $A *const values = table->values;\n" : "\n{\n");
    if (emitter->table->extractMask != 0)
        SourceExtract(emitter);
    if (emitter->compact)
        SourceCompact(emitter);
    else if (emitter->table->layout == LayoutPartitioned)
        SourcePartitioned(emitter);
    else if (emitter->shared)
        SourceShared(emitter);
    else
        SourceFlat(emitter);
    SourcePut(emitter, "}\n\n");
}

void SourceContains(Emitter *emitter)
{
    const bool strings = emitter->strings && emitter->table->keySizeInBytes == 4;
    SourcePut(emitter, emitter->image
                           ? "static inline int $NContains(const $NTable *table, $K key, uint32_t *index)\n{\n"
                             "    const uint32_t found = $NIndex(table, key);\n"
                             "    if (found >= $Cu || table->keys[found] != key)\n        return 0;\n"
                           : "PERFECTHASH_INLINE int $NContains($K key, uint32_t *index)\n{\n"
                             "    const uint32_t found = $NIndex(key);\n");
    if (!emitter->image)
        SourcePut(emitter, strings
                               ? "    if (found >= $Cu || PERFECTHASH_AT($NKeys, found) != key)\n        return 0;\n"
                               : "    if (found >= $Cu || $NKeys[found] != key)\n        return 0;\n");
    SourcePut(emitter, "    if (index)\n        *index = found;\n    return 1;\n}\n\n");
}
