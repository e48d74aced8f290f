/*
 * Reads the records of a text in slices: CSV of RFC 4180 with its header row, or JSON Lines. The
 * text is unquoted where it lies, so it must be writable, and it is the cells' pool. All of a text
 * is treated as hostile. Rows that a caller has are such a text, too: the columns' names and then
 * the cells, each ended by a NUL. One owner.
 */
#ifndef CHM01_RECORD_READ_H
#define CHM01_RECORD_READ_H

#include "chm01/base/work.h"
#include "record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A column of rows that a caller has: its type and its tag. */
typedef struct RecordShape {
    uint8_t type; /* a RecordType; RecordUnsaid: as its cells are */
    uint16_t tag; /* see RecordColumn */
} RecordShape;

/* The parts of the records to read. Texts are UTF-8 and must last as long as the reading. */
typedef struct RecordChoice {
    const char
        *keyColumn;      /* by its name, or its number from 1; NULL: there is one column, or of given rows the first */
    const char *columns; /* NAME or NAME:TYPE, separated by commas; NULL: all */
    char separator;      /* 0: as the header row tells */
    bool isJson;
    bool wantsNumbers, wantsTexts; /* keys that are; neither: as the keys are */
    bool ignoreCase;
    uint32_t keyBytes;         /* of keys that are numbers: 1, 2, 4, 8 or 16; 0: as the keys need */
    const RecordShape *shapes; /* of given rows: one for each of shapeCount columns. NULL: of a file */
    uint32_t shapeCount;
    size_t givenRows; /* the number of given rows */
} RecordChoice;

typedef struct RecordReading {
    RecordChoice choice;
    uint8_t *text;
    size_t size, at;
    uint64_t line;    /* at `at`, */
    size_t lineAt;    /* which is character at - lineAt of it: a character's later bytes move this on */
    uint64_t rowLine; /* of the row's beginning, */
    size_t rowAt;     /* which is here */
    bool inRow;
    bool isWhole;                             /* the row is read, */
    uint32_t taken;                           /* and that many of its cells are taken */
    RecordCell row[RecordMaxColumns];         /* of the row so far */
    RecordPlace places[RecordMaxColumns + 1]; /* of these cells, and of the row's end */
    bool isString[RecordMaxColumns];          /* of JSON */
    bool isGiven[RecordMaxColumns];           /* of JSON: the row has a member of this name */
    uint32_t rowCount;
    RecordCell names[RecordMaxColumns]; /* of all columns of the file */
    uint32_t nameCount;
    bool hasNames;
    RecordColumn columns[RecordMaxColumns + 1]; /* the chosen ones */
    Records records;                            /* of the text, as far as it is read */
    RecordCell *cells;
    uint64_t *lines;    /* of each row */
    size_t most;        /* rows that there is room for */
    uint64_t cellBytes; /* of all cells, with the columns' names */
} RecordReading;

/* Is it a text of JSON Lines? Its first character is a brace. */
bool RecordsAreJson(_In_reads_(size) const uint8_t *text, size_t size);

/* Is its first line a key that is a number? Then it is a text of keys, without a header row. */
bool RecordsAreKeys(_In_reads_(size) const uint8_t *text, size_t size);

/* Reads the header row, or the first object's names, and finds the chosen columns. */
_Success_(return == ChmOk) ChmStatus RecordsBegin(_Out_ RecordReading *reading, _In_ const RecordChoice *choice,
                                                  _Inout_ uint8_t *text, size_t size, _Inout_ RecordError *error);
/*
 * Returns the bytes of memory that the rows of a text with that many line ends take; RecordsRoom
 * gives the memory, 8-byte aligned.
 */
size_t RecordsBound(_Inout_ RecordReading *reading, size_t lineEnds);
void RecordsRoom(_Inout_ RecordReading *reading, _In_ void *memory);
/* A step is 16 bytes. ChmContinue: the same call with more work goes on. ChmOk: all is read. */
ChmStatus RecordsReadOn(_Inout_ RecordReading *reading, _Inout_ Work *work, _Inout_ RecordError *error);

/* ---- of its parts */

/* Is the byte one of a character's later ones? */
static inline size_t RecordIsTail(uint8_t c)
{
    return (c & 0xC0) == 0x80;
}

/* Moves past a line's end. */
static inline void RecordPassLine(_Inout_ RecordReading *reading)
{
    reading->line++;
    reading->lineAt = ++reading->at;
}

/* Notes that a column's cell begins here. */
static inline void RecordNotePlace(_Inout_ RecordReading *reading, uint32_t column)
{
    reading->places[column] = (RecordPlace){reading->line, reading->at - reading->lineAt + 1};
}

/* Returns where the row's cell of a column is. */
RecordPlace RecordPlaceOf(_In_ const RecordReading *reading, uint32_t column);

/* Reads one more cell of the row, whose end is the end of the text or of the line. */
ChmStatus RecordCsvCell(_Inout_ RecordReading *reading, _Inout_ RecordError *error);
ChmStatus RecordGivenCell(_Inout_ RecordReading *reading, _Inout_ RecordError *error);
ChmStatus RecordJsonMember(_Inout_ RecordReading *reading, _Inout_ RecordError *error);

/* Finds the chosen columns among the names. */
ChmStatus RecordColumnsChoose(_Inout_ RecordReading *reading, _Inout_ RecordError *error);
/* Notes what a cell is, and whether it is what its column's type says. */
ChmStatus RecordColumnTake(_Inout_ RecordReading *reading, _Inout_ RecordColumn *column, RecordCell cell, bool isString,
                           _Inout_ RecordError *error);
/* Says the types of columns whose names do not, when all is read. */
ChmStatus RecordColumnsSettle(_Inout_ RecordReading *reading, _Inout_ RecordError *error);

/* Fills *error, of the row. column: from 0, or RecordNoColumn. text NULL: nothing is quoted. */
enum { RecordNoColumn = RecordMaxColumns };
ChmStatus RecordFail(_Inout_ RecordError *error, _In_z_ const char *reason, _In_ const RecordReading *reading,
                     uint32_t column, _In_opt_ const uint8_t *text, size_t length);

#ifdef __cplusplus
}
#endif
#endif
