// Records: the first byte says which options there are, the rest is the text. What is read of it
// must be sound whatever the slices, and what is refused must say where.
#include "must.h"
#include "support/chm01/records_reader.h"

static void CheckSame(const RecordsReader &a, const RecordsReader &b)
{
    Must(a.records->rows == b.records->rows && a.records->hash == b.records->hash &&
         a.records->keyBytes == b.records->keyBytes && a.records->bytes == b.records->bytes);
}

static void CheckCells(const RecordsReader &reader)
{
    const Records &records = *reader.records;
    const uint8_t *const end = reinterpret_cast<const uint8_t *>(reader.block.get()) + records.bytes;
    Must(records.rows != 0 && records.key < records.columnCount && records.columnCount <= RecordMaxColumns);
    for (size_t row = 0; row < records.rows; row++)
        for (uint32_t i = 0; i < records.columnCount; i++) {
            const RecordCell cell = *RecordsCell(&records, row, i);
            Must(cell.length <= RecordMaxCell && records.pool + cell.start + cell.length <= end);
        }
    for (uint32_t i = 0; i < records.columnCount; i++) {
        const RecordColumn &column = records.columns[i];
        Must(i == records.key || (column.type != RecordUnsaid && column.type < RecordTypes));
        for (size_t at = 0; at < column.firstCount; at++)
            Must(column.firsts[at] < records.rows);
    }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const std::string text(reinterpret_cast<const char *>(data) + 1, size - 1);
    RecordsReader whole, sliced;
    whole.choice.keyColumn = (data[0] & 1) != 0 ? "1" : "k";
    whole.choice.columns = (data[0] & 2) != 0 ? "v:u16,e:enum" : nullptr;
    whole.choice.isJson = (data[0] & 4) != 0;
    whole.choice.wantsTexts = (data[0] & 8) != 0;
    whole.choice.ignoreCase = (data[0] & 16) != 0;
    whole.drops = (data[0] & 32) != 0;
    sliced.choice = whole.choice;
    sliced.drops = whole.drops;
    sliced.slice = 1 + (data[0] >> 6);
    const ChmStatus status = whole.Read(text);
    Must(sliced.Read(text) == status);
    if (status == ChmOk) {
        CheckCells(whole);
        CheckSame(whole, sliced);
        return 0;
    }
    Must(whole.error.status == status && (status != ChmNoKeys) == (whole.error.line != 0));
    Must(whole.error.line == sliced.error.line && whole.error.column == sliced.error.column);
    Must(status != ChmDuplicateKey || whole.error.second > whole.error.line);
    return 0;
}
