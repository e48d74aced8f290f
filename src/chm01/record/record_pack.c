/* See record_pack.h. */
#include "record_pack.h"

#include <string.h>

#include "chm01/base/carve.h"

uint32_t RecordsValueBits(const Records *records)
{
    if (records->columnCount != 2 || records->keyBytes == 0)
        return 0;
    switch (records->columns[1 - records->key].type) {
    case RecordBool:
    case RecordU8: return 8;
    case RecordU16: return 16;
    case RecordU32: return 32;
    default: return 0;
    }
}

static size_t FirstsOf(const Records *records)
{
    size_t count = 0;
    for (uint32_t i = 0; i < records->columnCount; i++)
        count += records->columns[i].firstCount;
    return count;
}

static size_t PackCarve(const RecordReading *reading, void *memory, RecordPacking *packing)
{
    const Records *const records = &reading->records;
    Carve carve = CarveBegin(memory);
    packing->out = CarveTake(&carve, sizeof *packing->out);
    packing->columns = CarveTake(&carve, records->columnCount * sizeof *packing->columns);
    packing->firsts = CarveTake(&carve, FirstsOf(records) * sizeof *packing->firsts);
    packing->cells = CarveTake(&carve, records->rows * records->columnCount * sizeof *packing->cells);
    packing->pool = CarveTake(&carve, (size_t)reading->cellBytes);
    return carve.used;
}

size_t RecordPackBound(const RecordReading *reading)
{
    RecordPacking packing;
    return PackCarve(reading, NULL, &packing);
}

size_t RecordKeysBound(const RecordReading *reading)
{
    const uint32_t keyBytes = reading->records.keyBytes;
    return reading->records.rows * (keyBytes != 0 ? keyBytes : sizeof(uint32_t) + sizeof(uint16_t));
}

static void PackHash(RecordPacking *packing, RecordCell packed)
{
    Hash64Add(&packing->hash, &packed.length, sizeof packed.length);
    Hash64Add(&packing->hash, packing->pool + packed.start, packed.length);
}

static RecordCell PackCell(RecordPacking *packing, RecordCell cell)
{
    const RecordCell packed = {packing->used, cell.length};
    memcpy(packing->pool + packing->used, packing->reading->text + cell.start, cell.length);
    packing->used += cell.length;
    packing->out->poolBytes += cell.length;
    for (size_t i = 0; i < cell.length; i++)
        packing->out->oddBytes += !RecordIsPlain(packing->pool[packed.start + i]);
    packing->out->longest = cell.length > packing->out->longest ? cell.length : packing->out->longest;
    PackHash(packing, packed);
    return packed;
}

void RecordPackBegin(RecordPacking *packing, const RecordReading *reading, size_t dropped, void *memory, void *keys,
                     void *values)
{
    const Records *const records = &reading->records;
    memset(packing, 0, sizeof *packing);
    packing->reading = reading;
    packing->keys = keys;
    packing->values = values;
    packing->valueBytes = RecordsValueBits(records) / 8;
    Hash64Begin(&packing->hash, 0);
    const size_t bytes = PackCarve(reading, memory, packing);
    *packing->out = *records;
    packing->out->bytes = bytes;
    packing->out->rows -= dropped;
    packing->out->pool = packing->pool;
    packing->out->cells = packing->cells;
    packing->out->columns = packing->columns;
    packing->out->poolBytes = 0;
    uint32_t *firsts = packing->firsts;
    for (uint32_t i = 0; i < records->columnCount; i++) {
        packing->columns[i] = records->columns[i];
        packing->columns[i].name = PackCell(packing, records->columns[i].name);
        packing->columns[i].firsts = firsts;
        firsts += records->columns[i].firstCount;
        Hash64Add(&packing->hash, &records->columns[i].type, sizeof records->columns[i].type);
    }
}

/* Returns the number of the cell's text among an enum's, which lie one behind another. */
static size_t FirstOf(const Records *records, uint32_t column, RecordCell cell)
{
    const RecordColumn *const of = records->columns + column;
    size_t from = 0, to = of->firstCount;
    while (to - from > 1) {
        const size_t middle = from + (to - from) / 2;
        const bool isBehind = RecordsCell(records, of->firsts[middle], column)->start > cell.start;
        from = isBehind ? from : middle;
        to = isBehind ? middle : to;
    }
    return from;
}

