/*
 * Records: rows of columns, one of which is the key. Their cells are texts in a pool, as the file
 * has them without its quotes and escapes; a column's type says what its cells are. Values, which
 * point into memory of the caller's. Any thread.
 */
#ifndef CHM01_RECORD_H
#define CHM01_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "annotations.h"
#include "chm01/base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { RecordMaxColumns = 256, RecordMaxCell = 65535, RecordMaxRow = 1 << 20 };

/* In the order of recordTypeNames. */
typedef enum RecordType {
    RecordUnsaid,
    RecordText,
    RecordBool,
    RecordF64,
    RecordEnum,
    RecordU8,
    RecordU16,
    RecordU32,
    RecordU64,
    RecordI8,
    RecordI16,
    RecordI32,
    RecordI64,
    RecordTypes
} RecordType;

extern const char *const recordTypeNames[RecordTypes]; /* as a header row has them: "u8" and so on */

typedef struct RecordCell {
    uint32_t start, length; /* in the pool */
} RecordCell;

/* Where a cell begins; nowhere: line 0. */
typedef struct RecordPlace {
    uint64_t line; /* from 1; of given records, their row */
    size_t column; /* in characters of the line, from 1; of given records, their column */
} RecordPlace;

typedef struct RecordColumn {
    RecordCell name;
    RecordType type;
    uint16_t tag;              /* of given records: the caller's, of a column whose type it said; 0: none */
    uint32_t source;           /* the column of the file, from 0 */
    uint32_t seen;             /* RecordSeen... */
    uint64_t most, least;      /* the greatest number, and the greatest one below zero without its sign */
    RecordPlace number, plain; /* of a key column: the first key that is a number, and that is none */
    const uint32_t *firsts;    /* of a RecordEnum: the rows of its different texts, */
    size_t firstCount;         /* and how many they are */
} RecordColumn;

/* The kinds of cells that a column has. */
enum {
    RecordSeenText = 1,
    RecordSeenBool = 2,
    RecordSeenFraction = 4,
    RecordSeenNegative = 8,
    RecordSeenNumber = 16,
    RecordSeenWide = 32, /* of a key column: a key of 128 bits */
    RecordSeenNumbers = RecordSeenFraction | RecordSeenNegative | RecordSeenNumber
};

typedef struct Records {
    const uint8_t *pool;
    RecordColumn *columns;   /* the key's and those of values, in the order of the file */
    const RecordCell *cells; /* a row after another */
    size_t rows;
    uint32_t columnCount;
    uint32_t key;      /* the key's column */
    uint32_t keyBytes; /* 4, 8 or 16; 0: keys are text */
    bool ignoreCase;   /* of text keys */
    uint64_t hash;     /* tells other records */
    size_t poolBytes,
        oddBytes;     /* of all cells, of which equal texts of an enum are one in the pool; oddBytes: those that a
                                   literal escapes */
    size_t textBytes; /* of the cells of texts and of keys that are texts */
    bool isNoUtf8;    /* of some text */
    uint32_t longest; /* cell */
    size_t bytes;     /* of the memory that has all of it */
} Records;

/* The reason of a failure, and its place. */
typedef struct RecordError {
    ChmStatus status;
    const char *reason;         /* static English text without a full stop */
    const char *wanted;         /* the name that no column has, which the choice has; or NULL */
    const char *type;           /* what the cell should be, or NULL */
    uint64_t line, second;      /* from 1; 0: none */
    bool areRows;               /* of given records: these are rows */
    size_t column;              /* as a RecordPlace's; 0: none */
    const uint8_t *name, *text; /* of the column, and of what is quoted; NULL: none. They lie in the text */
    size_t nameLength, textLength;
} RecordError;

_Ret_notnull_ static inline const RecordCell *RecordsCell(_In_ const Records *records, size_t row, uint32_t column)
{
    return records->cells + row * records->columnCount + column;
}

/* Are the column's cells texts? */
static inline bool RecordsHaveText(_In_ const Records *records, uint32_t column)
{
    return column == records->key ? records->keyBytes == 0 : records->columns[column].type == RecordText;
}

/* Does a string literal have it as it is? */
static inline bool RecordIsPlain(uint8_t c)
{
    return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '?';
}

/* Is it UTF-8, without surrogates and in its shortest form? */
bool RecordIsUtf8(_In_reads_(length) const uint8_t *text, size_t length);

/* Returns which of an enum's different texts the cell has, as it is packed. */
size_t RecordEnumIndex(_In_ const Records *records, uint32_t column, size_t row);

/* Is it a letter or a digit of an identifier? */
static inline bool RecordIsOfName(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* A text, read as a number. */
typedef struct RecordNumber {
    bool isNumber, isWhole; /* isWhole: magnitude has it */
    bool isNegative;
    bool isPadded;     /* zeros or a + lead it, or a point ends it, so that it may be meant as a text */
    uint8_t signBytes; /* of its + or -: 0 or 1 */
    uint64_t magnitude;
} RecordNumber;

/*
 * Reads a decimal number, with a fraction and an exponent or not, or 0x and hexadecimal digits. A
 * point stands before a digit or behind one.
 */
RecordNumber RecordNumberOf(_In_reads_(length) const uint8_t *text, size_t length);

/* Is it a number of that type? For RecordU8 and the following types. */
bool RecordNumberFits(_In_ const RecordNumber *number, RecordType type);

/* Returns 1 of "true", 0 of "false", whatever their case, and -1 of any other text. */
int RecordBoolOf(_In_reads_(length) const uint8_t *text, size_t length);

/* Returns the cell's text without blanks around it. */
RecordCell RecordTrim(_In_ const uint8_t *pool, RecordCell cell);

/* Reads a key that is a number of up to 128 bits, or a GUID; its halves, the low one first. */
_Success_(return ) bool RecordKeyOf(_In_ const uint8_t *pool, RecordCell cell, _Out_writes_(2) uint64_t *halves,
                                    _Out_opt_ bool *isGuid);

#ifdef __cplusplus
}
#endif
#endif
