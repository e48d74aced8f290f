/*
 * A file of a language in the making. All of it is macros: M("name", "text") of a language's file
 * come before those of lookup.macros, so that it defines what it writes otherwise. In a text these
 * stand for something else:
 *
 *   `@name`, `@name(a, b)`  is the macro's text, or a number of the table, as @keyCount is.
 *   `$1` to `$9`            is an argument.
 *   `%1` to `%9`            is an argument, in parentheses where it has a blank outside of some.
 *   `@?fact(then,else)`     is the first argument where that number is not 0, otherwise the second.
 *   `@hex(fact)`            is the number in hexadecimal.
 *   `@at(array, index)`     is at1, at2, at4 or at8, by the bytes of the array's numbers.
 *   `@arrays`               is `array` for each array. That may ask for @arrayName, @bytes1 to
 *                           @bytes8, @elements, @fewBytes and @data.
 *   `@columns(macro)`       is that macro for each column of the records. It may ask for @column,
 *                           its name here, @columnTitle, that in the file, @columnArray, @enum, the
 *                           name of its enum's type, and @ofText and the like.
 *   `@enumerators(macro)`   is that macro for each text of the column's enum: @enumerator, @number.
 *   `@capitals(text)`       is the text in capitals.
 *   `@capital(text)`        is the text with its first letter in capitals.
 *   `@name`, `@title`       is the identifier, and the name in ASCII.
 *   `@member(Index)`        is what the header calls the table's Index.
 *   `@stem`, `@crateFile`   is what the header's file name begins with, and the file of Rust.
 *   `@namespace`            is where the code stands, with @dot for each dot; `@namespace(.)` keeps
 *                           the dots.
 *   `@package`              is the last word of the namespace; without a namespace the identifier.
 *   `@guard`                is the begin of a guard of a C++ header, which "#endif" ends.
 *   `@>` and `@<`           indent what follows once more, or less, and `@|` is the indentation.
 *   `@,` `@(` `@)` `@@`     is the character. A comma needs it in an argument, outside of
 *                           parentheses.
 *
 * An argument may mention those of the macro that it stands in. Macros must define arithmetic that
 * wraps: what ends with 32 has numbers of 32 bits, what ends with 64 such of 64 bits. Private to
 * language*.c; one owner.
 */
#ifndef CHM01_LANGUAGE_WRITER_H
#define CHM01_LANGUAGE_WRITER_H

#include "chm01/emit/source.h"
#include "chm01/emit/source_text.h"
#include "language.h"

/* How the numbers of an array are written. */
typedef enum LanguageForm {
    FormList,   /* decimal numbers, those of 64 bits in hexadecimal */
    FormBytes,  /* \x.., from the lowest byte on */
    FormString, /* of texts alone, which are UTF-8: \x.. or \u{......}, a character each */
    FormUnits,  /* \u...., from the lowest 16 bits on; numbers of 8 bits one each */
    FormBase64, /* of the bytes, from the lowest on */
    FormChars   /* of texts alone: characters of C */
} LanguageForm;

/* The texts before a line of data, behind each, behind the last one, and behind that of a cut. */
enum { DataBefore, DataBetween, DataLast, DataCut };

/*
 * How identifiers are written; as the header's in what is compiled with it, and in what builds
 * that.
 */
typedef enum LanguageStyle { StylePascal, StyleSmall, StyleCamel, StyleHeader, StyleBuild } LanguageStyle;

struct Language {
    /*
     * The extension's part before the dot ends names with a `_`, whose own end could have a
     * meaning. An extension that begins with a capital is a whole name.
     */
    const char *name, *extension;
    const char *macros[2]; /* "name body" each, with a zero behind it; an empty one ends them */
    LanguageStyle style;
    const char *taken; /* names that a table's type or package can't have, each between blanks */
    LanguageForm form;
    const char *lines[4]; /* in the order of DataBefore, of other forms than lists */
    uint32_t linesACut;   /* 0: none is cut */
    LanguageForm texts;   /* the form of records' texts */
    bool takesBytes;      /* its texts need not be UTF-8 */
    LanguageStyle columns;
    const char *words;     /* that no column can have, likewise; those of a type's own members, too */
    uint32_t mostValues;   /* of an enum; 0: as many as there may be */
    const char *minusZero; /* as an f64; NULL: -0.0 */
    const char *keywords;  /* that no namespace can have; NULL: a file's place is its namespace */
};

extern const Language languageList[];
extern const size_t languageCount;
extern const char languageLookup[]; /* macros of all languages */

/* A number that macros ask for. */
typedef struct LanguageFact {
    const char *name;
    uint64_t number;
} LanguageFact;

