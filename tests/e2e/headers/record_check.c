/*
 * record_check DIRECTORY: asks every table with records that record_writer wrote there for every
 * row, and compares each member with what the row was made of. Compiled as C11 and as C++17, with
 * every warning that a user's build may have.
 */
#include <stdio.h>
#include <string.h>

#include "headers.inc"

static unsigned long failures, checks;

static void Check(int holds, int line, const char *what)
{
    checks++;
    if (holds)
        return;
    failures++;
    printf("cases.inc:%d: %s\n", line, what);
}

static const char *Chars(const void *bytes)
{
    return (const char *)bytes;
}

#define CHARS(bytes) Chars(bytes)
#define CHECK(holds) Check((holds) ? 1 : 0, __LINE__, #holds)
#define CHECK_TEXT(member, bytes) \
    Check(strlen(member) == sizeof bytes - 1 && memcmp(member, bytes, sizeof bytes) == 0, __LINE__, #member)

#include "cases.inc"

int main(void)
{
    CheckAll();
    printf("%lu checks, %lu failures\n", checks, failures);
    return failures != 0 || checks == 0;
}
