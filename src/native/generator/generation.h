/*
 * One table from keys to files, step by step, as a job makes it (jobs/table), without a runtime:
 * load, decode, solve, emit, write. A step returns S_OK, or the code of the failure that it has
 * set. One thread.
 */
#ifndef NATIVE_GENERATION_H
#define NATIVE_GENERATION_H

#include "annotations.h"
#include "chm01/gperf/gperf.h"
#include "chm01/output/outputs.h"
#include "chm01/solver/solver.h"
#include "chm01/text/text_image.h"
#include "jobs/pure/failure.h"
#include "jobs/pure/keys_failure.h"
#include "jobs/pure/table_options.h"
#include "jobs/text/path_name.h"
#include "system.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A file that a generation has put in place, or is about to. */
typedef struct GeneratedFile {
    wchar_t *path;
    char *utf8;
    SystemFile replaced;
    size_t form; /* of outputForms */
} GeneratedFile;

/* The options and texts that a file for gperf has beside its keywords. */
typedef struct GenerationGperf {
    bool isGiven;
    char *line, *path; /* gperf's options, which lie in the line; the file's path */
    GperfOptions options;
    GperfFile file;
    wchar_t *output; /* the name of the file that is written */
} GenerationGperf;

typedef struct Generation {
    Failure *failure;
    TableOptions options; /* the command's, and what the keys make of them */
    const wchar_t *keysPath, *outputDirectory;
    const wchar_t *outputFile;  /* the one file that is written, - for standard output; NULL: in the directory */
    const wchar_t *depFile;     /* a makefile's rule of the files; NULL: none */
    const wchar_t *subject;     /* what errors about the keys name */
    wchar_t *name, *valuesPath; /* valuesPath NULL: there are no values */
    char nameUtf8[TABLE_MAX_NAME + 1];
    SourceNames names; /* of what is written as source code */

    void *file, *values, *utf8; /* blocks; utf8: of a text of UTF-16 */
    uint64_t fileBytes, valuesBytes;
    KeysBytes text; /* what is decoded */
    KeysFormat named, found;
    void *decoded;          /* a block, where the keys lie unless they lie in the text */
    void *records;          /* a block of Records; NULL: there are none */
    bool recordsAreEmitted; /* a header has them */
    GenerationGperf gperf;
    bool areTexts;
    KeySet keys;
    TextKeys texts;
    TextTraits traits;
    uint32_t subset[KEYS_SUBSET_MAX];
    TableModule module;

    uint64_t solveNanoseconds;
    void *image; /* a block */
    size_t imageBytes;
    TableView view;                  /* of numbers, */
    TextView textView;               /* or of texts */
    void *floors;                    /* a block of what --Ranges searches; NULL: nothing */
    SourceText sources[OutputForms]; /* of outputs, in blocks */
    char stem[PATH_NAME_CHARS];
    wchar_t *folder; /* of the files; NULL: none are written */
    GeneratedFile files[OutputForms];
    size_t fileCount;
} Generation;

/* depFile: as the field. */
HRESULT GenerationRun(_Inout_ Generation *generation, _In_ const TableCommand *command,
                      _In_opt_z_ const wchar_t *depFile, _Inout_ Failure *failure);
void GenerationFree(_Inout_ Generation *generation);

/* ---- the steps ---- */

HRESULT GenerationLoad(_Inout_ Generation *generation);
HRESULT GenerationDecode(_Inout_ Generation *generation);
/* The rows of records, and the keywords of a file for gperf, become keys. */
HRESULT GenerationDecodeRecords(_Inout_ Generation *generation);
HRESULT GenerationDecodeGperf(_Inout_ Generation *generation);
HRESULT GenerationNameFiles(_Inout_ Generation *generation);
HRESULT GenerationSolve(_Inout_ Generation *generation);
HRESULT GenerationSolveText(_Inout_ Generation *generation);
HRESULT GenerationEmit(_Inout_ Generation *generation);
HRESULT GenerationWrite(_Inout_ Generation *generation);
HRESULT GenerationWriteOne(_Inout_ Generation *generation); /* the output file */
HRESULT GenerationLookAtRule(_Inout_ Generation *generation);
HRESULT GenerationWriteRule(_Inout_ Generation *generation);

/* Is the one output printed? */
bool GenerationPrints(_In_ const Generation *generation);

/* Are the keys or the values read from this file? */
bool GenerationReads(_In_ const Generation *generation, _In_z_ const char *path);

/* Fails for want of memory. */
HRESULT GenerationMemory(_Inout_ Generation *generation, size_t bytes);

/* A block for *block, whose old one is freed; at least 8 bytes. */
HRESULT GenerationBlock(_Inout_ Generation *generation, _Inout_ void **block, size_t bytes);

/* Looks at text keys whole, before a table is planned. */
void GenerationTakeTexts(_Inout_ Generation *generation);

/* Has the time for a search passed, that began then? */
bool GenerationIsLate(_In_ const Generation *generation, uint64_t began);

#ifdef __cplusplus
}
#endif
#endif
