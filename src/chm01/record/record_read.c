/* See record_read.h: rows, whatever their cells are written like. */
#include "record_read.h"

#include <string.h>

#include "chm01/base/carve.h"

enum { HeaderBytes = 1 << 20 }; /* bytes of a text that are looked at for its header row */

static const uint8_t recordMark[] = {0xEF, 0xBB, 0xBF};

static size_t MarkBytes(const uint8_t *text, size_t size)
{
    return size >= sizeof recordMark && memcmp(text, recordMark, sizeof recordMark) == 0 ? sizeof recordMark : 0;
}

bool RecordsAreJson(const uint8_t *text, size_t size)
{
    enum { LookedAtBytes = 4096 };
    size_t at = MarkBytes(text, size);
    while (at < size && at < LookedAtBytes &&
           (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n'))
        at++;
    return at < size && text[at] == '{';
}

bool RecordsAreKeys(const uint8_t *text, size_t size)
{
    enum { LookedAtBytes = 100 };
    uint64_t halves[2];
    const size_t from = MarkBytes(text, size);
    size_t at = from;
    while (at < size && at - from < LookedAtBytes && text[at] != '\n' && text[at] != '\r')
        at++;
    const RecordCell line = {(uint32_t)from, (uint32_t)(at - from)};
    return RecordKeyOf(text, line, halves, NULL);
}

RecordPlace RecordPlaceOf(const RecordReading *reading, uint32_t column)
{
    return reading->choice.shapes == NULL ? reading->places[column]
                                          : (RecordPlace){reading->rowLine, column + (size_t)1};
}

ChmStatus RecordFail(RecordError *error, const char *reason, const RecordReading *reading, uint32_t column,
                     const uint8_t *text, size_t length)
{
    memset(error, 0, sizeof *error);
    error->status = ChmTextMalformed;
    error->reason = reason;
    error->line = reading->rowLine;
    error->text = text;
    error->textLength = length;
    if (column == RecordNoColumn)
        return error->status;
    const RecordPlace place = RecordPlaceOf(reading, column);
    error->line = place.line;
    error->column = place.column;
    if (reading->hasNames && column < reading->nameCount) {
        error->name = reading->text + reading->names[column].start;
        error->nameLength = reading->names[column].length;
    }
    return error->status;
}

/* ---- the separator */

/* Counts a character of the header row that is outside of quotes. */
static size_t CountInHeader(const RecordReading *reading, uint8_t wanted)
{
    size_t count = 0;
    bool isQuoted = false;
    for (size_t at = reading->at; at < reading->size && at - reading->at < HeaderBytes; at++) {
        const uint8_t c = reading->text[at];
        if (c == '\n' && !isQuoted)
            break;
        if (c == '"')
            isQuoted = !isQuoted;
        count += c == wanted && !isQuoted;
    }
    return count;
}

static char SeparatorOf(const RecordReading *reading)
{
    if (CountInHeader(reading, '\t') != 0)
        return '\t';
    return CountInHeader(reading, ';') > CountInHeader(reading, ',') ? ';' : ',';
}

/* ---- rows */

static bool IsEmptyAt(const RecordReading *reading)
{
    const size_t at = reading->at;
    const uint8_t c = reading->text[at];
    if (c == '\r' && reading->choice.shapes == NULL)
        return at + 1 == reading->size || reading->text[at + 1] == '\n';
    return reading->choice.shapes == NULL && (c == '\n' || (reading->choice.isJson && (c == ' ' || c == '\t')));
}

/* Moves past empty lines. False: there is no row yet. */
static bool NextRecordRow(RecordReading *reading, Work *work)
{
    while (reading->at < reading->size && IsEmptyAt(reading)) {
        if (WorkUntil(work, 0, 1) == 0)
            return false;
        if (reading->text[reading->at] == '\n')
            RecordPassLine(reading);
        else
            reading->at++;
    }
    if (reading->at == reading->size)
        return false;
    reading->rowLine = reading->line;
    reading->rowAt = reading->at;
    reading->rowCount = 0;
    reading->inRow = true;
    memset(reading->isGiven, 0, sizeof reading->isGiven);
    memset(reading->isString, 0, sizeof reading->isString);
    return true;
}

static ChmStatus NextCell(RecordReading *reading, RecordError *error)
{
    if (reading->rowCount == RecordMaxColumns)
        return RecordFail(error, "there are more than 256 columns", reading, RecordNoColumn, NULL, 0);
    if (reading->at - reading->rowAt > RecordMaxRow)
        return RecordFail(error, "the row has more than 1,048,576 bytes", reading, RecordNoColumn, NULL, 0);
    if (reading->choice.shapes != NULL)
        return RecordGivenCell(reading, error);
    return reading->choice.isJson ? RecordJsonMember(reading, error) : RecordCsvCell(reading, error);
}

/* Looks whether the row has a cell for each column. */
static ChmStatus CheckRow(const RecordReading *reading, RecordError *error)
{
    if (!reading->choice.isJson && reading->rowCount != reading->nameCount)
        return RecordFail(error,
                          reading->rowCount < reading->nameCount ? "the row has fewer cells than the header row"
                                                                 : "the row has more cells than the header row",
                          reading, reading->rowCount < reading->nameCount ? reading->rowCount : reading->nameCount,
                          NULL, 0);
    for (uint32_t i = 0; reading->choice.isJson && i < reading->nameCount; i++) {
        if (reading->isGiven[i])
            continue;
        (void)RecordFail(error, "the object lacks a member that the first one has", reading, i, NULL, 0);
        error->line = reading->rowLine;
        error->column = reading->places[RecordMaxColumns].column;
        return error->status;
    }
    return ChmOk;
}

/* A row is read: its cells are taken one by one. */
static ChmStatus BeginTake(RecordReading *reading, RecordError *error)
{
    const ChmStatus status = CheckRow(reading, error);
    if (status == ChmOk && reading->records.rows == reading->most)
        return RecordFail(error, "there are too many rows", reading, RecordNoColumn, NULL, 0);
    reading->isWhole = status == ChmOk;
    return status;
}

static ChmStatus TakeCell(RecordReading *reading, Work *work, RecordError *error)
{
    enum { BytesAStep = 64 };
    Records *const records = &reading->records;
    RecordColumn *const column = reading->columns + reading->taken;
    const RecordCell cell = reading->row[column->source];
    reading->cells[records->rows * records->columnCount + reading->taken] = cell;
    reading->cellBytes += cell.length;
    (void)WorkUntil(work, 0, cell.length / BytesAStep);
    const ChmStatus status = RecordColumnTake(reading, column, cell, reading->isString[column->source], error);
    if (++reading->taken != records->columnCount || status != ChmOk)
        return status;
    reading->lines[records->rows++] = reading->rowLine;
    reading->taken = 0;
    reading->isWhole = false;
    return ChmOk;
}

/* ---- the whole */

static ChmStatus ReadNames(RecordReading *reading, RecordError *error)
{
    ChmStatus status = ChmOk;
    while (status == ChmOk && reading->inRow)
        status = NextCell(reading, error);
    if (status != ChmOk)
        return status;
    if (!reading->choice.isJson) {
        for (uint32_t i = 0; i < reading->rowCount; i++)
            reading->names[i] = RecordTrim(reading->text, reading->row[i]);
        reading->nameCount = reading->rowCount;
    }
    reading->hasNames = true;
    return RecordColumnsChoose(reading, error);
}

static ChmStatus RecordsNone(RecordError *error, const char *reason)
{
    memset(error, 0, sizeof *error);
    error->reason = reason;
    return error->status = ChmNoKeys;
}

/* A row takes a line, and a byte for each of its cells. */
static size_t MostRows(const RecordReading *reading, size_t lineEnds)
{
    if (reading->choice.shapes != NULL)
        return reading->choice.givenRows;
    const size_t lines = lineEnds + 2; /* the last, and an object that is read already */
    const size_t most = reading->size / reading->nameCount + 2;
    return lines < most ? lines : most;
}

ChmStatus RecordsBegin(RecordReading *reading, const RecordChoice *choice, uint8_t *text, size_t size,
                       RecordError *error)
{
    memset(reading, 0, sizeof *reading);
    reading->choice = *choice;
    reading->text = text;
    reading->size = size;
    reading->at = reading->lineAt = MarkBytes(text, size);
    reading->line = reading->rowLine =
        choice->shapes == NULL; /* given rows are counted, from the one behind the names */
    if (size > UINT32_MAX)
        return RecordFail(error, "the text may have at most 4,294,967,295 bytes", reading, RecordNoColumn, NULL, 0);
    Work work = {HeaderBytes};
    if (!NextRecordRow(reading, &work))
        return RecordsNone(error, "there is no header row");
    if (reading->choice.separator == 0)
        reading->choice.separator = SeparatorOf(reading);
    reading->records.pool = text;
    reading->records.columns = reading->columns;
    return ReadNames(reading, error);
}

static size_t RoomCarve(const RecordReading *reading, void *memory, RecordCell **cells, uint64_t **lines)
{
    Carve carve = CarveBegin(memory);
    *cells = CarveTake(&carve, (uint64_t)reading->most * reading->records.columnCount * sizeof **cells);
    *lines = CarveTake(&carve, (uint64_t)reading->most * sizeof **lines);
    return carve.used;
}

size_t RecordsBound(RecordReading *reading, size_t lineEnds)
{
    RecordCell *cells;
    uint64_t *lines;
    reading->most = MostRows(reading, lineEnds);
    return RoomCarve(reading, NULL, &cells, &lines);
}

void RecordsRoom(RecordReading *reading, void *memory)
{
    (void)RoomCarve(reading, memory, &reading->cells, &reading->lines);
    reading->records.cells = reading->cells;
    reading->isWhole = reading->choice.isJson; /* the first object gave its names, and is a row */
}

/* Reads on in a row, which may end. */
static ChmStatus ReadCell(RecordReading *reading, Work *work, RecordError *error)
{
    enum { BytesAStep = 16 };
    const size_t before = reading->at;
    const ChmStatus status = NextCell(reading, error);
    (void)WorkUntil(work, 0, (reading->at - before) / BytesAStep + 1);
    return status == ChmOk && !reading->inRow ? BeginTake(reading, error) : status;
}

ChmStatus RecordsReadOn(RecordReading *reading, Work *work, RecordError *error)
{
    ChmStatus status = ChmOk;
    while (status == ChmOk &&
           (reading->isWhole || reading->inRow || NextRecordRow(reading, work) || reading->at != reading->size)) {
        if (work->left == 0)
            return ChmContinue;
        status = reading->isWhole ? TakeCell(reading, work, error) : ReadCell(reading, work, error);
    }
    if (status != ChmOk)
        return status;
    if (reading->records.rows != 0)
        return RecordColumnsSettle(reading, error);
    return RecordsNone(error,
                       reading->choice.shapes != NULL ? "there are no rows" : "there is no row behind the header row");
}
