#include "family.h"

#define FAMILY_ROW(number, name) &family##name,
static const Family *const families[] = {FAMILY_LIST(FAMILY_ROW)};

const Family *FamilyOf(HashFunctionId id)
{
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (families[i]->id == id)
            return families[i];
    return NULL;
}
