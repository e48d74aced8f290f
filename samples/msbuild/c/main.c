/*
 * Tells of each argument what the tables of this project know: a number is a status code, any other
 * word the name of an opcode.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "StatusCodes.h"
#include "opcodes.h"

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *end;
        uint32_t position = 0;
        const uint32_t number = (uint32_t)strtoul(argv[i], &end, 10);
        const opcodes *const opcode = opcodesFind(argv[i], strlen(argv[i]));
        if (*end == 0 && StatusCodesContains(number, &position))
            printf("%s: status code number %d\n", argv[i], (int)position);
        else if (opcode != NULL)
            printf("%s: code %d\n", argv[i], opcode->code);
        else
            printf("%s: unknown\n", argv[i]);
    }
    return 0;
}
