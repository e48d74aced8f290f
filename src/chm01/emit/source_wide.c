/*
 * Headers of 128-bit keys. A key comes as two numbers, or as a GUID where it lies: both are reduced
 * to 64 bits, which the lookup hashes. The bytes of a GUID are put together one by one, as those of
 * a checksum are (source_checksum.c).
 */
#include "source_emitter.h"

/* Writes what hash_wide.h does. Compilers without numbers of 128 bits multiply in parts. */
static void SourceReduced(Emitter *emitter)
{
    for (uint32_t i = 0; i < WIDE_SEEDS; i++) {
        SourcePutNumbered(emitter, "#define $NWideSeed", i + 1, " UINT64_C(");
        TextHex(&emitter->text, emitter->table->seeds[TABLE_WIDE_SEED + i]);
        TextPut(&emitter->text, ")\n");
    }
    SourcePut(emitter, "\nPERFECTHASH_WRAPS PERFECTHASH_INLINE uint64_t $NReduced(uint64_t low, uint64_t high)\n{\n"
                       "    const uint64_t a = low ^ $NWideSeed1, b = high ^ $NWideSeed2;\n"
                       "#ifdef __SIZEOF_INT128__\n"
                       "    __extension__ typedef unsigned __int128 Product;\n"
                       "    const Product product = PERFECTHASH_CAST(Product, a) * b;\n"
                       "    return PERFECTHASH_CAST(uint64_t, product) ^ PERFECTHASH_CAST(uint64_t, product >> 64);\n"
                       "#else\n"
                       "    const uint64_t half = UINT64_C(0xFFFFFFFF);\n"
                       "    const uint64_t first = (a & half) * (b & half), second = (a >> 32) * (b & half);\n"
                       "    const uint64_t third = (a & half) * (b >> 32), fourth = (a >> 32) * (b >> 32);\n"
                       "    const uint64_t middle = (first >> 32) + (second & half) + third;\n"
                       "    return (a * b) ^ (fourth + (second >> 32) + (middle >> 32));\n"
                       "#endif\n"
                       "}\n\n");
}

static void SourceHalf(Emitter *emitter)
{
    SourcePut(emitter, "static inline uint64_t $NHalf(const unsigned char *at)\n{\n"
                       "    uint64_t half = 0;\n"
                       "    int i;\n"
                       "    for (i = 0; i < 8; i++)\n"
                       "        half |= PERFECTHASH_CAST(uint64_t, at[i]) << (8 * i);\n"
                       "    return half;\n"
                       "}\n\n");
}

void SourceWide(Emitter *emitter)
{
    if (!emitter->wide)
        return;
    SourceReduced(emitter);
    SourceHalf(emitter);
}

/* The parameters of a lookup by a GUID, or the arguments of the one that takes its halves. */
static void SourceGuidList(Emitter *emitter, bool isCall)
{
    if (emitter->image)
        SourcePut(emitter, isCall ? "table, " : "const $NTable *table, ");
    SourcePut(emitter, isCall ? "$NHalf(bytes), $NHalf(bytes + 8)" : "const void *guid");
}

void SourceGuidSignature(Emitter *emitter, const char *type, const char *name, const char *answer)
{
    SourcePut(emitter, type);
    SourcePut(emitter, " $N");
    SourcePut(emitter, name);
    SourcePut(emitter, answer != NULL ? "Guid(" : "OfGuid(");
    SourceGuidList(emitter, false);
    if (answer != NULL) {
        SourcePut(emitter, ", ");
        SourcePut(emitter, answer[0] == 'v' ? SourceAnswerType(emitter) : "uint32_t");
        SourcePut(emitter, " *");
        SourcePut(emitter, answer);
    }
    SourcePut(emitter, ")");
}

void SourceGuid(Emitter *emitter, const char *type, const char *name, const char *answer)
{
    if (!emitter->wide)
        return;
    SourcePut(emitter, "static inline ");
    SourceGuidSignature(emitter, type, name, answer);
    SourcePut(emitter, "\n{\n    const unsigned char *const bytes = PERFECTHASH_CAST(const unsigned char *, guid);\n"
                       "    return $N");
    SourcePut(emitter, name);
    SourcePut(emitter, "(");
    SourceGuidList(emitter, true);
    if (answer != NULL) {
        SourcePut(emitter, ", ");
        SourcePut(emitter, answer);
    }
    SourcePut(emitter, ");\n}\n\n");
}
