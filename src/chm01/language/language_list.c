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

#define CSHARP_TAKEN " System Count Keys IndexOf Find Contains Value ValueAt TryGetIndex TryGetValue Product "

/*
 * In the order of Language: name and extension, macros, style, names that are taken beside the
 * words that C and C++ reserve, form, and what stands before and behind a line, behind the last
 * one, and behind the last one of a cut. Go takes a file name's last words, "_test" or "_arm64",
 * for what the file is built for, and passes over documentation.
 */
/* clang-format off */
const Language languageList[] = {
    {"CSharp", ".cs", {csharp}, StylePascal, CSHARP_TAKEN, FormList, {NULL}, 0},
    {"Rust", ".rs", {rust}, StyleSmall,
     " build lib main as async await crate dyn fn impl in let loop match mod move mut pub ref self super "
     "trait type unsafe use where abstract become box final gen macro override priv unsized yield std core ",
     FormBytes, {"", "\\\n", "\\\n"}, 0},
    {"Go", "_table.go", {go}, StyleSmall,
     " go documentation func type map range chan defer fallthrough import interface package select var base64 main "
     "init string byte rune error uint append cap copy len make panic nil any ",
     FormBase64, {"", "\n", "\n"}, 0},
    {"Java", ".java", {java}, StylePascal, " ", FormUnits, {"        \"", "\" +\n", "\"\n", "\",\n"}, 400},
    {"JavaScript", ".mjs", {javascript}, StyleSmall, " ", FormBase64, {"", "\\\n", "\\\n"}, 0},
    {"TypeScript", ".d.mts", {typescript, javascript}, StyleSmall, " ", FormList, {NULL}, 0},
    {"Python", ".py", {python}, StyleSmall,
     " and as assert async await def del elif except exec finally from global import in is lambda none nonlocal not or "
     "pass print raise try with yield sys array ",
     FormBytes, {"    b\"", "\"\n", "\"\n"}, 0},
    {"Cpp", ".hpp", {cpp}, StylePascal, " FILE DIR ", FormList, {NULL}, 0},
    {"PowerShell", ".psm1", {powershell, csharp}, StylePascal, CSHARP_TAKEN, FormList, {NULL}, 0},
};
/* clang-format on */
const size_t languageCount = sizeof languageList / sizeof languageList[0];
