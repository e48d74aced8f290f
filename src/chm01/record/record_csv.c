/*
 * A cell of CSV, as RFC 4180 has them: in quotes, which are doubled within, or without. See
 * record_read.h.
 */
#include <string.h>

#include "record_read.h"

static bool EndsCell(const RecordReading *reading, size_t at)
{
    const uint8_t *const text = reading->text;
    return at == reading->size || text[at] == (uint8_t)reading->choice.separator || text[at] == '\n' ||
           (text[at] == '\r' && (at + 1 == reading->size || text[at + 1] == '\n'));
}

/* Moves past a separator, which a cell follows, or past a line's end. */
static void PassEnd(RecordReading *reading)
{
    const uint8_t *const text = reading->text;
    reading->inRow = reading->at < reading->size && text[reading->at] == (uint8_t)reading->choice.separator;
    reading->at += reading->at < reading->size && (reading->inRow || text[reading->at] == '\r');
    if (!reading->inRow && reading->at < reading->size && text[reading->at] == '\n')
        RecordPassLine(reading);
}

/* Quotes the cell up to its first line's end. */
static ChmStatus CellFail(const RecordReading *reading, const char *reason, size_t from, size_t to, RecordError *error)
{
    enum { QuotedBytes = 200 };
    size_t length = 0;
    while (length < to - from && length < QuotedBytes && reading->text[from + length] != '\n')
        length++;
    length -= length != 0 && reading->text[from + length - 1] == '\r';
    return RecordFail(error, reason, reading, reading->rowCount, reading->text + from, length);
}

/* Finds the end of a quoted cell's text, which it moves together; `at` is behind the quote. */
static ChmStatus ReadQuoted(RecordReading *reading, RecordCell *cell, RecordError *error)
{
    uint8_t *const text = reading->text;
    const size_t from = reading->at;
    size_t out = from;
    for (size_t at = from; at < reading->size && at - from <= 2 * RecordMaxCell + 1; at++) {
        if (text[at] == '"' && (at + 1 == reading->size || text[at + 1] != '"')) {
            cell->start = (uint32_t)from;
            cell->length = (uint32_t)(out - from);
            reading->at = at + 1;
            return ChmOk;
        }
        at += text[at] == '"';
        reading->line += text[at] == '\n';
        reading->lineAt = text[at] == '\n' ? at + 1 : reading->lineAt + RecordIsTail(text[at]);
        text[out++] = text[at];
    }
    return CellFail(reading,
                    reading->size - from > 2 * RecordMaxCell
                        ? "the cell has more than 65,535 bytes, or no closing quote"
                        : "the closing quote is missing",
                    from, out, error);
}

static ChmStatus ReadPlainCell(RecordReading *reading, RecordCell *cell, RecordError *error)
{
    const size_t from = reading->at;
    size_t at = from;
    while (!EndsCell(reading, at) && at - from <= RecordMaxCell) {
        if (reading->text[at] == '"')
            return CellFail(reading, "a quote is within a cell that does not begin with one", from, at + 1, error);
        reading->lineAt += RecordIsTail(reading->text[at]);
        at++;
    }
    cell->start = (uint32_t)from;
    cell->length = (uint32_t)(at - from);
    reading->at = at;
    return ChmOk;
}

ChmStatus RecordCsvCell(RecordReading *reading, RecordError *error)
{
    RecordCell cell;
    const bool isQuoted = reading->at < reading->size && reading->text[reading->at] == '"';
    RecordNotePlace(reading, reading->rowCount);
    reading->at += isQuoted;
    const ChmStatus status = isQuoted ? ReadQuoted(reading, &cell, error) : ReadPlainCell(reading, &cell, error);
    if (status != ChmOk)
        return status;
    const size_t end = cell.start + (size_t)cell.length;
    if (cell.length > RecordMaxCell)
        return CellFail(reading, "the cell has more than 65,535 bytes", cell.start, end, error);
    if (memchr(reading->text + cell.start, 0, cell.length) != NULL)
        return CellFail(reading, "the cell holds a NUL", cell.start, cell.start, error);
    if (!EndsCell(reading, reading->at))
        return CellFail(reading, "something stands behind the closing quote", cell.start, end, error);
    reading->row[reading->rowCount++] = cell;
    RecordNotePlace(reading, reading->rowCount);
    PassEnd(reading);
    return ChmOk;
}
