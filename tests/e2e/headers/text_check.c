/*
 * text_check DIRECTORY: asks every table of text keys that text_writer wrote there, by the
 * generated code. Compiled as C11 and as C++17, with every warning that a user's build may have.
 * Each string is asked for where it ends with its memory and, on Linux, where a page does.
 */
#ifdef __linux__
#define _DEFAULT_SOURCE
#include <sys/mman.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "headers.inc"

enum { PageBytes = 4096, MostBytes = 1 << 20 };

static const char *directory;
static unsigned long failures, tables, lookups;
static char *pageEnd; /* behind it is a page that nobody may touch; NULL: there is none */

static void OpenPage(void)
{
#ifdef __linux__
    char *const pages =
        (char *)mmap(NULL, MostBytes + PageBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == (char *)MAP_FAILED || mprotect(pages + MostBytes, PageBytes, PROT_NONE) != 0) {
        fprintf(stderr, "no memory\n");
        exit(1);
    }
    pageEnd = pages + MostBytes;
#endif
}

static unsigned char questions[1 << 24];

/* Reads the questions of a table and returns their bytes. */
static size_t Load(const char *name)
{
    static char path[1024];
    size_t bytes = 0;
    FILE *file = NULL;
    if (snprintf(path, sizeof path, "%s/%s.questions", directory, name) > 0)
        file = fopen(path, "rb");
    if (file != NULL)
        bytes = fread(questions, 1, sizeof questions, file);
    if (bytes == 0) {
        fprintf(stderr, "%s has no questions\n", path);
        exit(1);
    }
    fclose(file);
    return bytes;
}

static uint32_t Number(const unsigned char *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

typedef int32_t Find(const char *key, size_t length);

static void Expect(int32_t found, int32_t expected, const char *table)
{
    lookups++;
    if (found != expected && ++failures <= 20)
        fprintf(stderr, "%s: %ld instead of %ld\n", table, (long)found, (long)expected);
}

/* A string at the end of memory of its own size. */
static void AskAlone(Find *find, const unsigned char *string, size_t length, int32_t expected, const char *table)
{
    char *const alone = (char *)malloc(length != 0 ? length : 1);
    if (alone == NULL)
        exit(1);
    memcpy(alone, string, length);
    Expect(find(alone, length), expected, table);
    free(alone);
}

static void AskAtPageEnd(Find *find, const unsigned char *string, size_t length, int32_t expected, const char *table)
{
    size_t before;
    for (before = 0; pageEnd != NULL && before < 18; before += 1 + before / 4) {
        char *const at = pageEnd - before - length;
        memset(pageEnd - before, 'z', before);
        memcpy(at, string, length);
        Expect(find(at, length), expected, table);
    }
}

static void CheckTable(Find *find, const char *table, const char *file)
{
    const size_t bytes = Load(file);
    size_t at = 0;
    while (at < bytes) {
        const int32_t expected = (int32_t)Number(questions + at);
        const size_t length = Number(questions + at + 4);
        AskAlone(find, questions + at + 8, length, expected, table);
        AskAtPageEnd(find, questions + at + 8, length, expected, table);
        at += 8 + length;
    }
    tables++;
}

int main(int argumentCount, char **arguments)
{
    if (argumentCount != 2)
        return 2;
    directory = arguments[1];
    OpenPage();
#define TEXT_CASE(Name, file) CheckTable(Name##Find, #Name, file);
#include "cases.inc"
    /* Constants for the compiler to reason about. */
    Expect(MethodsFind("GET", 3), 0, "Methods");
    Expect(MethodsFind("HEADER", 4), 2, "Methods");
    Expect(MethodsFind("gET", 3), -1, "Methods");
    Expect(MethodsFind("", 0), -1, "Methods");
    Expect(MethodsKeyCount, 4, "Methods");
    printf("%lu tables, %lu lookups, %lu failures\n", tables, lookups, failures);
    return failures == 0 && tables != 0 ? 0 : 1;
}