/* Where the numbers of an array come from: memory, or records, or the keys of a program. */
typedef enum LanguageSource {
    SourceMemory,
    SourceColumn,
    SourceReals,
    SourceTexts,  /* bytes, one text behind another, */
    SourceStarts, /* where each begins, */
    SourcePlaces, /* and the position of each, where these are keys in another order */
    SourceValues  /* of the keys */
} LanguageSource;

typedef struct LanguageArray {
    const char *name;
    const void *numbers;
    uint64_t count;
    uint32_t bytes;  /* of a number in memory: 1, 2, 4 or 8 */
    uint32_t narrow; /* in the file */
    LanguageSource source;
    uint32_t column; /* of SourceColumn and SourceReals */
} LanguageArray;

enum {
    LanguageFacts = 128,
    LanguageArrays = 10 + RecordMaxColumns,
    LanguageExtractBytes = 3000,
    LanguageColumnBytes = 80,
    LanguageColumnArrayBytes = 12,
    FewBytes = 1 << 18 /* of which rustc 1.63 makes numbers in a constant, with half of the steps that it has */
};

typedef struct LanguageWriter {
    SourceText text;
    const Language *language;
    const SourceInput *input;
    LanguageFact facts[LanguageFacts];
    size_t factCount;
    LanguageArray arrays[LanguageArrays];
    size_t arrayCount;
    const LanguageArray *array;            /* the one that is written */
    const Records *records;                /* NULL: there are none */
    uint32_t column, textCount;            /* the column that is written; the columns of texts, */
    size_t enumRow;                        /* a row that has the enumerator that is written */
    uint8_t textColumns[RecordMaxColumns]; /* which are these */
    uint32_t indent;
    char letters;           /* '^' makes the next letter a capital, '_' makes all of them capitals */
    bool isProbe, isJoined; /* nothing is written: has an expression a blank outside of parentheses? */
    int32_t depth;          /* of parentheses, in a probe */
    char identifier[LanguageFileBytes];
    char extract[LanguageExtractBytes];
    char columnNames[RecordMaxColumns][LanguageColumnBytes], columnArrays[RecordMaxColumns][LanguageColumnArrayBytes];
} LanguageWriter;

/* Returns the namespace that the table stands in, with dots; "": none. */
static inline const char *LanguageNamespace(const LanguageWriter *writer)
{
    const SourceNames *const names = writer->input->options->names;
    return names != NULL ? names->namespaceOf : "";
}

/* Adds a fact, and an array that is filled in. */
void LanguageAddFact(LanguageWriter *writer, const char *name, uint64_t number);
LanguageArray *LanguageAddArray(LanguageWriter *writer, const char *name, uint64_t count, uint32_t narrow);

/* Returns how many bytes a number below the bound needs: 1, 2 or 4. */
static inline uint32_t LanguageBytesBelow(uint64_t bound)
{
    return bound <= 1u << 8 ? 1 : bound <= 1u << 16 ? 2 : 4;
}

/* ---- records: language_records.c */

/* Why the language can't have these, as LanguageRefuses says. */
const char *LanguageRefusesRecords(const Language *language, const Records *records);

/* Makes the facts, the arrays and the names of columns; LanguageColumn makes the facts of one. */
void LanguageRecordFacts(LanguageWriter *writer);
void LanguageColumn(LanguageWriter *writer, uint32_t column);

/* Returns a number of an array of which the source is records. */
uint64_t LanguageRecordNumber(LanguageWriter *writer, const LanguageArray *array, uint64_t i);

/*
 * Goes on to a text, or with SourceTexts to the one that has a byte, back where it must: there
 * text.textNumber and text.textStart are.
 */
typedef size_t LanguageLength(const LanguageWriter *writer, uint64_t number);
void LanguageTextSeek(LanguageWriter *writer, LanguageSource source, LanguageLength *lengthOf, uint64_t to);

/* Makes the facts of enumerator i of the column's enum. Returns how many there are. */
uint64_t LanguageEnumerators(const LanguageWriter *writer);
void LanguageEnumerator(LanguageWriter *writer, uint64_t i);

/* ---- programs in C, and what builds them: language_program.c */

/* Why there can be no program of the table, likewise. */
const char *LanguageRefusesProgram(const SourceInput *input);

void LanguageProgramFacts(LanguageWriter *writer);
uint64_t LanguageProgramNumber(LanguageWriter *writer, const LanguageArray *array, uint64_t i);

/* ---- */

/* Makes the facts and arrays of what is written. */
void LanguageFactsOf(LanguageWriter *writer);

/* Writes the begin of a guard, where a macro asks for it. */
void LanguageGuard(LanguageWriter *writer);

/* Writes the numbers of writer->array. */
void LanguageData(LanguageWriter *writer);

/* Writes what a macro text stands for. */
void LanguageExpand(LanguageWriter *writer, const char *text);

#endif
