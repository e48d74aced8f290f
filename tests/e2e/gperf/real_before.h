/* What the files of real.list take from headers of their projects, as far as entries need it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#if defined(OF_systemd)
typedef unsigned statfs_f_type_t;
#define FILESYSTEM_MAGIC_MAX 6
#undef offsetof
#define offsetof(type, member) (100 * sizeof #type + sizeof #member)
struct ConfigPerfItem {
    const char *section_and_lvalue;
    int parse, ltype;
    size_t offset;
};
#define config                   \
    text(r->section_and_lvalue); \
    bytes(r, sizeof r->section_and_lvalue)
#elif defined(OF_indent)
typedef struct templ {
    const char *rwd;
    int rwcode;
} templ_ty;
#elif defined(OF_ruby_nokogiri)
typedef struct {
    const char *from, *local_name;
    int attr_namespace;
} ForeignAttrReplacement;
typedef struct {
    const char *from, *to;
} StringReplacement;
typedef struct {
    const char *key;
    int tag;
} TagHashSlot;
#elif defined(OF_libunistring)
struct special_casing_rule {
    char code[3];
    unsigned int has_next : 1;
    signed int context : 7;
    char language[2];
    unsigned short upper[3], lower[3], title[3], casefold[3];
};
struct composition_rule {
    char codes[6];
    unsigned int combined;
};
#elif defined(OF_gperf)
enum rid { RID_UNUSED };
typedef int tree;
struct month {
    const char *name;
    int number, days, leap_days;
};
typedef struct {
    const char *name;
    int proc, argument_in_braces;
} COMMAND;
#endif

static void text(const char *string)
{
    printf("%s ", string != NULL ? string : "NULL");
}

/* Writes the bytes of an entry from an offset on. */
#define bytes(entry, from)                               \
    for (size_t at = (from); at < sizeof *(entry); at++) \
    printf("%02x%s", ((const unsigned char *)(entry))[at], at + 1 < sizeof *(entry) ? "" : " ")
