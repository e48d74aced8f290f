/* The memory of the contracted kernel, and the choice among its compilations. */
#include "contraction.h"

#include "chm01/base/carve.h"

ContractionForm ContractionFormFor(uint64_t keyCount, uint32_t edgeBits)
{
    return edgeBits > 16 ? ContractionLarge : keyCount < 65536 ? ContractionSmall : ContractionFull;
}

static size_t ContractionLayout(Contraction *contraction, ContractionForm form, uint32_t keySize, size_t keyCount,
                                uint32_t edgeBits, void *memory)
{
    const size_t vertices = ((size_t)1 << edgeBits) + PEEL_PADDING, keys = keyCount + PEEL_PADDING;
    const size_t packed = form == ContractionSmall || form == ContractionBucket ? 4 : 8, vertex = packed / 2;
    Carve carve = CarveBegin(memory);
    contraction->firsts = CarveTake(&carve, keys * vertex);
    contraction->last = CarveTake(&carve, vertices * vertex);
    contraction->links = CarveTake(&carve, keys * packed);
    contraction->foldA = CarveTake(&carve, keys * keySize);
    contraction->keyA = CarveTake(&carve, keys * keySize);
    contraction->foldB = CarveTake(&carve, keys * keySize);
    contraction->keyB = CarveTake(&carve, keys * keySize);
    PeelLayout(&contraction->peel, &carve, keys, vertices, packed);
    return carve.used;
}

size_t ContractionBytes(ContractionForm form, uint32_t keySizeInBytes, uint64_t keyCount, uint32_t edgeBits)
{
    Contraction unused;
    return ContractionLayout(&unused, form, keySizeInBytes, (size_t)keyCount, edgeBits, NULL);
}

void ContractionBegin(Contraction *contraction, ContractionForm form, uint32_t keySizeInBytes, uint64_t keyCount,
                      uint32_t edgeBits, void *memory)
{
    (void)ContractionLayout(contraction, form, keySizeInBytes, (size_t)keyCount, edgeBits, memory);
    contraction->keyCount = (uint32_t)keyCount;
    contraction->edgeBits = edgeBits;
    contraction->peel.vertexCount = (uint32_t)1 << edgeBits;
    contraction->indices = NULL;
    ContractionReset(contraction);
}

const ContractionOps *ContractionOpsFor(ContractionForm form, uint32_t keySizeInBytes)
{
    static const ContractionOps(*const byLevel[CpuLevels])[ContractionForms] = {contractionBaseline, contractionAvx2,
                                                                                contractionAvx512};
    return &byLevel[CpuLevelInUse()][keySizeInBytes == 8][form];
}
