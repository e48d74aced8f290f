/*
 * Reads what GNU gperf 3.1 reads: its options, and its files of declarations, keywords and code.
 * Bytes in, slices and keywords out; the caller owns all memory. Everything here treats its bytes
 * as hostile. Any thread.
 */
#ifndef CHM01_GPERF_H
#define CHM01_GPERF_H

#include "annotations.h"
#include "chm01/base/status.h"
#include "chm01/base/work.h"
#include "chm01/text/text_keys.h"

#ifdef __cplusplus
extern "C" {
#endif

#define GPERF_MAX_BYTES ((size_t)1 << 26)
#define GPERF_MAX_DECLARATIONS ((size_t)1 << 20) /* bytes before the keywords */
#define GPERF_MAX_LINE ((size_t)1 << 20)         /* bytes of a keyword's line */
#define GPERF_MAX_AGAIN ((size_t)1 << 20)        /* bytes of a file whose keywords may occur again */

typedef enum GperfFlag {
    GperfStructType = 1,
    GperfIgnoreCase = 1 << 1,
    GperfSevenBit = 1 << 2,
    GperfLengths = 1 << 3,
    GperfReadonly = 1 << 4,
    GperfEnum = 1 << 5,
    GperfIncludes = 1 << 6,
    GperfGlobal = 1 << 7,
    GperfPic = 1 << 8,
    GperfOmitStruct = 1 << 9,
    GperfDuplicates = 1 << 10,
    GperfCpp = 1 << 11,        /* a class in C++; otherwise a function in C */
    GperfMeaningless = 1 << 12 /* an option was given that only gperf's own search or tables have */
} GperfFlag;

/* The names that options and declarations give. */
typedef enum GperfName {
    GperfLookup,
    GperfHash,
    GperfClass,
    GperfSlot,
    GperfWords,
    GperfLengthTable,
    GperfPool,
    GperfPrefix, /* of the constants */
    GperfSuffix, /* of initializers: of no use here */
    GperfDelimiters,
    GperfLanguage,
    GperfOutput, /* the file that is written */
    GperfNameCount
} GperfName;

typedef struct GperfOptions {
    uint32_t flags;
    const char *names[GperfNameCount]; /* NULL: nothing was said */
} GperfOptions;

/*
 * Reads the options of a command line of gperf's, without the name of a file. The line is written:
 * its words get ends, and the options' names lie in it. ChmInvalidOption: *word is at fault.
 */
_Success_(return == ChmOk) ChmStatus GperfOptionsRead(_Inout_z_ char *line, _Out_ GperfOptions *out,
                                                      _Outptr_ const char **word, _Inout_opt_ ChmError *error);

/* Returns a name, or gperf's default for it. */
_Ret_z_ const char *GperfNameOf(_In_ const GperfOptions *options, GperfName name);

/* Notes the language that was named. False: there is no code in it. */
bool GperfTakeLanguage(_Inout_ GperfOptions *options);

/* A piece of the text that goes to the source as it is; of no bytes: there is none. */
typedef struct GperfPiece {
    const char *bytes;
    size_t length;
    uint64_t line; /* from 1; where it begins */
} GperfPiece;

/* A file, as it was read. */
typedef struct GperfFile {
    GperfOptions options; /* those that were given, and what the declarations say */
    GperfPiece verbatim;  /* what %{ and %} enclose */
    GperfPiece structure; /* the declaration of a struct type, with its semicolon */
    size_t tagLength;     /* of the type's name, at the beginning of the structure */
    GperfPiece code;      /* the functions behind the keywords */
    TextKeys keywords;    /* with GperfDuplicates also those that are equal to an earlier one */
    size_t distinct;      /* how many differ; the others stand behind them */
    size_t shortest, longest;
    const uint32_t *lines;   /* of each keyword, from 1 */
    const uint32_t *rests;   /* where its initializers begin in the text, */
    const uint32_t *lengths; /* and how many bytes they have; 0: none */
    const char *text;
} GperfFile;

/* The reading of a file, in slices. All of it is the reader's. */
typedef struct GperfReading {
    GperfFile *file;
    const char *text;
    size_t size;
    size_t at; /* of the next line */
    uint64_t line;
    bool isRest;         /* `at` is within a line of code */
    bool directives;     /* a line before the first separator begins with % */
    uint32_t separators; /* lines that begin with %%, so far: of two, the first ones */
    size_t separatorAt[2];
    uint64_t separatorLine[2];
    size_t keywordsEnd;
    bool declared;  /* the declarations are read: keywords follow */
    uint8_t *arena; /* holds what is no piece of the text: the structure, keywords and names */
    size_t used, usedLast, arenaBytes;
    uint32_t *starts, *lines, *rests, *restLengths;
    uint16_t *keyLengths;
    size_t capacity, count, again; /* again: keywords that are equal to an earlier one, from the end */
    uint32_t *slots;               /* of the keywords' numbers, from 1, by their hashes */
    uint32_t slotBits;
    uint64_t seed;
} GperfReading;

/* Returns an upper bound, in bytes, of the memory for reading a text with that many line ends. */
size_t GperfBound(size_t size, size_t lineEnds);

/*
 * Begins to read a file. The options were given with it; text, memory and the options' names must
 * last as long as the file is used. memory: GperfBound bytes, 64-byte aligned.
 */
_Success_(return == ChmOk) ChmStatus
    GperfReadBegin(_In_reads_bytes_(size) const void *text, size_t size, size_t lineEnds,
                   _In_ const GperfOptions *options, _Out_writes_bytes_(memoryBytes) void *memory, size_t memoryBytes,
                   _Out_ GperfReading *reading, _Out_ GperfFile *out, _Inout_opt_ ChmError *error);

/*
 * A step is 16 bytes. ChmContinue: the same call with more work goes on. ChmTextMalformed has the
 * column, from 1, behind the line.
 */
_Success_(return == ChmOk) ChmStatus
    GperfReadOn(_Inout_ GperfReading *reading, _Inout_ Work *work, _Inout_opt_ ChmError *error);

/* Reads a whole file. */
_Success_(return == ChmOk) ChmStatus
    GperfRead(_In_reads_bytes_(size) const void *text, size_t size, _In_ const GperfOptions *options,
              _Out_writes_bytes_(memoryBytes) void *memory, size_t memoryBytes, _Out_ GperfFile *out,
              _Inout_opt_ ChmError *error);

#ifdef __cplusplus
}
#endif
#endif
