#include "family.h"

static const Family *const families[] = {
    &familyQuadx,
    &familyMultiplyShiftR,
    &familyMultiplyShiftRX,
    &familyMulshrolate1RX,
    &familyMulshrolate2RX,
    &familyMulshrolate3RX,
    &familyMulshrolate4RX,
};

const Family *FamilyOf(HashFunctionId id)
{
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (families[i]->id == id)
            return families[i];
    return NULL;
}
