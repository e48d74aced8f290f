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
static const char rust[] =
#include "rust.macros"
    ;
static const char go[] =
#include "go.macros"
    ;
static const char python[] =
#include "python.macros"
    ;
static const char javascript[] =
#include "javascript.macros"
    ;
static const char typescript[] =
#include "typescript.macros"
    ;
static const char java[] =
#include "java.macros"
    ;
static const char cpp[] =
#include "cpp.macros"
    ;
static const char powershell[] =
#include "powershell.macros"
    ;
/* clang-format on */

#define CSHARP_TAKEN                                                                  \
    " System Count Keys IndexOf Find Contains Value ValueAt TryGetIndex TryGetValue " \
    "Product Record At TryGet FindIndex "
#define CSHARP_MEMBERS                                                                \
    " Position Record Equals GetHashCode ToString GetType MemberwiseClone Finalize "  \
    "ReferenceEquals Clone PrintMembers Deconstruct abstract as base byte checked "   \
    "decimal delegate event finally fixed foreach implicit in interface internal is " \
    "lock null object out override params readonly ref sbyte sealed stackalloc "      \
    "string uint ulong unchecked unsafe ushort "
#define RUST_WORDS                                                                    \
    "as async await crate dyn fn impl in let loop match mod move mut pub ref self "   \
    "super trait type unsafe use where abstract become box final gen macro override " \
    "priv unsized yield "
#define PYTHON_WORDS                                                                 \
    "and as assert async await def del elif except exec finally from global import " \
    "in is lambda None nonlocal not or pass print raise True False with yield "
#define JAVA_WORDS                                                                   \
    " position getClass hashCode equals toString notify notifyAll wait clone "       \
    "finalize abstract assert boolean byte extends final finally implements import " \
    "instanceof interface native null package strictfp super synchronized throws "   \
    "transient values valueOf "

/*
 * In the order of Language: name and extension, macros, style, names that are taken beside the
 * words that C and C++ reserve, form, and what stands before and behind a line, behind the last
 * one, and behind the last one of a cut; then what is of records alone. Go takes a file name's last
 * words, "_test" or "_arm64", for what the file is built for, and passes over documentation.
 */
/* clang-format off */
const Language languageList[] = {
    {"CSharp", ".cs", {csharp}, StylePascal, CSHARP_TAKEN, FormList, {NULL}, 0,
     .texts = FormList, .columns = StylePascal, .words = CSHARP_MEMBERS},
    {"Rust", ".rs", {rust}, StyleSmall, " build lib main std core " RUST_WORDS,
     FormBytes, {"", "\\\n", "\\\n"}, 0, .texts = FormBytes, .columns = StyleSmall, .words = " Self " RUST_WORDS},
    {"Go", "_table.go", {go}, StyleSmall,
     " go documentation func type map range chan defer fallthrough import interface package select var base64 main "
     "init string byte rune error uint append cap copy len make panic nil any ",
     FormBase64, {"", "\n", "\n"}, 0, .texts = FormBase64, .columns = StylePascal, .words = " ", .takesBytes = true,
     .minusZero = "-zero"},
    {"Java", ".java", {java}, StylePascal, " Record ", FormUnits, {"        \"", "\" +\n", "\"\n", "\",\n"}, 400,
     .texts = FormUnits, .columns = StyleCamel, .words = JAVA_WORDS, .mostValues = 2500},
    {"JavaScript", ".mjs", {javascript}, StyleSmall, " ", FormBase64, {"", "\\\n", "\\\n"}, 0,
     .texts = FormBase64, .columns = StyleCamel, .words = " "},
    {"TypeScript", ".d.mts", {typescript, javascript}, StyleSmall, " ", FormList, {NULL}, 0,
     .texts = FormList, .columns = StyleCamel, .words = " "},
    {"Python", ".py", {python}, StyleSmall, " none sys array " PYTHON_WORDS,
     FormBytes, {"    b\"", "\"\n", "\"\n"}, 0, .texts = FormBytes, .columns = StyleSmall, .words = " " PYTHON_WORDS},
    {"Cpp", ".hpp", {cpp}, StylePascal, " FILE DIR ", FormList, {NULL}, 0,
     .texts = FormChars, .columns = StyleSmall, .words = " std record ", .takesBytes = true},
    {"PowerShell", ".psm1", {powershell, csharp}, StylePascal, CSHARP_TAKEN, FormList, {NULL}, 0,
     .texts = FormList, .columns = StylePascal, .words = CSHARP_MEMBERS},
};
/* clang-format on */
const size_t languageCount = sizeof languageList / sizeof languageList[0];
