/* The memory of the contracted kernel, and the choice among its compilations. */
#include "contraction.h"

#include "chm01/base/carve.h"
#include "chm01/hash/log2.h"

ContractionForm ContractionFormFor(uint64_t keyCount, uint32_t edges)
{
    if ((edges & (edges - 1)) != 0)
        return ContractionScaled;
    return edges > 65536 ? ContractionLarge : keyCount < 65536 ? ContractionSmall : ContractionFull;
}

static size_t ContractionLayout(Contraction *contraction, ContractionForm form, uint32_t keySize, size_t keyCount,
                                uint32_t edges, void *memory)
{
    const uint64_t vertices = (uint64_t)edges + PEEL_PADDING, keys = (uint64_t)keyCount + PEEL_PADDING;
    const size_t packed = form == ContractionFull || form == ContractionLarge ? 8 : 4, vertex = packed / 2;
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

size_t ContractionBytes(ContractionForm form, uint32_t keySizeInBytes, uint64_t keyCount, uint32_t edges)
{
    Contraction unused;
    return ContractionLayout(&unused, form, keySizeInBytes, (size_t)keyCount, edges, NULL);
}

void ContractionBegin(Contraction *contraction, ContractionForm form, uint32_t keySizeInBytes, uint64_t keyCount,
                      uint32_t edges, void *memory)
{
    (void)ContractionLayout(contraction, form, keySizeInBytes, (size_t)keyCount, edges, memory);
    contraction->ops = ContractionOpsFor(form, keySizeInBytes);
    contraction->keyCount = (uint32_t)keyCount;
    contraction->edges = edges;
    contraction->edgeBits = Log2Ceiling(edges);
    contraction->peel.vertexCount = (edges + PEEL_PADDING - 1) & ~(PEEL_PADDING - 1);
    contraction->indices = NULL;
    contraction->given = NULL;
    contraction->noise = 0;
    ContractionReset(contraction);
}

const ContractionOps *ContractionOpsFor(ContractionForm form, uint32_t keySizeInBytes)
{
    static const ContractionOps(*const byLevel[CpuLevels])[ContractionForms] =
        CPU_LEVELS(contractionBaseline, contractionAvx2, contractionAvx512);
    return &byLevel[CpuLevelInUse()][keySizeInBytes == 8][form];
}
