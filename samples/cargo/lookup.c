#include "opcodes.h"

int opcode_of(const char *name, size_t length)
{
    const opcodes *found = opcodesFind(name, length);
    return found != NULL ? found->code : -1;
}
