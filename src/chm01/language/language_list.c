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
static const char cppModule[] =
#include "cppmodule.macros"
    ;
static const char powershell[] =
#include "powershell.macros"
    ;
/* clang-format on */

/* clang-format off */
#define CSHARP_TAKEN \
    " System Count Keys IndexOf Find Contains Value ValueAt TryGetIndex TryGetValue Product product word few utf8 " \
    "hash small keys slots seeds values entries lengths positions displacements offsets pool Record At " \
    "TryGet FindIndex "

/* These are names of the C library, which has them in the global namespace. */
#define CPP_TAKEN \
    " FILE DIR abs atof atoi atol bsearch calloc clock cos ctime div exit exp fabs floor fopen fmod free getc " \
    "getenv gmtime index labs ldiv localtime log lseek malloc memchr memcmp memcpy memmove memset mktime modf open " \
    "pow printf puts qsort raise rand read realloc remove rename rewind rindex round scanf setjmp setlocale signal " \
    "sin sprintf sqrt srand stat strcat strchr strcmp strcpy strlen strstr system tan time tm tmpfile tmpnam trunc " \
    "truncate write "

/* Modules that are built into the interpreter, which it finds before files. */
#define PYTHON_MODULES \
    "sys array atexit binascii builtins cmath errno faulthandler fcntl gc grp itertools marshal math nt posix pwd " \
    "pyexpat select spwd syslog time unicodedata winreg xxsubtype zlib "

/* Keywords that languages have from C and C++. */
#define C_KEYWORDS \
    " break case catch char class const continue default do double else enum false float for goto if int long new " \
    "private protected public return short static struct switch this throw true try void volatile while"
#define CSHARP_KEYWORDS \
    C_KEYWORDS \
    " abstract as base bool byte checked decimal delegate event explicit extern finally fixed foreach global " \
    "implicit in interface internal is lock namespace null object operator out override params readonly ref sbyte " \
    "sealed sizeof stackalloc string typeof uint ulong unchecked unsafe ushort using virtual await dynamic field " \
    "file managed nint notnull nuint partial record required scoped unmanaged var where yield "
#define JAVA_KEYWORDS \
    C_KEYWORDS \
    " abstract assert boolean byte extends final finally implements import instanceof interface java javax native " \
    "null package permits record sealed strictfp super synchronized throws transient var yield "
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
#define RUST_TAKEN " build lib main std core Self " RUST_WORDS
#define PYTHON_WORDS                                                                 \
    "and as assert async await def del elif except exec finally from global import " \
    "in is lambda None nonlocal not or pass print raise True False with yield "
#define JAVASCRIPT_MEMBERS " constructor hasOwnProperty isPrototypeOf toLocaleString toString valueOf "
#define CMAKE_TARGETS                                                                \
    " all clean depend edit_cache help install list_install_components package "     \
    "package_source preinstall rebuild_cache test ALL_BUILD INSTALL PACKAGE "        \
    "RUN_TESTS ZERO_CHECK "
#define JAVA_WORDS                                                                   \
    " position getClass hashCode equals toString notify notifyAll wait clone "       \
    "finalize abstract assert boolean byte extends final finally implements import " \
    "instanceof interface native null package strictfp super synchronized throws "   \
    "transient values valueOf "
/* clang-format on */

/* clang-format off */
static const char besideCode[] =
#include "beside.macros"
    ;
static const char program[] =
#include "program.macros"
    ;
/* clang-format on */

/*
 * A row is in the order of Language. First come name and extension, macros, style, names that are
 * taken beside the words that C and C++ reserve, and form. Then comes what stands before and behind
 * a line, behind the last one, and behind the last one of a cut. What is of records alone comes
 * last. Go takes a file name's last words, "_test" or "_arm64", for what the file is built for, and
 * passes over documentation.
 */
/* clang-format off */
const Language languageList[] = {
    {"CSharp", ".cs", {csharp}, StylePascal, CSHARP_TAKEN, FormList, {NULL}, 0,
     .texts = FormList, .columns = StylePascal, .words = CSHARP_MEMBERS, .keywords = CSHARP_KEYWORDS},
    {"Rust", ".rs", {rust}, StyleSmall, RUST_TAKEN,
     FormBytes, {"", "\\\n", "\\\n"}, 0, .texts = FormString, .columns = StyleSmall, .words = " Self " RUST_WORDS},
    {"Go", "_table.go", {go}, StyleSmall,
     " documentation base64 main init string byte rune error uint append cap copy len make panic nil any ",
     FormBase64, {"", "\n", "\n"}, 0, .texts = FormBase64, .columns = StylePascal, .words = " ", .takesBytes = true,
     .minusZero = "-zero",
     .keywords = C_KEYWORDS " go func type map range chan defer fallthrough import interface package select var "},
    {"Java", ".java", {java}, StylePascal, " Record ", FormUnits, {"        \"", "\" +\n", "\"\n", "\",\n"}, 680,
     .texts = FormUnits, .columns = StyleCamel, .words = JAVA_WORDS, .mostValues = 2500, .keywords = JAVA_KEYWORDS},
    {"JavaScript", ".mjs", {javascript}, StyleSmall, " ", FormBase64, {"", "\\\n", "\\\n"}, 0,
     .texts = FormBase64, .columns = StyleCamel, .words = JAVASCRIPT_MEMBERS},
    {"TypeScript", ".d.mts", {typescript, javascript}, StyleSmall, " ", FormList, {NULL}, 0,
     .texts = FormList, .columns = StyleCamel, .words = JAVASCRIPT_MEMBERS},
    {"Python", ".py", {python}, StyleSmall, " none " PYTHON_MODULES PYTHON_WORDS,
     FormBytes, {"    b\"", "\"\n", "\"\n"}, 0, .texts = FormBytes, .columns = StyleSmall, .words = " " PYTHON_WORDS},
    {"Cpp", ".hpp", {cpp}, StylePascal, CPP_TAKEN, FormList, {NULL}, 0,
     .texts = FormChars, .columns = StyleSmall, .words = " record ", .takesBytes = true,
     .keywords = " std detail main "},
    {"CppModule", ".cppm", {cppModule, cpp}, StylePascal, CPP_TAKEN, FormList, {NULL}, 0,
     .texts = FormChars, .columns = StyleSmall, .words = " record ", .takesBytes = true,
     .keywords = " std detail main module import "},
    {"PowerShell", ".psm1", {powershell, csharp}, StylePascal, CSHARP_TAKEN, FormList, {NULL}, 0,
     .texts = FormList, .columns = StylePascal, .words = CSHARP_MEMBERS, .keywords = CSHARP_KEYWORDS},
    {"Test", "_test.c", {"file @testFile\0", program}, StyleHeader, " ", FormList, {NULL}, 0,
     .texts = FormList},
    {"Benchmark", "_benchmark.c", {"file @benchmarkFile\0", program}, StyleHeader, " ", FormList, {NULL}, 0,
     .texts = FormList},
    {"CMake", "CMakeLists.txt", {"file @cmakeFile\0" "remark #\0", besideCode}, StyleBuild, CMAKE_TARGETS,
     FormList, {NULL}, 0, .texts = FormList},
    {"VisualStudio", ".vcxproj", {"file @visualStudioFile\0", besideCode}, StyleBuild, " ", FormList, {NULL}, 0,
     .texts = FormList},
    {"Cargo", "Cargo.toml", {"file @cargoFile\0" "remark #\0", besideCode}, StyleSmall, RUST_TAKEN, FormList, {NULL}, 0,
     .texts = FormList},
};
/* clang-format on */
const size_t languageCount = sizeof languageList / sizeof languageList[0];
