/* See source_dialect.h. */
#include "source_dialect.h"

#include <stddef.h>
#include <string.h>

#include "chm01/table/table_image.h"

/* clang-format off */
static const char dialectWhole[] =
    "#if defined(__cplusplus) && (__cplusplus >= 201402L || (defined(_MSVC_LANG) && _MSVC_LANG >= 201402L))\n"
    "#define PERFECTHASH_CONST static constexpr\n"
    "#define PERFECTHASH_INLINE static constexpr\n"
    "#else\n"
    "#define PERFECTHASH_CONST static const\n"
    "#define PERFECTHASH_INLINE static inline\n"
    "#endif\n";

static const char dialectDeclarations[] =
    "#ifdef __cplusplus\n"
    "#define PERFECTHASH_CONST extern \"C\" const\n"
    "#else\n"
    "#define PERFECTHASH_CONST extern const\n"
    "#endif\n"
    "#define PERFECTHASH_INLINE static inline\n";

static const char dialectCommon[] =
    "#ifdef __cplusplus\n"
    "#define PERFECTHASH_CAST(type, value) static_cast<type>(value)\n"
    "#else\n"
    "#define PERFECTHASH_CAST(type, value) ((type)(value))\n"
    "#endif\n"
    "#if defined(__cplusplus) && (__cplusplus >= 201103L || defined(_MSVC_LANG))\n"
    "#define PERFECTHASH_NULL nullptr\n"
    "#else\n"
    "#define PERFECTHASH_NULL 0\n"
    "#endif\n"
    "#ifdef __clang__\n"
    "#define PERFECTHASH_WRAPS __attribute__((no_sanitize(\"integer\")))\n"
    "#else\n"
    "#define PERFECTHASH_WRAPS\n"
    "#endif\n"
    "#ifdef __has_builtin\n"
    "#if __has_builtin(__builtin_expect_with_probability)\n"
    "#define PERFECTHASH_USUALLY(condition) __builtin_expect_with_probability(condition, 1, 0.999)\n"
    "#endif\n"
    "#endif\n"
    "#ifndef PERFECTHASH_USUALLY\n"
    "#define PERFECTHASH_USUALLY(condition) (condition)\n"
    "#endif\n\n";

const char sourceDialectEnd[] =
    "#undef PERFECTHASH_CONST\n"
    "#undef PERFECTHASH_INLINE\n"
    "#undef PERFECTHASH_CAST\n"
    "#undef PERFECTHASH_NULL\n"
    "#undef PERFECTHASH_WRAPS\n"
    "#undef PERFECTHASH_USUALLY\n";

static const char stringsOld[] =
    "#ifdef __cplusplus\n"
    "#if __cplusplus < 201103L && !defined(_MSVC_LANG)\n"
    "#define PERFECTHASH_IS_OLD\n"
    "#endif\n"
    "#elif !defined(_MSC_VER) && (!defined(__STDC_VERSION__) || __STDC_VERSION__ < 201112L)\n"
    "#define PERFECTHASH_IS_OLD\n"
    "#endif\n"
    "#ifdef PERFECTHASH_IS_OLD\n"
    "#error \"a table of this size takes C11 or C++11; or make its header without data\"\n"
    "#endif\n";

static const char stringsCpp[] =
    "#ifdef __cplusplus\n"
    "#define PERFECTHASH_CHAR16 char16_t\n"
    "#define PERFECTHASH_CHAR32 char32_t\n"
    "#else\n";

static const char stringsTypes[] =
    "#define PERFECTHASH_CHAR16 uint16_t\n"
    "#define PERFECTHASH_CHAR32 uint32_t\n";

static const char stringsRows[] =
    "#if (defined(_MSC_VER) && !defined(__clang__)) || defined(PERFECTHASH_IN_ROWS)\n"
    "/* longer literals are too long: a row for each 8192 numbers */\n"
    "#define PERFECTHASH_ARRAY(type, name, numbers) type name##InRows[((numbers) + 8191) / 8192][8193]\n"
    "#define PERFECTHASH_BEGIN {\n"
    "#define PERFECTHASH_ROW ,\n"
    "#define PERFECTHASH_END }\n"
    "#define PERFECTHASH_AT(array, i) array##InRows[(i) >> 13][(i) & 8191]\n"
    "#else\n"
    "#define PERFECTHASH_ARRAY(type, name, numbers) type name[(numbers) + 1]\n"
    "#define PERFECTHASH_BEGIN\n"
    "#define PERFECTHASH_ROW\n"
    "#define PERFECTHASH_END\n"
    "#define PERFECTHASH_AT(array, i) (array)[i]\n"
    "#endif\n"
    "#if defined(__GNUC__) || defined(__clang__)\n"
    "#pragma GCC diagnostic push\n"
    "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
    "#endif\n\n";

