/*
 * All outputs of a table: their names, their files, and who writes each. An output that stands here
 * is known to --Outputs, to Source(language), and to whoever names the files of a table before they
 * are made. Any thread.
 */
#ifndef CHM01_OUTPUTS_H
#define CHM01_OUTPUTS_H

#include "annotations.h"
#include "chm01/emit/source_input.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Names, as users write them, and bits of a set of outputs. */
#define OUTPUT_LIST(of)                                                                                                \
    of(Header, 1) of(TableFile, 2) of(CSource, 4) of(CSharp, 8) of(Cpp, 16) of(CppModule, 32) of(Rust, 64) of(Go, 128) \
        of(Java, 256) of(JavaScript, 512) of(TypeScript, 1024) of(Python, 2048) of(PowerShell, 4096) of(Test, 8192)    \
            of(Benchmark, 16384) of(CMake, 32768) of(VisualStudio, 65536) of(Cargo, 131072)

/*
 * Their files: what follows the table's identifier in a file's name, words for its language with a
 * blank behind each, of which the last is the name, and who writes it (outputs.c). The table file
 * is its bytes as they are.
 */
#define OUTPUT_FORM_LIST(of)                                                                                         \
    of(Header, ".h", "c h Header ", WriteHeader) of(TableFile, ".pht", "", NULL)                                     \
        of(CSource, ".h", "CSource.h ", WriteDeclarations) of(CSource, ".c", "CSource.c CSource ", WriteDefinitions) \
            OUTPUT_LANGUAGE_LIST(of)

/* Those of chm01/language, whose own names and files they have. */
#define OUTPUT_LANGUAGE_LIST(of)                                                                             \
    of(CSharp, ".cs", "cs CSharp ", WriteCSharp) of(Cpp, ".hpp", "hpp c++ Cpp ", WriteCpp)                   \
        of(CppModule, ".cppm", "cppm CppModule ", WriteCppModule) of(Rust, ".rs", "rs Rust ", WriteRust)     \
            of(Go, ".go", "Go ", WriteGo) of(Java, ".java", "Java ", WriteJava)                              \
                of(JavaScript, ".mjs", "js mjs JavaScript ", WriteJavaScript)                                \
                    of(TypeScript, ".d.mts", "ts TypeScript ", WriteTypeScript)                              \
                        of(Python, ".py", "py Python ", WritePython)                                         \
                            of(PowerShell, ".psm1", "psm1 PowerShell ", WritePowerShell)                     \
                                of(Test, "_test.c", "Test ", WriteTest)                                      \
                                    of(Benchmark, "_benchmark.c", "Benchmark ", WriteBenchmark)              \
                                        of(CMake, "CMakeLists.txt", "CMake ", WriteCMake)                    \
                                            of(VisualStudio, ".vcxproj", "VisualStudio ", WriteVisualStudio) \
                                                of(Cargo, "Cargo.toml", "Cargo ", WriteCargo)

#define OUTPUT_BIT(name, bit) Output##name = bit,
enum { OUTPUT_LIST(OUTPUT_BIT) OutputDefault = OutputHeader | OutputTableFile };

/*
 * Writes on, as SourceWriteOn: true when the text is whole. A text without `out` and `compared` is
 * counted.
 */
typedef bool (*OutputWriter)(_In_ const SourceInput *input, _Inout_ Work *work, _Inout_ SourceText *text);

/* One file of an output. */
typedef struct OutputForm {
    uint32_t output; /* its bit */
    const char *suffix, *languages;
    OutputWriter write; /* NULL: the table file */
} OutputForm;

#define OUTPUT_COUNT(name, suffix, languages, writer) +1
enum {
    OutputForms = 0 OUTPUT_FORM_LIST(OUTPUT_COUNT),
    OutputTableForm = 1, /* the table file among them */
    OutputFileBytes = SourceIdentifierBytes + 32
};
extern const OutputForm outputForms[OutputForms];

/* Counts the files of a set of outputs. */
size_t OutputCount(uint32_t outputs);

/* Finds the text that a language's name means, in any case of letters. NULL: there is none. */
_Ret_maybenull_ const OutputForm *OutputOfLanguage(_In_z_ const char *language);

/* Writes the name of a form's file. stem: what SourceNamed makes, as it is safe in a path. */
void OutputFileName(size_t form, SourceStyle style, _In_z_ const char *stem, _Out_writes_z_(OutputFileBytes) char *out);

/*
 * Returns why the form can't have this table, in English, without a full stop; NULL: it can. To be
 * asked before anything is written.
 */
_Ret_maybenull_z_ const char *OutputRefuses(_In_ const OutputForm *form, _In_ const SourceInput *input);

/* Returns an upper bound of a form's text in bytes. */
size_t OutputBound(_In_ const OutputForm *form, _In_ const SourceInput *input);

#ifdef __cplusplus
}
#endif
#endif
