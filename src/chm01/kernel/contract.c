/* The memory of the contracted kernel, and the choice among its compilations. */
#include "contract.h"

#include "chm01/base/carve.h"

ContractForm ContractFormFor(uint64_t keyCount, uint32_t edgeBits)
{
    return edgeBits > 16 ? ContractLarge : keyCount < 65536 ? ContractSmall : ContractFull;
}

static size_t Layout(Contract *contract, ContractForm form, uint32_t keySize, size_t keyCount, uint32_t edgeBits,
                     void *memory)
{
    const size_t vertices = ((size_t)1 << edgeBits) + PEEL_PADDING, keys = keyCount + PEEL_PADDING;
    const size_t packed = form == ContractSmall || form == ContractBucket ? 4 : 8, vertex = packed / 2;
    Carve carve = CarveBegin(memory);
    contract->firsts = CarveTake(&carve, keys * vertex);
    contract->last = CarveTake(&carve, vertices * vertex);
    contract->links = CarveTake(&carve, keys * packed);
    contract->foldA = CarveTake(&carve, keys * keySize);
    contract->keyA = CarveTake(&carve, keys * keySize);
    contract->foldB = CarveTake(&carve, keys * keySize);
    contract->keyB = CarveTake(&carve, keys * keySize);
    PeelLayout(&contract->peel, &carve, keys, vertices, packed);
    return carve.used;
}

size_t ContractBytes(ContractForm form, uint32_t keySizeInBytes, uint64_t keyCount, uint32_t edgeBits)
{
    Contract unused;
    return Layout(&unused, form, keySizeInBytes, (size_t)keyCount, edgeBits, NULL);
}

void ContractBegin(Contract *contract, ContractForm form, uint32_t keySizeInBytes, uint64_t keyCount, uint32_t edgeBits,
                   void *memory)
{
    (void)Layout(contract, form, keySizeInBytes, (size_t)keyCount, edgeBits, memory);
    contract->keyCount = (uint32_t)keyCount;
    contract->edgeBits = edgeBits;
    contract->peel.vertexCount = (uint32_t)1 << edgeBits;
    contract->indices = NULL;
}

const ContractOps *ContractOpsFor(ContractForm form, uint32_t keySizeInBytes)
{
    static const ContractOps(*const byLevel[CpuLevels])[ContractForms] = {contractBaseline, contractAvx2,
                                                                          contractAvx512};
    return &byLevel[CpuLevelInUse()][keySizeInBytes == 8][form];
}
