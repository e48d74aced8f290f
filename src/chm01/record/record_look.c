/* See record_look.h. */
#include "record_look.h"

#include <string.h>

#include "chm01/base/carve.h"
#include "chm01/hash/blake2b.h"

static size_t SlotsOf(size_t rows)
{
    size_t slots = 4; /* at most half of them in use */
    while (slots / 2 < rows)
        slots *= 2;
    return slots;
}

static bool IsValueEnum(const RecordReading *reading, uint32_t column)
{
    return column != reading->records.key && reading->columns[column].type == RecordEnum;
}

static size_t LookCarve(const RecordReading *reading, RecordLook *look, void *memory)
{
    size_t enums = 0;
    for (uint32_t i = 0; i < reading->records.columnCount; i++)
        enums += IsValueEnum(reading, i);
    Carve carve = CarveBegin(memory);
    look->slots = CarveTake(&carve, SlotsOf(reading->records.rows) * sizeof *look->slots);
    look->firsts = CarveTake(&carve, enums * RecordEnumMost * sizeof *look->firsts);
    return carve.used;
}

size_t RecordLookBound(const RecordReading *reading)
{
    RecordLook look;
    return LookCarve(reading, &look, NULL);
}

void RecordLookBegin(RecordLook *look, RecordReading *reading, bool drops, uint64_t secret, void *memory)
{
    memset(look, 0, sizeof *look);
    look->reading = reading;
    look->column = reading->records.key;
    look->isKeys = true;
    look->drops = drops;
    look->secret = secret;
    look->mask = SlotsOf(reading->records.rows) - 1;
    (void)LookCarve(reading, look, memory);
}

/* Goes on with the next enum. False: there is none. */
static bool LookNext(RecordLook *look)
{
    RecordReading *const reading = look->reading;
    if (!look->isKeys) {
        reading->columns[look->column].firsts = look->firsts;
        reading->columns[look->column].firstCount = look->firstCount;
        look->firsts += RecordEnumMost;
    }
    while (look->next != reading->records.columnCount && !IsValueEnum(reading, look->next))
        look->next++;
    if (look->next == reading->records.columnCount)
        return false;
    look->column = look->next++;
    look->isKeys = look->isClear = false;
    look->row = look->firstCount = 0;
    look->place = (WorkPlace){0, 0};
    return true;
}

/* ---- keys and texts */

static bool IsFolded(const RecordLook *look)
{
    return look->isKeys && look->reading->records.ignoreCase;
}

