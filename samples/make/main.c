/* Looks its arguments up in the table of opcodes, which make or Meson has made. */
#include <stdio.h>
#include <string.h>

#include "opcodes.h"

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const opcodes *found = opcodesFind(argv[i], strlen(argv[i]));
        printf("%s: code %d\n", argv[i], found != NULL ? found->code : -1);
    }
    return 0;
}
