/* Looks its arguments up: names in the table of opcodes, and numbers in that of status codes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "opcodes.h"
#include "status_codes.h"

static void TellOpcode(const char *name)
{
    const opcodes *opcode = opcodesFind(name, strlen(name));
    if (opcode != NULL)
        printf("%s: code %u, operands %u\n", name, opcode->code, opcode->operands);
    else
        printf("%s: no opcode\n", name);
}

static void TellStatus(uint32_t code)
{
    uint32_t position;
    if (StatusCodesContains(code, &position))
        printf("%lu: status code number %lu\n", (unsigned long)code, (unsigned long)position);
    else
        printf("%lu: no status code\n", (unsigned long)code);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *end;
        const unsigned long number = strtoul(argv[i], &end, 0);
        if (*end != 0)
            TellOpcode(argv[i]);
        else
            TellStatus((uint32_t)number);
    }
    return 0;
}