static uint8_t FoldedByte(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

static RecordCell LookCell(const RecordLook *look, size_t row)
{
    const RecordCell cell = *RecordsCell(&look->reading->records, row, look->column);
    return look->isKeys && look->reading->records.keyBytes == 0 &&
                   look->reading->columns[look->column].type != RecordEnum
               ? cell
               : RecordTrim(look->reading->text, cell);
}

/* Each piece's digest is the key of the next. */
static uint64_t LookHash(const RecordLook *look, RecordCell cell)
{
    uint8_t piece[Blake2bBlockBytes];
    const uint8_t *const text = look->reading->text + cell.start;
    uint64_t hash = look->secret;
    for (size_t at = 0; at < cell.length; at += sizeof piece) {
        const size_t length = cell.length - at < sizeof piece ? cell.length - at : sizeof piece;
        for (size_t i = 0; i < length; i++)
            piece[i] = IsFolded(look) ? FoldedByte(text[at + i]) : text[at + i];
        hash = Blake2b(piece, length, hash);
    }
    return hash;
}

static uint64_t RowHash(const RecordLook *look, size_t row)
{
    uint64_t halves[2] = {0, 0};
    const RecordCell cell = LookCell(look, row);
    if (!look->isKeys || look->reading->records.keyBytes == 0)
        return LookHash(look, cell);
    (void)RecordKeyOf(look->reading->text, cell, halves, NULL);
    return Blake2b(halves, sizeof halves, look->secret);
}

static bool RowsHaveOne(const RecordLook *look, size_t a, size_t b)
{
    const RecordCell first = LookCell(look, a), second = LookCell(look, b);
    const uint8_t *const text = look->reading->text;
    if (look->isKeys && look->reading->records.keyBytes != 0) {
        uint64_t left[2] = {0, 0}, right[2] = {0, 0};
        (void)RecordKeyOf(text, first, left, NULL);
        (void)RecordKeyOf(text, second, right, NULL);
        return left[0] == right[0] && left[1] == right[1];
    }
    if (first.length != second.length)
        return false;
    for (size_t i = 0; i < first.length; i++) {
        const uint8_t x = text[first.start + i], y = text[second.start + i];
        if (IsFolded(look) ? FoldedByte(x) != FoldedByte(y) : x != y)
            return false;
    }
    return true;
}

/* ---- what is found */

/* Returns the column of values in which two rows differ, columnCount: there is none. */
static uint32_t DifferentColumn(const RecordLook *look, size_t a, size_t b)
{
    const Records *const records = &look->reading->records;
    uint32_t i = 0;
    for (; i < records->columnCount; i++) {
        const RecordCell *const first = RecordsCell(records, a, i), *const second = RecordsCell(records, b, i);
        if (i != records->key &&
            (first->length != second->length ||
             memcmp(records->pool + first->start, records->pool + second->start, first->length) != 0))
            break;
    }
    return i;
}

static ChmStatus FoundTwice(RecordLook *look, size_t first, size_t second, RecordError *error)
{
    RecordReading *const reading = look->reading;
    const uint32_t different = DifferentColumn(look, first, second);
    const bool differs = different != reading->records.columnCount;
    if (look->drops && !differs) {
        reading->lines[second] = 0;
        look->dropped++;
        return ChmOk;
    }
    const RecordCell cell = *RecordsCell(&reading->records, first, look->column);
    (void)RecordFail(error, look->drops ? "their rows differ" : NULL, reading,
                     look->drops ? reading->columns[different].source : (uint32_t)RecordNoColumn,
                     reading->text + cell.start, cell.length);
    error->line = reading->lines[first];
    error->column = 0;
    error->second = reading->lines[second];
    return error->status = ChmDuplicateKey;
}

static ChmStatus FoundNew(RecordLook *look, uint32_t *slot, RecordError *error)
{
    RecordReading *const reading = look->reading;
    *slot = (uint32_t)look->row + 1;
    if (look->isKeys)
        return ChmOk;
    if (look->firstCount == RecordEnumMost) {
        (void)RecordFail(error, "an enum has at most 4,096 different texts", reading,
                         reading->columns[look->column].source, NULL, 0);
        error->line = reading->lines[look->row];
        error->column = 0;
        return error->status;
    }
    look->firsts[look->firstCount++] = (uint32_t)look->row;
    return ChmOk;
}

/* The cell of an enum becomes that of its text's first row. */
static ChmStatus FoundAgain(RecordLook *look, size_t first)
{
    const Records *const records = &look->reading->records;
    look->reading->cells[look->row * records->columnCount + look->column] = LookCell(look, first);
    return ChmOk;
}

static ChmStatus LookAtRow(RecordLook *look, RecordError *error)
{
    for (size_t at = (size_t)RowHash(look, look->row);; at++) {
        uint32_t *const slot = look->slots + (at & look->mask);
        if (*slot == 0)
            return FoundNew(look, slot, error);
        if (RowsHaveOne(look, *slot - 1, look->row))
            return look->isKeys ? FoundTwice(look, *slot - 1, look->row, error) : FoundAgain(look, *slot - 1);
    }
}

static ChmStatus LookAtColumn(RecordLook *look, Work *work, RecordError *error)
{
    enum { BytesAStep = 32 };
    const RecordReading *const reading = look->reading;
    if (!look->isClear)
        look->isClear = WorkClear(work, &look->place, look->slots, (look->mask + 1) * sizeof *look->slots);
    ChmStatus status = look->isClear ? ChmOk : ChmContinue;
    for (; status == ChmOk && look->row != reading->records.rows; look->row++) {
        if (work->left == 0)
            return ChmContinue;
        (void)WorkUntil(work, 0, 1 + RecordsCell(&reading->records, look->row, look->column)->length / BytesAStep);
        if (reading->lines[look->row] != 0)
            status = LookAtRow(look, error);
    }
    return status;
}

ChmStatus RecordLookOn(RecordLook *look, Work *work, RecordError *error)
{
    ChmStatus status;
    do
        status = LookAtColumn(look, work, error);
    while (status == ChmOk && LookNext(look));
    return status;
}
