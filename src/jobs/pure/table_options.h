/*
 * The options of a table creation, and the one option table that parses them from a command line or
 * an options string.
 */
#ifndef JOBS_TABLE_OPTIONS_H
#define JOBS_TABLE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "chm01/output/outputs.h"
#include "chm01/program/program.h"
#include "chm01/solver/solver.h"
#include "failure.h"
#include "jobs/text/option.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How a table rejects other keys; RejectUnsaid: as contains and omitKeys say. */
enum { RejectUnsaid, RejectNone, RejectKeys, RejectFingerprint8 = 8, RejectFingerprint16 = 16 };

/*
 * The kinds of keys. When no option names the kind, keys are text if none of them is a number, and
 * a file whose name ends in .gperf is for gperf.
 */
enum { KeyTypeUnsaid, KeyTypeNumber, KeyTypeText, KeyTypeGperf };

enum { KEYS_SUBSET_MAX = 64, BEST_COVERAGE_HIGHEST = 0x100 };

typedef struct TableOptions {
    SolveOptions solve;
    uint32_t keySizeInBytes; /* 0 = by the name */
    uint32_t keyType;        /* KeyTypeNumber | ...; KeyTypeUnsaid: by the keys */
    bool ignoreCase;         /* of ASCII letters of text keys */
    uint32_t functions;      /* of a program: ProgramFunctions */
    bool chainedEntries;     /* of a program: functions' pieces count too */
    uint32_t outputs;        /* OutputHeader | ... */
    bool contains;           /* <Name>Contains in the header */
    bool ranges;             /* <Name>FindFloor in the header */
    uint32_t reject;         /* RejectNone | ... */
    bool headerWithoutData;  /* the header reads the table file's bytes; large tables' headers do anyway */
    bool noFileIo;           /* solve and verify, write nothing */
    bool durable;            /* what was written is on the disk when the job is over */
    bool byteKeys;           /* an array of bytes holds a key a byte; not for keys of a file */
    uint32_t initialPerFileConcurrency, maxPerFileConcurrency, increaseConcurrencyAfterMs;
    uint32_t maxSolveTimeInSeconds;       /* 0 = none */
    uint32_t bestCoverageType;            /* a CoverageKind, with BEST_COVERAGE_HIGHEST or without; 0 = the default */
    uint64_t keysSubset[KEYS_SUBSET_MAX]; /* keys whose coverage counts; keysSubsetCount 0: all */
    uint32_t keysSubsetCount;
    /*
     * with solve.valueBits: the file of the values, a text of the caller's. NULL: it lies beside
     * the keys file (table_values.h)
     */
    const wchar_t *values;
    /*
     * of one keys file, texts of the caller's: the table's name, and what errors call the file.
     * NULL: as the file is called
     */
    const wchar_t *name, *keysName;
    /*
     * of records: the column of the keys, and those of values as NAME or NAME:TYPE, separated
     * by commas; texts of the caller's, or NULL
     */
    const wchar_t *keyColumn, *columns;
    bool dropDuplicates;  /* rows that are there twice */
    const wchar_t *gperf; /* options of gperf for a file of its; a text of the caller's. NULL: none */
    /* of source code, sound ones (source_names.h): texts of the caller's, or NULL */
    const wchar_t *license, *namespaceOf, *prefix;
    uint32_t nameStyle; /* a SourceStyle */
    /* the one file, instead of files in an output directory: a text of the caller's, or NULL */
    const wchar_t *outputFile;
    bool isOutputGuessed; /* no option and no extension says what outputFile holds: it is the header */
    bool printOutputs;    /* name the files that would be written, and write none */
} TableOptions;

void TableOptionsDefault(_Out_ TableOptions *options);

/*
 * Applies "--Name=Value --Name Value --Switch ..." (quotes as on a command line; NULL or empty:
 * nothing). Nothing is changed on a failure. Texts that it sets are kept alive by *words, which the
 * caller frees with CommandLineFree.
 */
HRESULT TableOptionsParse(_In_opt_z_ const wchar_t *text, _Inout_ TableOptions *options,
                          _Outptr_result_maybenull_ wchar_t ***words, _Inout_opt_ Failure *failure);

/* Sets one option by its name, as --Name=Value would. For the COM properties. */
HRESULT TableOptionsSet(_Inout_ TableOptions *options, _In_z_ const wchar_t *name, _In_z_ const wchar_t *value,
                        _Inout_opt_ Failure *failure);

/*
 * The text of an option's value as the user would write it (TextFree it), e.g. "Header,TableFile"
 * for Outputs. For the COM properties.
 */
_Must_inspect_result_ _Ret_maybenull_z_ wchar_t *OutputsText(uint32_t outputs);