const char sourceStringsEnd[] =
    "#if defined(__GNUC__) || defined(__clang__)\n"
    "#pragma GCC diagnostic pop\n"
    "#endif\n"
    "#undef PERFECTHASH_CHAR16\n"
    "#undef PERFECTHASH_CHAR32\n"
    "#undef PERFECTHASH_ARRAY\n"
    "#undef PERFECTHASH_BEGIN\n"
    "#undef PERFECTHASH_ROW\n"
    "#undef PERFECTHASH_END\n"
    "#undef PERFECTHASH_AT\n";
/* clang-format on */

void SourceLicense(SourceText *text, const SourceNames *names, const char *before, const char *after)
{
    if (names == NULL || names->license[0] == 0)
        return;
    TextPut(text, before);
    TextPut(text, "SPDX-License-Identifier: ");
    TextPut(text, names->license);
    TextPut(text, after);
}

/* Any integer: the preprocessor's are wide enough on every machine. */
uint32_t SourceImageNumber(const TableView *table, uint32_t options)
{
    uint64_t checksum;
    memcpy(&checksum, table->image + table->imageBytes - TABLE_CHECKSUM_BYTES, sizeof checksum);
    return (uint32_t)(checksum >> 32 ^ checksum) ^ options;
}

uint32_t SourceTextNumber(const TextTable *table, uint64_t others)
{
    const uint64_t hash = ((table->keysHash ^ table->multiplier) + table->reduction.ignoreCase) ^ others;
    return (uint32_t)(hash >> 32 ^ hash);
}

static void SourceGuardMacro(SourceText *text, const char *before, const char *kind, const char *name)
{
    TextPut(text, before);
    TextPut(text, " PERFECTHASH_");
    TextPut(text, kind);
    TextPut(text, name);
}

static void SourceGuardDefine(SourceText *text, const char *kind, const char *name, uint32_t number)
{
    SourceGuardMacro(text, "#define", kind, name);
    TextPut(text, " ");
    TextHex(text, number);
    TextPut(text, "\n");
}

void SourceGuard(SourceText *text, const char *kind, const char *name, const SourceIdentity *identity)
{
    SourceGuardMacro(text, "#ifdef", kind, name);
    SourceGuardMacro(text, "\n#if", kind, name);
    TextPut(text, " != ");
    TextHex(text, identity->number);
    TextPut(text, "\n/* the compiler tells where the other one is */\n");
    SourceGuardDefine(text, kind, name, identity->number);
    TextPut(text, "#error \"two different tables have the name ");
    TextPut(text, name);
    TextPut(text, ": this one of ");
    TextDecimal(text, identity->keyCount);
    TextPut(text, " keys, with the keys hash ");
    TextHex(text, identity->keysHash);
    SourceGuardMacro(text, ", and the one that has defined", kind, name);
    TextPut(text, "\"\n#endif\n#else\n");
    SourceGuardDefine(text, kind, name, identity->number);
}

void SourceUse(SourceText *text, SourcePart part, const char *stem)
{
    if (part == SourceWhole) {
        TextPut(text, "Everything is static: include it in one source file, or the program holds the data "
                      "twice.\n */\n");
        return;
    }
    TextPut(text, "The data are in ");
    TextPut(text, stem);
    TextPut(text, ".c: compile it once, and include this header anywhere.\n */\n");
}

void SourceDefinitionsBegin(SourceText *text, const char *stem)
{
    TextPut(text, "/* Data of a perfect hash table. Made by PerfectHash; do not edit. */\n#include \"");
    TextPut(text, stem);
    TextPut(text, ".h\"\n\n");
}

void SourceDialect(SourceText *text, SourcePart part)
{
    TextPut(text, part == SourceWhole          ? dialectWhole
                  : part == SourceDeclarations ? dialectDeclarations
                                               : "#define PERFECTHASH_CONST const\n");
    TextPut(text, dialectCommon);
}

/* Only what has the literals needs a compiler that knows them. */
void SourceStrings(SourceText *text, SourcePart part)
{
    if (part != SourceDeclarations)
        TextPut(text, stringsOld);
    TextPut(text, part == SourceWhole ? stringsCpp : "");
    TextPut(text, stringsTypes);
    TextPut(text, part == SourceWhole ? "#endif\n" : "");
    TextPut(text, stringsRows);
}
