/* The languages. Each has a file of macros, and a row here. */
#include "language_writer.h"

#define M(name, body) name " " body "\0"

/* clang-format off */
const char languageLookup[] =
#include "lookup.macros"
    ;
static const char csharp[] =
#include "csharp.macros"
    ;
/* clang-format on */

const Language languageList[] = {
    {
        .name = "CSharp",
        .extension = ".cs",
        .macros = csharp,
        .style = StylePascal,
        .taken = " System Count Keys IndexOf Find Contains Value ValueAt TryGetIndex TryGetValue Product ",
    },
};
const size_t languageCount = sizeof languageList / sizeof languageList[0];
