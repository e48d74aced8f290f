/*
 * A table as C source: one self-contained header (C99, C++98 and later; large tables: C11, C++11
 * and later; MSVC, gcc, clang; no include but stdint.h). Any thread.
 */
#ifndef CHM01_SOURCE_H
#define CHM01_SOURCE_H

#include "annotations.h"
#include "chm01/ranges/ranges_sorted.h"
#include "chm01/record/record.h"
#include "chm01/table/table.h"
#include "source_slices.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SourceNameBytes = 128, SourcePrefixBytes = 64 };

/* How a table's name becomes an identifier: as it is, HttpStatus, http_status or httpStatus. */
typedef enum SourceStyle { SourceAsIs, SourcePascal, SourceSnake, SourceCamel } SourceStyle;

/* How texts are named, and under which licence. Each text may be empty, and is sound. */
typedef struct SourceNames {
    char license[SourceNameBytes];     /* an SPDX expression, which a comment says first */
    char namespaceOf[SourceNameBytes]; /* identifiers with dots between */
    char prefix[SourcePrefixBytes];    /* before the identifiers of tables */
    SourceStyle style;
} SourceNames;

/* Which text of a table: one header, or the two of a pair, of which the .c file has the data. */
typedef enum SourcePart { SourceWhole, SourceDeclarations, SourceDefinitions } SourcePart;

/* The outputs that are written beside a text. */
enum { SourceBesideHeader = 1, SourceBesidePair = 2, SourceBesideTest = 4, SourceBesideBenchmark = 8 };

typedef struct SourceOptions {
    bool contains;  /* emit the keys and <Name>Contains; the table must include them */
    bool imageOnly; /* lookup code over a .pht image (<Name>Open) instead of the data; always so above 2^20 keys */
    /*
     * of the keys, in their order: the header has them, and <Name>Find instead of what `contains`
     * asks for; not with imageOnly, nor with values or fingerprints. NULL: there are none
     */
    const Records *records;
    /*
     * of the table's keys of 32 or 64 bits: emit <Name>FindFloor; over an image only of keys that
     * ascend. NULL: don't
     */
    const RangesSorted *floors;
    SourcePart part;
    const char *stem;         /* of a pair's files, without .h and .c; NULL: the identifier */
    const SourceNames *names; /* NULL: the defaults */
    uint32_t beside;          /* for build files; neither header nor pair: the header, and its test */
    const KeySet *keys;       /* for programs, in the order of positions; NULL: the table must include them */
} SourceOptions;

/* Is the header lookup code over a .pht image? */
bool SourceIsOverImage(_In_ const TableView *table, bool imageOnly);

enum { SourceIdentifierBytes = TABLE_MAX_NAME + SourceNameBytes + SourcePrefixBytes + 32 };

/*
 * Makes a C and C++ identifier of a UTF-8 name, which is reserved in neither: ASCII letters, digits
 * and _ stay, anything else becomes _, several _ in a row become one, and a T comes before a first
 * character that is no letter. When that changes the name, or it is a reserved word, _ and eight
 * digits of the name's hash follow, so that two names have two identifiers. Returns true when the
 * result differs from the name. out: SourceIdentifierBytes.
 */
_Success_(return ) bool SourceIdentifier(_In_z_ const char *nameUtf8, _Out_writes_z_(SourceIdentifierBytes) char *out);

/*
 * Makes the identifier of a table that these names say: the prefix, and behind it the name in its
 * style. A style makes words of the name, which begin at capitals and behind what is no letter and
 * no digit. Eight digits of the name's hash follow where letters get lost. names NULL: as
 * SourceIdentifier. out: SourceIdentifierBytes.
 */
void SourceNamed(_In_opt_ const SourceNames *names, _In_z_ const char *nameUtf8,
                 _Out_writes_z_(SourceIdentifierBytes) char *out);

/*
 * Makes it for C, which has no namespaces: theirs stands before, with _ for its dots. Returns true
 * when the result differs from the name.
 */
_Success_(return ) bool SourceNamedForC(_In_opt_ const SourceNames *names, _In_z_ const char *nameUtf8,
                                        _Out_writes_z_(SourceIdentifierBytes) char *out);

/* Is the word among those of a list, each of which has a blank before and behind it? */
bool SourceIsAmong(_In_z_ const char *words, _In_z_ const char *word);

/* Is it a word that C or C++ has a meaning for? */
bool SourceIsReserved(_In_z_ const char *word);

/* Upper bound of SourceWrite's output in bytes. */
size_t SourceBound(_In_ const TableView *table, _In_ const SourceOptions *options);

/*
 * Writes the header's text (UTF-8, LF, not terminated) and returns its length in bytes. out:
 * SourceBound bytes.
 */
size_t SourceWrite(_In_ const TableView *table, _In_ const SourceOptions *options,
                   _Out_writes_bytes_(_Inexpressible_("SourceBound")) char *out);

/*
 * The same by slices, a number a step: goes on with the text. True: it is whole, or is not what it
 * is compared with.
 */
bool SourceWriteOn(_In_ const TableView *table, _In_ const SourceOptions *options, _Inout_ Work *work,
                   _Inout_ SourceText *text);

/* Would SourceWrite write these bytes? Takes no memory. */
bool SourceIsSame(_In_ const TableView *table, _In_ const SourceOptions *options,
                  _In_reads_bytes_(bytes) const char *other, size_t bytes);

#ifdef __cplusplus
}
#endif
#endif
