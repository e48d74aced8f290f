/* A cell of given rows, which a NUL ends. See record_read.h. */
#include <string.h>

#include "record_read.h"

ChmStatus RecordGivenCell(RecordReading *reading, RecordError *error)
{
    enum { QuotedBytes = 200 };
    const uint8_t *const from = reading->text + reading->at;
    const uint8_t *const end = memchr(from, 0, reading->size - reading->at);
    if (end == NULL)
        return RecordFail(error, "the last cell has no end", reading, reading->rowCount, NULL, 0);
    if (end - from > RecordMaxCell)
        return RecordFail(error, "the cell has more than 65,535 bytes", reading, reading->rowCount, from, QuotedBytes);
    const RecordCell cell = {(uint32_t)reading->at, (uint32_t)(end - from)};
    reading->row[reading->rowCount++] = cell;
    reading->at += cell.length + (size_t)1;
    reading->inRow = reading->rowCount != reading->choice.shapeCount;
    reading->line += !reading->inRow;
    return ChmOk;
}
