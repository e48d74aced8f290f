/* Looks a key up in the table that PerfectHashCreate.exe made of http.txt. */
#include <stdio.h>
#include "http.h"

int main(void)
{
    printf("404 is number %u\n", (unsigned)httpIndex(404));
    return 0;
}