/* Fails as one output can't have a table. why: ASCII, without a full stop. */
HRESULT OutputRefused(uint32_t output, _In_z_ const char *why, _Inout_ Failure *failure);

/*
 * A whole command line: <KeysPath> [<OutputDirectory> [<Algorithm> [<HashFunction> [<MaskFunction>
 * [<MaximumConcurrency>]]]]] [options]. The paths are freed with TableCommandFree; texts of the
 * options are words of argv. An empty outputDirectory means: as the caller's default says.
 */
typedef struct TableCommand {
    wchar_t *keysPath, *outputDirectory;
    bool hasDirectory; /* a word is there for it, which may be empty */
    TableOptions options;
} TableCommand;
HRESULT TableCommandParse(int argc, _In_reads_(argc) const wchar_t *const *argv, _In_ const TableOptions *defaults,
                          _Out_ TableCommand *out, _Inout_opt_ Failure *failure);
/* The same beside options of a program's own, which go to their groups. */
HRESULT TableCommandParseWith(_In_reads_(ownCount) const OptionGroup *own, size_t ownCount, int argc,
                              _In_reads_(argc) const wchar_t *const *argv, _In_ const TableOptions *defaults,
                              _Out_ TableCommand *out, _Inout_opt_ Failure *failure);
/* Stores word i behind a command's two paths in its option; the first such is the algorithm. */
HRESULT TableCommandStoreWord(_In_ const OptionGroup *group, _In_ const wchar_t *const *options, size_t i,
                              _In_z_ const wchar_t *word, _Inout_opt_ Failure *failure);

/* Refuses a directory that is an empty word, such as that of a variable that is not set. */
HRESULT TableCommandCheckDirectory(_In_ const TableCommand *command, _Inout_opt_ Failure *failure);
void TableCommandFree(_Inout_ TableCommand *command);

/*
 * The names users see: "Quadx", "MultiplyShiftR", ...; NULL / 0 for none. Case does not count in
 * the second.
 */
_Ret_maybenull_z_ const wchar_t *HashFunctionName(HashFunctionId id);
HashFunctionId HashFunctionOfName(_In_opt_z_ const wchar_t *name);

/*
 * The hash function that was asked for, which names the table's folder also when the fallback made
 * the table.
 */
_Ret_maybenull_z_ const wchar_t *TableOptionsHashFunction(_In_ const TableOptions *options);

SourceOptions TableOptionsSource(_In_ const TableOptions *options); /* of the header */
SourceNames TableOptionsSourceNames(_In_ const TableOptions *options);

/*
 * The option table for OptionTake, as one group of a program's options; the target must outlive the
 * group.
 */
OptionGroup TableOptionsGroup(_Inout_opt_ TableOptions *options);

/* Makes of what `reject` says what the solver and the header read. Of sound options. */
void TableOptionsSettle(_Inout_ TableOptions *options);

/*
 * Returns an option that has no meaning for text keys, as a command line has it; NULL: none is set.
 * Of settled options too.
 */
_Ret_maybenull_z_ const wchar_t *TableOptionsNotOfText(_In_ const TableOptions *options);

/* Returns an option that names one keys file or its table, likewise. */
_Ret_maybenull_z_ const wchar_t *TableOptionsNames(_In_ const TableOptions *options);

/* Why --PrintOutputs has nothing to print. */
#define TABLE_OPTION_NO_OUTPUT L"no file would be written, so that there is no path"

/* Why there can be no rule of a makefile. */
#define TABLE_OPTION_NO_TARGET L"no file is written, so that the rule has no target"
#define TABLE_OPTION_NO_RULE L"expected the path of a file; the rule is not written on standard output"

/* The text behind such an option in an error. */
#define TABLE_OPTION_NOT_OF_TEXT L"it is for keys that are numbers, not for text keys"

/* Do the options, or its name, tell that a keys file is for gperf? */
bool TableGperfIsMeant(_In_ const TableOptions *options, _In_z_ const wchar_t *keysPath);

/*
 * Takes the one output that --OutputFile means, unless --Outputs says it: the one whose file's name
 * ends so, or the header.
 */
void TableOptionsTakeOutput(_Inout_ TableOptions *options);

/* Refuses a name that is another language's, where nothing but it says what is to be written. */
HRESULT TableOptionsCheckExtension(_In_ const TableOptions *options, _In_z_ const wchar_t *keysPath,
                                   _Inout_opt_ Failure *failure);

/*
 * Options that contradict each other: PERFECTHASH_E_OPTION_VALUE. The parsers and TableJobStart
 * call it.
 */
HRESULT TableOptionsCheck(_In_ const TableOptions *options, _Inout_opt_ Failure *failure);

#ifdef __cplusplus
}
#endif
#endif