size_t RecordEnumIndex(const Records *records, uint32_t column, size_t row)
{
    return FirstOf(records, column, *RecordsCell(records, row, column));
}

/* Packs the cell of an enum: a text that is new, and where it has come to, or one that is there. */
static RecordCell PackEnum(RecordPacking *packing, uint32_t column, RecordCell cell)
{
    const RecordColumn *const from = packing->reading->records.columns + column;
    uint32_t *const firsts = packing->firsts + (packing->columns[column].firsts - packing->firsts);
    const size_t next = packing->firstAt[column];
    if (next != from->firstCount && from->firsts[next] == packing->row) {
        firsts[packing->firstAt[column]++] = (uint32_t)packing->to;
        return PackCell(packing, cell);
    }
    const size_t first = FirstOf(&packing->reading->records, column, cell);
    cell = *RecordsCell(packing->out, firsts[first], column);
    packing->out->poolBytes += cell.length;
    PackHash(packing, cell);
    return cell;
}

static void PackKey(RecordPacking *packing, RecordCell cell, size_t to)
{
    const Records *const out = packing->out;
    if (out->keyBytes == 0) {
        uint32_t *const starts = packing->keys;
        starts[to] = cell.start;
        ((uint16_t *)(void *)(starts + out->rows))[to] = (uint16_t)cell.length;
        return;
    }
    uint64_t halves[2] = {0, 0};
    (void)RecordKeyOf(packing->pool, cell, halves, NULL);
    memcpy((uint8_t *)packing->keys + to * out->keyBytes, halves, out->keyBytes); /* little-endian */
}

static void PackValue(RecordPacking *packing, RecordCell cell, size_t to)
{
    const RecordCell trimmed = RecordTrim(packing->pool, cell);
    const uint8_t *const text = packing->pool + trimmed.start;
    const int truth = RecordBoolOf(text, trimmed.length);
    const uint32_t value = truth >= 0 ? (uint32_t)truth : (uint32_t)RecordNumberOf(text, trimmed.length).magnitude;
    memcpy((uint8_t *)packing->values + to * packing->valueBytes, &value, packing->valueBytes); /* little-endian */
}

/* An enum's key is its identifier, without blanks around it. */
static RecordCell CellWanted(const RecordPacking *packing, uint32_t column)
{
    const RecordReading *const reading = packing->reading;
    const RecordCell cell = *RecordsCell(&reading->records, packing->row, column);
    return reading->columns[column].type == RecordEnum ? RecordTrim(reading->text, cell) : cell;
}

/* Notes what the texts are. */
static void PackText(RecordPacking *packing, uint32_t column, RecordCell cell)
{
    Records *const out = packing->out;
    if (!RecordsHaveText(out, column))
        return;
    out->textBytes += cell.length;
    out->isNoUtf8 = out->isNoUtf8 || !RecordIsUtf8(packing->pool + cell.start, cell.length);
}

/* Packs the next cell of a row. */
static void PackNext(RecordPacking *packing)
{
    const Records *const out = packing->out;
    const uint32_t i = packing->column++;
    const RecordCell wanted = CellWanted(packing, i);
    const bool isEnum = packing->columns[i].type == RecordEnum && i != out->key;
    const RecordCell cell = isEnum ? PackEnum(packing, i, wanted) : PackCell(packing, wanted);
    packing->cells[packing->to * out->columnCount + i] = cell;
    PackText(packing, i, cell);
    if (i == out->key)
        PackKey(packing, cell, packing->to);
    else if (packing->values != NULL)
        PackValue(packing, cell, packing->to);
    packing->to += packing->column == out->columnCount;
}

bool RecordPackOn(RecordPacking *packing, Work *work)
{
    enum { BytesAStep = 32 };
    const RecordReading *const reading = packing->reading;
    while (packing->row != reading->records.rows) {
        if (work->left == 0)
            return false;
        const size_t before = packing->out->poolBytes;
        const bool isDropped = reading->lines[packing->row] == 0;
        if (!isDropped)
            PackNext(packing);
        const bool isOver = isDropped || packing->column == packing->out->columnCount;
        packing->row += isOver;
        packing->column = isOver ? 0 : packing->column;
        (void)WorkUntil(work, 0, isOver + (packing->out->poolBytes - before) / BytesAStep);
    }
    packing->out->hash = Hash64End(&packing->hash);
    return true;
}
