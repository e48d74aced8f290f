/*
 * Asks the lookup of generated source: SOURCE is the file, LOOKUP its function, of type ANSWER *,
 * and SHOW writes an answer r. Reads questions, each behind its length of 4 bytes, and writes an
 * answer a line; at last it does LAST.
 */
#define main main_of_source
#include SOURCE
#undef main

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    unsigned char header[4];
    while (fread(header, 1, 4, stdin) == 4) {
        const size_t length = header[0] | (size_t)header[1] << 8 | (size_t)header[2] << 16 | (size_t)header[3] << 24;
        char *const key = (char *)malloc(length + 1); /* ends where it ends: a sanitizer sees what is read behind it */
        if (key == NULL || fread(key, 1, length, stdin) != length)
            return 1;
        key[length] = 0;
        {
            ANSWER *const r = LOOKUP(key, length);
            if (r == 0)
                puts("-");
            else
                SHOW;
        }
        free(key);
    }
    LAST;
    return 0;
}
